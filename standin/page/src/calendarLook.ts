/** How the calendar looks: all day long, opened at eight, with the working hours in front. */

import type { CalendarOptions } from "@fullcalendar/core";

import type { Person } from "./api";

const DAY = { weekday: "short", day: "numeric" } as const;
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

export const LOOK: CalendarOptions = {
  views: {
    timeGrid: { dayHeaderFormat: DAY },
    threeDays: { type: "timeGrid", duration: { days: 3 } },
    dayGridMonth: { dayHeaderFormat: { weekday: "short" }, dayMaxEvents: true, moreLinkClick: "timeGridWeek", fixedWeekCount: false },
    listMonth: { listDayFormat: { weekday: "long", day: "numeric", month: "long" }, listDaySideFormat: false, noEventsContent: "Nothing in this month." },
  },
  firstDay: 1,
  headerToolbar: false,
  height: "100%",
  expandRows: true,
  nowIndicator: true,
  scrollTime: "08:00:00",
  scrollTimeReset: false,
  slotDuration: "00:30:00",
  snapDuration: "00:15:00",
  slotLabelFormat: { hour: "2-digit", minute: "2-digit" },
  eventTimeFormat: { hour: "2-digit", minute: "2-digit" },
  allDayText: "all day",
  displayEventEnd: false,
  eventDisplay: "block",
  slotEventOverlap: false,
  editable: true,
  eventInteractive: true,
  eventMinHeight: 22,
  longPressDelay: 300,
  selectable: true,
  selectMirror: true,
  selectMinDistance: 5,
};

/** The working hours, which stand out. */
export function businessHours({ workingHours }: Person): NonNullable<CalendarOptions["businessHours"]> {
  const { days, start, end } = workingHours;
  return { daysOfWeek: days.map((day) => DAYS.indexOf(day)), startTime: start, endTime: end };
}
