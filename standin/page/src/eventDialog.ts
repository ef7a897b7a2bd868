/** The details of one event, and all that a person can do with it. */

import type { CalendarEvent } from "./calendarApi";
import { el, icon } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { drawPanels } from "./eventPanels";
import { drawGuests, drawJoin, drawReply } from "./eventReply";
import { SHOW_AS, signsOf, whenOf } from "./eventWords";
import { button } from "./fields";
import { drawBody } from "./links";
import { Sheet } from "./sheet";

/** Open the dialog; it closes itself when something was done, and `closed` hears of it either way. */
export function openEventDialog(event: CalendarEvent, deeds: EventDeeds, openChat: () => void, closed: () => void): void {
  const sheet = new Sheet({ testId: "event-dialog", title: event.subject || "(no subject)", titleTestId: "event-subject", closeLabel: "Close details" }, closed);
  const { element: way, join } = drawJoin(event);
  const leave = () => {
    sheet.close();
    openChat();
  };
  sheet.open(
    [
      el("p", { className: "dialog-when" }, whenOf(event, deeds.person)),
      event.isOrganizer ? null : el("p", { className: "dialog-when", "data-testid": "organizer" }, `${event.organizer} invited you`),
      marks(event, deeds),
      way,
      drawReply(event, deeds, sheet.attempt),
      drawGuests(event, deeds, sheet.attempt),
      drawBody(event.body, leave, join),
      drawPanels(event, deeds, sheet.attempt),
    ],
    deletions(event, deeds, sheet),
  );
}

function deletions(event: CalendarEvent, deeds: EventDeeds, sheet: Sheet): HTMLElement[] {
  const { id, seriesId } = event;
  const remove = (label: string, testId: string, act: () => Promise<void>) => button(label, testId, () => sheet.attempt(act), "danger");
  const buttons = seriesId
    ? [remove("Delete this one", "delete-event", () => deeds.leaveOut(id)), remove("Delete the series", "delete-series", () => deeds.remove(seriesId))]
    : [remove("Delete", "delete-event", () => deeds.remove(id))];
  return [...buttons, el("button", { type: "button", className: "button", onclick: sheet.close }, "Close")];
}

function marks(event: CalendarEvent, { person }: EventDeeds): HTMLElement {
  const signs = signsOf(event, person).filter(({ icon: name }) => name !== "people"); // the guests stand below
  const shown = SHOW_AS.get(event.showAs) ?? event.showAs;
  const isSaid = signs.some(({ words }) => words === shown);
  return el(
    "ul",
    { className: "marks", "aria-label": "About this event" },
    event.isApp ? el("li", { className: "mark by-app" }, icon("cycle"), "Written by Learning Cycles") : null,
    isSaid ? null : el("li", { className: "mark" }, shown),
    ...signs.map(({ icon: name, words }) => el("li", { className: "mark" }, icon(name), words)),
  );
}
