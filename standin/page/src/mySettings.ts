/** Where the person is and when they work, as Outlook's settings have it. */

import type { WorkingHours } from "./api";
import type { Settings } from "./calendarApi";
import { el } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { choice, form, labelled, submit } from "./fields";
import { notice } from "./notices";
import { Sheet } from "./sheet";

const DAYS = [["monday", "Mon"], ["tuesday", "Tue"], ["wednesday", "Wed"], ["thursday", "Thu"], ["friday", "Fri"], ["saturday", "Sat"], ["sunday", "Sun"]] as const;

/** Open them; only what differs is sent. */
export function openSettings(deeds: EventDeeds): void {
  const { person, api } = deeds;
  const sheet = new Sheet({ testId: "settings-dialog", title: "Time zone and working hours" });
  const zone = choice("settings-zone", zones(person.zone).map((name) => [name, name.replaceAll("_", " ")]), person.zone);
  const hours = new HourFields(person.workingHours);
  const save = async () => {
    const changed: Settings = { ...(zone.value !== person.zone && { zone: zone.value }), ...(hours.hasChanged && { workingHours: hours.value }) };
    if (Object.keys(changed).length === 0) return;
    await api.settle(changed);
    notice("Your settings were saved.");
  };
  const made = form("panel settings", () => sheet.attempt(save), labelled("Time zone", zone, "field wide"), ...hours.fields);
  made.id = "settings-form";
  const button = submit("Save", "save-settings");
  button.setAttribute("form", made.id);
  sheet.open([made], [button, el("button", { type: "button", className: "button", onclick: sheet.close }, "Cancel")]);
}

function zones(current: string): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current])].sort();
}

/** The days one works, and from when until when. */
class HourFields {
  readonly fields: HTMLElement[];
  readonly #days: HTMLInputElement[];
  readonly #start: HTMLInputElement;
  readonly #end: HTMLInputElement;
  readonly #before: string;

  constructor({ days, start, end }: WorkingHours) {
    this.#days = DAYS.map(([day]) => el("input", { type: "checkbox", value: day, checked: days.includes(day), "data-testid": `settings-day-${day}` }));
    this.#start = el("input", { type: "time", required: true, value: start.slice(0, 5), "data-testid": "settings-start" });
    this.#end = el("input", { type: "time", required: true, value: end.slice(0, 5), "data-testid": "settings-end" });
    this.#before = JSON.stringify(this.value);
    const boxes = this.#days.map((box, index) => el("label", { className: "check" }, box, el("span", {}, DAYS[index]?.[1] ?? "")));
    this.fields = [el("fieldset", { className: "days wide" }, el("legend", {}, "I work on"), ...boxes), labelled("From", this.#start), labelled("Until", this.#end)];
  }

  get value(): WorkingHours {
    return { days: this.#days.filter((box) => box.checked).map((box) => box.value), start: this.#start.value, end: this.#end.value };
  }

  get hasChanged(): boolean {
    return JSON.stringify(this.value) !== this.#before;
  }
}
