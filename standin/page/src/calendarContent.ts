/** How one event looks in a week, in a month and in a list. */

import type { EventApi, EventContentArg } from "@fullcalendar/core";

import type { CalendarEvent } from "./api";
import { el, icon } from "./dom";

const HOUR_MS = 3_600_000;

/** The event as the stand-in gave it. */
export const keptOf = (event: EventApi): CalendarEvent => event.extendedProps["kept"] as CalendarEvent;

/** What stands in the event's box; a list has cells of its own and draws the subject as a button. */
export function eventContent(shown: EventContentArg): { domNodes: HTMLElement[] } | true {
  if (shown.view.type.startsWith("list")) return true;
  return { domNodes: [shown.view.type === "dayGridMonth" ? line(shown) : box(shown)] };
}

function line({ event, timeText }: EventContentArg): HTMLElement {
  const time = event.allDay ? null : el("span", { className: "event-time" }, timeText);
  return el("div", { className: "event line" }, time, title(event));
}

function box({ event, timeText }: EventContentArg): HTMLElement {
  const { isApp, start, end } = keptOf(event);
  const isBrief = Date.parse(end) - Date.parse(start) <= HOUR_MS;
  return el(
    "div",
    { className: isBrief ? "event brief" : "event" },
    title(event),
    event.allDay ? null : el("div", { className: "event-time" }, timeText),
    isApp ? el("div", { className: "event-by" }, "Learning Cycles") : null,
  );
}

function title(event: EventApi): HTMLElement {
  const { isApp, isPrivate } = keptOf(event);
  const privately = isPrivate ? el("span", { className: "visually-hidden" }, ", private") : null;
  return el("div", { className: "event-title" }, isApp ? icon("cycle") : null, isPrivate ? icon("lock") : null, event.title || "(no subject)", privately);
}
