/** Those whom the tests talk about, and an event of Ana's. */

import type { Person } from "../src/api";
import type { CalendarEvent } from "../src/calendarApi";

const HERE = { hasApp: true, isBlocked: false, hasLeft: false, workingHours: { days: ["monday", "tuesday", "wednesday", "thursday", "friday"], start: "09:00", end: "17:00" } };

export const ANA: Person = { ...HERE, key: "ana", name: "Ana de Wit", mail: "ana@meadow.example", objectId: "a", locale: "en-GB", zone: "Europe/Amsterdam" };
export const BEN: Person = { ...HERE, key: "ben", name: "Ben Okafor", mail: "ben@meadow.example", objectId: "b", locale: "en-GB", zone: "Europe/London" };

export const REVIEW: CalendarEvent = {
  id: "e1",
  subject: "Learning review",
  start: "2026-03-30T08:00:00Z",
  end: "2026-03-30T08:30:00Z",
  zone: "W. Europe Standard Time",
  isApp: true,
  isPrivate: true,
  showAs: "busy",
  body: { contentType: "html", content: '<div id="ours"><p>Your check-in.</p></div>' },
  isAllDay: false,
  calendar: "",
  isSeries: false,
  seriesId: null,
  isOrganizer: true,
  organizer: "Ana de Wit",
  isCancelled: false,
  attendees: [],
  response: "organizer",
  joinUrl: null,
};

/** The review as Ben got it. */
export const INVITATION: CalendarEvent = {
  ...REVIEW,
  id: "e2",
  isApp: false,
  isOrganizer: false,
  response: "notResponded",
  showAs: "tentative",
  attendees: [
    { name: "Ben Okafor", mail: "ben@meadow.example", response: "none", proposes: null },
    { name: "Chloé Martin", mail: "chloe@meadow.example", response: "declined", proposes: null },
  ],
};
