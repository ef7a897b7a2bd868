/** How one event looks in a week, in a month and in a list. */

import type { EventApi, EventContentArg } from "@fullcalendar/core";

import type { Person } from "./api";
import type { CalendarEvent } from "./calendarApi";
import { el, icon } from "./dom";
import { isInvited, signsOf, type Sign } from "./eventWords";

const HOUR_MS = 3_600_000;

/** The event as the stand-in gave it. */
export const keptOf = (event: EventApi): CalendarEvent => event.extendedProps["kept"] as CalendarEvent;

/** What an event's box is called in the style sheet. */
export function classesOf(event: CalendarEvent, person: Person): string[] {
  const isOff = event.isCancelled || (isInvited(event, person) && event.response === "declined");
  return [event.isApp ? "by-app" : "by-person", `show-${event.showAs}`, ...(isOff ? ["is-off"] : [])];
}

/** Whether it is only the stretch that is being chosen for a new event. */
export const isOnlyChosen = (event: EventApi): boolean => event.extendedProps["kept"] === undefined;

/** What stands in the event's box; a list has cells of its own and draws the subject as a button. */
export function eventContent(shown: EventContentArg, person: Person): { domNodes: HTMLElement[] } | true {
  if (shown.view.type.startsWith("list") || isOnlyChosen(shown.event)) return true;
  const signs = signsOf(keptOf(shown.event), person);
  return { domNodes: [shown.view.type === "dayGridMonth" ? line(shown, signs) : box(shown, signs)] };
}

/** All signs in words, for whoever hears them or points at the event. */
export const wordsOf = (event: CalendarEvent, person: Person): string =>
  signsOf(event, person)
    .map(({ words }) => words)
    .join(", ");

function line({ event, timeText }: EventContentArg, signs: Sign[]): HTMLElement {
  const time = event.allDay ? null : el("span", { className: "event-time" }, timeText);
  return el("div", { className: "event line" }, time, title(event, signs), drawSigns(signs));
}

function box({ event, timeText }: EventContentArg, signs: Sign[]): HTMLElement {
  const { isApp, start, end } = keptOf(event);
  const isBrief = event.allDay || Date.parse(end) - Date.parse(start) <= HOUR_MS;
  const told = event.allDay ? null : el("div", { className: "event-time" }, timeText);
  const by = isApp ? el("div", { className: "event-by" }, "Learning Cycles") : null;
  if (isBrief) return el("div", { className: "event brief" }, el("div", { className: "event-head" }, title(event, signs), drawSigns(signs)), told, by);
  return el("div", { className: "event" }, title(event, signs), told, by, drawSigns(signs, true));
}

function title(event: EventApi, signs: Sign[]): HTMLElement {
  const told = signs.length === 0 ? null : el("span", { className: "visually-hidden" }, `, ${signs.map(({ words }) => words.toLowerCase()).join(", ")}`);
  return el("div", { className: "event-title" }, keptOf(event).isApp ? icon("cycle") : null, event.title || "(no subject)", told);
}

/** Those for which there is no room wrap out of sight; where there is room, the first says itself in words. */
function drawSigns(signs: Sign[], hasRoom = false): HTMLElement | null {
  if (signs.length === 0) return null;
  const drawn = signs.map(({ icon: name, words }, index) => (hasRoom && index === 0 ? el("span", {}, icon(name), words) : icon(name)));
  return el("div", { className: "event-signs", "aria-hidden": "true" }, ...drawn);
}
