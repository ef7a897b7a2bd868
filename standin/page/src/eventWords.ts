/** What is special about an event, as signs with words: nobody has to tell colours apart. */

import type { Person } from "./api";
import type { CalendarEvent, Guest } from "./calendarApi";
import type { IconName } from "./dom";

export interface Sign {
  icon: IconName;
  words: string;
}

export const SHOW_AS: ReadonlyMap<string, string> = new Map([
  ["busy", "Busy"],
  ["free", "Free"],
  ["tentative", "Tentative"],
  ["oof", "Out of office"],
  ["workingElsewhere", "Working elsewhere"],
]);

const SHOWN: Record<string, IconName> = { free: "free", tentative: "question", oof: "away", workingElsewhere: "elsewhere" };

const RESPONSES: Record<string, Sign> = {
  accepted: { icon: "check", words: "Accepted" },
  tentativelyAccepted: { icon: "question", words: "Tentative" },
  declined: { icon: "close", words: "Declined" },
  notResponded: { icon: "question", words: "No answer yet" },
  none: { icon: "question", words: "No answer yet" },
};

/** What somebody invited answered. */
export const answerOf = (response: string): Sign => RESPONSES[response] ?? { icon: "question", words: "No answer yet" };

/** Whether this person was invited by somebody else. */
export const isInvited = (event: CalendarEvent, person: Person): boolean =>
  !event.isOrganizer && event.attendees.some(({ mail }) => isSame(mail, person.mail));

/** Everybody who was invited but the person themself. */
export const othersIn = (event: CalendarEvent, person: Person): Guest[] => event.attendees.filter(({ mail }) => !isSame(mail, person.mail));

/** What is worth a sign in the week; a plain busy event has none. */
export function signsOf(event: CalendarEvent, person: Person): Sign[] {
  return [shownSign(event, person), seriesSign(event), guestsSign(event, person), event.isPrivate ? { icon: "lock", words: "Private" } : null, elsewhereSign(event)].filter((sign) => sign !== null) as Sign[];
}

/** A cancelled one is neither; an answer says more than how the time is shown. */
function shownSign(event: CalendarEvent, person: Person): Sign | null {
  if (event.isCancelled) return { icon: "close", words: "Cancelled" };
  if (isInvited(event, person) && event.response !== "accepted") return answerOf(event.response);
  const name = SHOWN[event.showAs];
  return name ? { icon: name, words: SHOW_AS.get(event.showAs) ?? event.showAs } : null;
}

function seriesSign(event: CalendarEvent): Sign | null {
  return isPartOfSeries(event) ? { icon: "series", words: "Series" } : null;
}

export const isPartOfSeries = (event: CalendarEvent): boolean => event.isSeries || Boolean(event.seriesId);

function guestsSign(event: CalendarEvent, person: Person): Sign | null {
  const others = othersIn(event, person);
  if (others.length === 0) return null;
  const people = others.length === 1 ? `With ${others[0]?.name || others[0]?.mail || "a guest"}` : `With ${others.length} people`;
  const declined = others.filter(({ response }) => response === "declined").length;
  const proposed = others.filter(({ proposes }) => proposes !== null).length;
  return { icon: "people", words: [people, declined > 0 ? `${declined} declined` : "", proposed > 0 ? "another time proposed" : ""].filter(Boolean).join(", ") };
}

function elsewhereSign(event: CalendarEvent): Sign | null {
  return event.calendar ? { icon: "calendar", words: `In “${event.calendar}”` } : null;
}

/** `Monday 30 March 2026, 10:00 – 10:30`. */
export function whenOf(event: Pick<CalendarEvent, "start" | "end" | "isAllDay">, person: Person): string {
  const zone = event.isAllDay ? "UTC" : person.zone;
  const day = new Intl.DateTimeFormat(person.locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone });
  const [start, end] = [new Date(event.start), new Date(event.end)];
  if (event.isAllDay) return `${day.formatRange(start, new Date(end.getTime() - 1))}, all day`;
  const time = new Intl.DateTimeFormat(person.locale, { hour: "2-digit", minute: "2-digit", timeZone: zone });
  return `${day.format(start)}, ${time.formatRange(start, end)}`;
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
