/** Moments and what a wall clock in a zone shows. */

import { DateTime } from "luxon";

/** What calendar and wall clock show in this zone: `2026-03-02` and `09:30`. */
export function localParts(moment: Date, zone: string): { date: string; time: string } {
  const local = DateTime.fromJSDate(moment, { zone });
  return { date: local.toFormat("yyyy-MM-dd"), time: local.toFormat("HH:mm") };
}

/** The moment at which they show this. A time that a change of summer time skips is the one an hour later. */
export function momentOf(date: string, time: string, zone: string): Date {
  return DateTime.fromISO(`${date}T${time}`, { zone }).toJSDate();
}
