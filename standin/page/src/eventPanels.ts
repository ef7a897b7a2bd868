/** What can be done with an event beyond reading it: a row of buttons, each opening its own small form. */

import type { CalendarEvent, Every } from "./calendarApi";
import { BodyEditor } from "./bodyEditor";
import { el, uniqueId } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { isInvited, isPartOfSeries, SHOW_AS } from "./eventWords";
import { button, choice, form, labelled, submit, TimeFields } from "./fields";
import { localParts, momentOf } from "./zones";

/** The other calendar that people here have. */
const OTHER_CALENDAR = "Private";
const MOST_TIMES = 52;

type Attempt = (act: () => Promise<unknown>) => void;

interface Panel {
  label: string;
  testId: string;
  content: HTMLElement;
  /** Where the caret goes when it opens. */
  focus: () => void;
}

/** The row and the forms; changing the event is open at first. */
export function drawPanels(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): HTMLElement {
  const panels = [changePanel, textPanel, copyPanel, ...(isPartOfSeries(event) ? [] : [repeatPanel])].map((draw) => draw(event, deeds, attempt));
  const row = el("div", { className: "panel-row", role: "group", "aria-label": "What to do with it" });
  const buttons = panels.map((panel, index) => opener(panel, () => show(index, true)));
  const show = (open: number, mustFocus: boolean) => {
    panels.forEach(({ content }, index) => (content.hidden = index !== open));
    buttons.forEach((one, index) => one.setAttribute("aria-expanded", String(index === open)));
    if (mustFocus) panels[open]?.focus();
  };
  row.append(...buttons, movingButton(event, deeds, attempt));
  show(0, false);
  return el("div", { className: "panels" }, row, ...panels.map(({ content }) => content));
}

function opener({ label, testId, content }: Panel, open: () => void): HTMLElement {
  content.id = uniqueId("panel");
  const made = button(label, testId, open, "panel-opener");
  made.setAttribute("aria-controls", content.id);
  return made;
}

function movingButton(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): HTMLElement {
  const to = event.calendar ? "" : OTHER_CALENDAR;
  const what = event.seriesId ? "Put the series" : "Put it";
  const label = to ? `${what} into “${to}”` : `${what} back into the main calendar`;
  return button(label, "move-to-calendar", () => attempt(() => deeds.putInto(event, to)));
}

/** Whoever was invited can change how their time is shown; title and time are the organiser's. */
function changePanel(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): Panel {
  const mayMove = !isInvited(event, deeds.person);
  const title = el("input", { type: "text", value: event.subject, "data-testid": "event-title", autocomplete: "off" });
  const times = new TimeFields("move", event, deeds.person.zone);
  const showAs = choice("show-as", SHOW_AS, event.showAs);
  const change = () => ({ showAs: showAs.value, ...(mayMove && { subject: title.value.trim(), ...times.stretch }) });
  const fields = mayMove ? [labelled("Title", title, "field wide"), ...times.fields] : [];
  const content = form("panel", () => attempt(() => deeds.change(event, change())), ...fields, labelled("Show as", showAs), submit("Save", "move-event"));
  return { label: event.seriesId ? "Change this one" : "Change", testId: "panel-change", content, focus: () => (mayMove ? title : showAs).focus() };
}

function textPanel(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): Panel {
  const editor = new BodyEditor(event.body);
  const content = form("panel", () => attempt(() => deeds.write(event, editor.html)), editor.element, submit("Save text", "save-text"));
  return { label: "Edit text", testId: "panel-text", content, focus: () => editor.focus() };
}

function copyPanel(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): Panel {
  const zone = event.isAllDay ? "UTC" : deeds.person.zone;
  const from = localParts(new Date(event.start), zone);
  const date = el("input", { type: "date", required: true, value: from.date, "data-testid": "copy-date" });
  const start = el("input", { type: "time", required: true, value: from.time, "data-testid": "copy-start" });
  const time = event.isAllDay ? [] : [labelled("Starts", start)];
  const copy = () => deeds.copy(event, momentOf(date.value, start.value, zone));
  const content = form("panel", () => attempt(copy), labelled("Copy to", date), ...time, submit("Copy", "copy-event"));
  return { label: "Copy", testId: "panel-copy", content, focus: () => date.focus() };
}

function repeatPanel(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): Panel {
  const every = choice("repeat-every", [["week", "Week"], ["day", "Day"]], "week");
  const times = el("input", { type: "number", required: true, min: "2", max: String(MOST_TIMES), value: "4", "data-testid": "repeat-times" });
  const repeat = () => deeds.repeat(event, every.value as Every, times.valueAsNumber);
  const content = form("panel", () => attempt(repeat), labelled("Every", every), labelled("How many times", times), submit("Make it a series", "repeat-event"));
  return { label: "Repeat", testId: "panel-repeat", content, focus: () => every.focus() };
}
