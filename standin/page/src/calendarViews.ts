/** The ways to look at a calendar, and the bar above it to switch and to turn pages. */

import { el, icon } from "./dom";

export interface CalendarView {
  name: string;
  label: string;
  /** What one page is called: "Next week". */
  page: string;
}

const WIDE: CalendarView[] = [
  { name: "timeGridWeek", label: "Week", page: "week" },
  { name: "dayGridMonth", label: "Month", page: "month" },
];
const NARROW: CalendarView[] = [
  { name: "timeGridDay", label: "Day", page: "day" },
  { name: "threeDays", label: "3 days", page: "three days" },
  { name: "listMonth", label: "Month", page: "month" },
];

/** What can be chosen where there is room for so much. */
export const viewsFor = (isNarrow: boolean): CalendarView[] => (isNarrow ? NARROW : WIDE);

/** The view to show at first. */
export const firstView = (isNarrow: boolean): CalendarView => (isNarrow ? NARROW[1] : WIDE[0]) as CalendarView;

/** The same page of time where there is more or less room: a month stays a month. */
export const likeView = (view: CalendarView, isNarrow: boolean): CalendarView =>
  viewsFor(isNarrow).find((other) => other.page === view.page) ?? firstView(isNarrow);

export interface CalendarSteps {
  today: () => void;
  back: () => void;
  forth: () => void;
  choose: (view: CalendarView) => void;
  add: () => void;
}

/** Today, a page back and forth, what is shown, a new event, and the views. */
export class CalendarBar {
  readonly element: HTMLElement;
  readonly title = el("h2", { className: "calendar-title", "aria-live": "polite" });
  readonly #steps: CalendarSteps;
  readonly #back: HTMLElement;
  readonly #forth: HTMLElement;
  readonly adder: HTMLButtonElement;
  readonly #views = el("div", { className: "segments", role: "group", "aria-label": "How much to show" });

  constructor(steps: CalendarSteps) {
    this.#steps = steps;
    this.#back = el("button", { type: "button", className: "icon-button", onclick: steps.back }, icon("left"));
    this.#forth = el("button", { type: "button", className: "icon-button", onclick: steps.forth }, icon("right"));
    const today = el("button", { type: "button", className: "button", onclick: steps.today }, "Today");
    this.adder = el("button", { type: "button", className: "button primary calendar-add", title: "New event", "data-testid": "new-event", onclick: steps.add }, icon("plus"), el("span", {}, "New event"));
    this.element = el("div", { className: "calendar-toolbar" }, today, this.#back, this.#forth, this.title, this.adder, this.#views);
  }

  /** Offer the views and mark the one in sight. */
  show(current: CalendarView, isNarrow: boolean): void {
    name(this.#back, `Previous ${current.page}`);
    name(this.#forth, `Next ${current.page}`);
    const hadFocus = this.#views.contains(document.activeElement);
    const buttons = viewsFor(isNarrow).map((view) => this.#button(view, view.name === current.name));
    this.#views.replaceChildren(...buttons);
    if (hadFocus) this.#views.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  #button(view: CalendarView, isCurrent: boolean): HTMLElement {
    const choose = () => this.#steps.choose(view);
    return el("button", { type: "button", className: "segment", "aria-pressed": isCurrent, "data-testid": `view-${view.name}`, onclick: choose }, view.label);
  }
}

function name(button: HTMLElement, label: string): void {
  button.setAttribute("aria-label", label);
  button.title = label;
}
