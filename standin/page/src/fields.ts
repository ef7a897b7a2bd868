/** Fields of the dialogs about events: a label above an input, times that keep their length, choices. */

import type { Stretch } from "./calendarApi";
import { el } from "./dom";
import { localParts, momentOf } from "./zones";

/** A label above its field. */
export function labelled(label: string, input: HTMLElement, className = "field"): HTMLLabelElement {
  return el("label", { className }, el("span", {}, label), input);
}

/** A list to choose one of; `words` from value to label. */
export function choice(testId: string, words: Iterable<readonly [string, string]>, chosen: string): HTMLSelectElement {
  const select = el("select", { "data-testid": testId }, ...[...words].map(([value, label]) => el("option", { value }, label)));
  select.value = chosen;
  return select;
}

export function button(label: string, testId: string, act: () => void, kind = ""): HTMLButtonElement {
  return el("button", { type: "button", className: `button ${kind}`.trim(), "data-testid": testId, onclick: act }, label);
}

export function submit(label: string, testId: string): HTMLButtonElement {
  return el("button", { type: "submit", className: "button primary", "data-testid": testId }, label);
}

/** A form that does this instead of leaving the page. */
export function form(className: string, act: () => void, ...content: HTMLElement[]): HTMLFormElement {
  const made = el("form", { className }, ...content);
  made.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    act();
  });
  return made;
}

/** A day, a start and an end on it, by the wall clock of a zone. A whole day has a date alone and keeps its length. */
export class TimeFields {
  readonly fields: HTMLElement[];
  readonly #date: HTMLInputElement;
  readonly #start: HTMLInputElement;
  readonly #end: HTMLInputElement;
  readonly #zone: string;
  readonly #lengthMs: number;
  readonly #isAllDay: boolean;

  /** Their test ids begin with `testId`: `move` makes `move-date`, `move-start`, `move-end`. */
  constructor(testId: string, event: { start: string; end: string; isAllDay: boolean }, zone: string) {
    this.#isAllDay = event.isAllDay;
    this.#zone = event.isAllDay ? "UTC" : zone;
    this.#lengthMs = Date.parse(event.end) - Date.parse(event.start);
    const from = localParts(new Date(event.start), this.#zone);
    const until = localParts(new Date(event.end), this.#zone);
    this.#date = el("input", { type: "date", required: true, value: from.date, "data-testid": `${testId}-date` });
    this.#start = el("input", { type: "time", required: true, value: from.time, "data-testid": `${testId}-start` });
    this.#end = el("input", { type: "time", required: true, value: until.time, "data-testid": `${testId}-end` });
    keepLength(this.#start, this.#end);
    const times = event.isAllDay ? [] : [labelled("Starts", this.#start), labelled("Ends", this.#end)];
    this.fields = [labelled("Date", this.#date), ...times];
  }

  /** What they say now. */
  get stretch(): Stretch {
    const start = momentOf(this.#date.value, this.#start.value, this.#zone);
    const end = this.#isAllDay ? new Date(start.getTime() + this.#lengthMs) : momentOf(this.#date.value, this.#end.value, this.#zone);
    return { start, end };
  }
}

/** Another start takes the end along, as in Outlook. */
export function keepLength(start: HTMLInputElement, end: HTMLInputElement): void {
  let before = minutes(start.value);
  start.addEventListener("change", () => {
    if (start.value === "") return;
    const moved = Math.min(minutes(end.value) + minutes(start.value) - before, 23 * 60 + 59);
    before = minutes(start.value);
    end.value = `${String(Math.floor(moved / 60)).padStart(2, "0")}:${String(moved % 60).padStart(2, "0")}`;
  });
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}
