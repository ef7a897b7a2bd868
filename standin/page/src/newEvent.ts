/** A person writes an event of their own. */

import type { Stretch } from "./calendarApi";
import { el } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { SHOW_AS } from "./eventWords";
import { choice, form, labelled, submit } from "./fields";
import { Sheet } from "./sheet";
import { localParts, momentOf } from "./zones";

const DAY_MS = 86_400_000;

/** Where it begins: a stretch in the week, or whole days (from midnight to midnight UTC). */
export interface Beginning extends Stretch {
  isAllDay: boolean;
}

/** Ask what it is; it stands in the calendar when the dialog closes by its button. */
export function openNewEvent(beginning: Beginning, deeds: EventDeeds, closed: () => void): void {
  const sheet = new Sheet({ testId: "new-event-dialog", title: "New event" }, closed);
  const subject = el("input", { type: "text", required: true, autocomplete: "off", "data-testid": "new-subject" });
  const times = new NewTimes(beginning, deeds.person.zone);
  const showAs = choice("new-show-as", SHOW_AS, beginning.isAllDay ? "free" : "busy");
  let hasChosen = false;
  showAs.addEventListener("change", () => (hasChosen = true));
  times.wholeDay.addEventListener("change", () => {
    if (!hasChosen) showAs.value = times.wholeDay.checked ? "free" : "busy"; // as Outlook does
  });
  const create = async () => {
    const { start, end } = times.stretch;
    if (end <= start) throw new Error("It must end after it starts.");
    await deeds.create({ subject: subject.value.trim(), start, end, showAs: showAs.value, isAllDay: times.wholeDay.checked });
  };
  const add = submit("Add to the calendar", "add-event");
  const made = form("panel new-event", () => sheet.attempt(create), labelled("Title", subject, "field wide"), ...times.fields, labelled("Show as", showAs));
  made.id = "new-event-form";
  add.setAttribute("form", made.id);
  sheet.open([made], [add, el("button", { type: "button", className: "button", onclick: sheet.close }, "Cancel")]);
  subject.focus();
}

/** First and last day with their times; for whole days the last day is one of them. */
class NewTimes {
  readonly wholeDay: HTMLInputElement;
  readonly fields: HTMLElement[];
  readonly #startDate: HTMLInputElement;
  readonly #start: HTMLInputElement;
  readonly #endDate: HTMLInputElement;
  readonly #end: HTMLInputElement;
  readonly #zone: string;

  constructor({ start, end, isAllDay }: Beginning, zone: string) {
    this.#zone = zone;
    const from = localParts(start, isAllDay ? "UTC" : zone);
    const until = localParts(isAllDay ? new Date(end.getTime() - DAY_MS) : end, isAllDay ? "UTC" : zone);
    this.#startDate = el("input", { type: "date", required: true, value: from.date, "data-testid": "new-start-date" });
    this.#start = el("input", { type: "time", required: true, value: isAllDay ? "09:00" : from.time, "data-testid": "new-start" });
    this.#endDate = el("input", { type: "date", required: true, value: until.date, "data-testid": "new-end-date" });
    this.#end = el("input", { type: "time", required: true, value: isAllDay ? "17:00" : until.time, "data-testid": "new-end" });
    this.wholeDay = el("input", { type: "checkbox", checked: isAllDay, "data-testid": "new-whole-day" });
    const times = [labelled("At", this.#start), labelled("At", this.#end)] as const;
    const askTimes = () => times.forEach((field) => (field.hidden = this.wholeDay.checked));
    this.wholeDay.addEventListener("change", askTimes);
    askTimes();
    this.#keepDays();
    this.fields = [
      el("label", { className: "check wide" }, this.wholeDay, el("span", {}, "Whole day")),
      el("div", { className: "field-pair", role: "group", "aria-label": "Starts" }, labelled("Starts on", this.#startDate), times[0]),
      el("div", { className: "field-pair", role: "group", "aria-label": "Ends" }, labelled("Ends on", this.#endDate), times[1]),
    ];
  }

  get stretch(): Stretch {
    if (this.wholeDay.checked) {
      const last = momentOf(this.#endDate.value, "00:00", "UTC");
      return { start: momentOf(this.#startDate.value, "00:00", "UTC"), end: new Date(last.getTime() + DAY_MS) };
    }
    return {
      start: momentOf(this.#startDate.value, this.#start.value, this.#zone),
      end: momentOf(this.#endDate.value, this.#end.value, this.#zone),
    };
  }

  /** Another first day takes the last one along. */
  #keepDays(): void {
    let before = this.#startDate.value;
    this.#startDate.addEventListener("change", () => {
      if (this.#startDate.value === "") return;
      const days = Date.parse(this.#startDate.value) - Date.parse(before);
      this.#endDate.value = new Date(Date.parse(this.#endDate.value) + days).toISOString().slice(0, 10);
      before = this.#startDate.value;
    });
  }
}
