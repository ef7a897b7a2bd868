/** The details of one event, with buttons to move and to delete it. */

import type { CalendarEvent, Person } from "./api";
import { el, icon } from "./dom";
import { drawBody } from "./links";
import { localParts, momentOf } from "./zones";

const SHOW_AS: Record<string, string> = { free: "Free", tentative: "Tentative", busy: "Busy", oof: "Away", workingElsewhere: "Working elsewhere" };

export interface EventActions {
  move: (event: CalendarEvent, start: Date, end: Date) => Promise<void>;
  remove: (event: CalendarEvent) => Promise<void>;
  openChat: () => void;
}

/** Open the dialog; it closes itself when something was done. */
export function openEventDialog(event: CalendarEvent, person: Person, actions: EventActions): void {
  const dialog = el("dialog", { className: "dialog", "data-testid": "event-dialog", "aria-labelledby": "event-subject" });
  const problem = el("p", { className: "dialog-problem", role: "alert", hidden: true });
  const close = () => dialog.close();
  const attempt = (act: () => Promise<void>) =>
    act().then(close, (error: unknown) => {
      problem.textContent = error instanceof Error ? error.message : String(error);
      problem.hidden = false;
    });
  const openChat = () => {
    close();
    actions.openChat();
  };
  dialog.append(
    header(event, close),
    el("p", { className: "dialog-when" }, whenOf(event, person)),
    marks(event),
    drawBody(event.body, openChat),
    moveForm(event, person, (start, end) => void attempt(() => actions.move(event, start, end))),
    problem,
    buttons(() => void attempt(() => actions.remove(event)), close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (click) => {
    if (click.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function buttons(remove: () => void, close: () => void): HTMLElement {
  return el(
    "div",
    { className: "dialog-actions" },
    el("button", { type: "button", className: "button danger", "data-testid": "delete-event", onclick: remove }, "Delete"),
    el("button", { type: "button", className: "button", onclick: close }, "Close"),
  );
}

function header(event: CalendarEvent, close: () => void): HTMLElement {
  const closer = el("button", { type: "button", className: "icon-button", "aria-label": "Close details", onclick: close }, icon("close"));
  return el("div", { className: "dialog-header" }, el("h2", { id: "event-subject", "data-testid": "event-subject" }, event.subject || "(no subject)"), closer);
}

function marks(event: CalendarEvent): HTMLElement {
  return el(
    "ul",
    { className: "marks", "aria-label": "About this event" },
    event.isPrivate ? el("li", { className: "mark" }, icon("lock"), "Private") : null,
    event.isApp ? el("li", { className: "mark by-app" }, icon("cycle"), "Written by Learning Cycles") : null,
    el("li", { className: "mark" }, SHOW_AS[event.showAs] ?? event.showAs),
  );
}

function moveForm(event: CalendarEvent, person: Person, move: (start: Date, end: Date) => void): HTMLElement {
  const zone = event.isAllDay ? "UTC" : person.zone;
  const from = localParts(new Date(event.start), zone);
  const until = localParts(new Date(event.end), zone);
  const date = el("input", { type: "date", required: true, value: from.date, "data-testid": "move-date" });
  const start = el("input", { type: "time", required: true, value: from.time, "data-testid": "move-start" });
  const end = el("input", { type: "time", required: true, value: until.time, "data-testid": "move-end" });
  keepLength(start, end);
  const times = [labelled("Starts", start), labelled("Ends", end)];
  const button = el("button", { type: "submit", className: "button primary", "data-testid": "move-event" }, "Move");
  const form = el("form", { className: "dialog-move" }, labelled("Date", date), ...(event.isAllDay ? [] : times), button);
  form.addEventListener("submit", (submit) => {
    submit.preventDefault();
    const begins = momentOf(date.value, start.value, zone);
    const length = Date.parse(event.end) - Date.parse(event.start);
    move(begins, event.isAllDay ? new Date(begins.getTime() + length) : momentOf(date.value, end.value, zone));
  });
  return form;
}

function labelled(label: string, input: HTMLInputElement): HTMLElement {
  return el("label", {}, el("span", {}, label), input);
}

/** Another start takes the end along, as in Outlook. */
function keepLength(start: HTMLInputElement, end: HTMLInputElement): void {
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

function whenOf(event: CalendarEvent, person: Person): string {
  const zone = event.isAllDay ? "UTC" : person.zone;
  const day = new Intl.DateTimeFormat(person.locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone });
  if (event.isAllDay) return `${day.format(new Date(event.start))}, all day`;
  const time = new Intl.DateTimeFormat(person.locale, { hour: "2-digit", minute: "2-digit", timeZone: zone });
  return `${day.format(new Date(event.start))}, ${time.formatRange(new Date(event.start), new Date(event.end))}`;
}
