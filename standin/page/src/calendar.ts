/** One person's calendar, in their own zone; events can be dragged, resized, opened, moved and deleted. */

import { Calendar as FullCalendar, type CalendarOptions, type EventApi, type EventInput } from "@fullcalendar/core";
import dayGridPlugin from "@fullcalendar/daygrid";
import interactionPlugin from "@fullcalendar/interaction";
import listPlugin from "@fullcalendar/list";
import luxonPlugin from "@fullcalendar/luxon3";
import timeGridPlugin from "@fullcalendar/timegrid";

import { ApiError, type WindowApi } from "./api";
import { eventContent, keptOf } from "./calendarContent";
import { CalendarBar, firstView, likeView, viewsFor, type CalendarView } from "./calendarViews";
import type { LocalClock } from "./clock";
import { el } from "./dom";
import { openEventDialog } from "./eventDialog";
import { phone } from "./layout";
import { notice } from "./notices";
import { localParts } from "./zones";

const DAY = { weekday: "short", day: "numeric" } as const;

/** How it looks: all day long, opened at eight, with the working hours in front. */
const LOOK: CalendarOptions = {
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
  businessHours: { daysOfWeek: [1, 2, 3, 4, 5], startTime: "07:00", endTime: "19:00" },
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
};

/** The calendar side of the window. */
export class PersonCalendar {
  readonly element: HTMLElement;
  readonly #api: WindowApi;
  readonly #clock: LocalClock;
  readonly #openChat: () => void;
  readonly #grid = el("div", { className: "calendar-grid" });
  readonly #bar: CalendarBar;
  readonly #calendar: FullCalendar;
  readonly #phone = phone();
  #view: CalendarView;
  #mustFindToday = false;

  constructor(api: WindowApi, clock: LocalClock, openChat: () => void) {
    this.#api = api;
    this.#clock = clock;
    this.#openChat = openChat;
    this.#view = firstView(this.#phone.matches);
    this.#bar = new CalendarBar({
      today: () => this.#calendar.gotoDate(this.#clock.now()),
      back: () => this.#calendar.prev(),
      forth: () => this.#calendar.next(),
      choose: (view) => this.#look(view),
    });
    this.#bar.show(this.#view, this.#phone.matches);
    this.element = el("div", { className: "calendar", "data-testid": "calendar" }, this.#bar.element, this.#grid);
    this.#calendar = new FullCalendar(this.#grid, this.#options());
    this.#phone.addEventListener("change", () => this.#look(likeView(this.#view, this.#phone.matches)));
    new ResizeObserver(() => this.#calendar.updateSize()).observe(this.#grid);
  }

  /** Draw it; the element must be in the page. */
  show(): void {
    this.#calendar.render();
  }

  /** Read the events again. */
  refresh(): void {
    this.#calendar.refetchEvents();
  }

  /** Local time has jumped: show the week in which it stands now. The line of now moves only when all is drawn anew. */
  goToNow(): void {
    this.#calendar.destroy();
    this.#calendar.gotoDate(this.#clock.now());
    this.#calendar.render();
  }

  /** A page with today in it opens at today: from a month to this week, not to its first. */
  #look(view: CalendarView): void {
    const { currentStart, currentEnd } = this.#calendar.view;
    const now = this.#clock.now();
    const isNowInSight = currentStart <= now && now < currentEnd;
    this.#view = view;
    this.#calendar.changeView(view.name, isNowInSight ? now : this.#calendar.getDate());
  }

  #options(): CalendarOptions {
    const { locale, zone } = this.#api.person;
    return {
      ...LOOK,
      plugins: [timeGridPlugin, dayGridPlugin, listPlugin, interactionPlugin, luxonPlugin],
      initialView: this.#view.name,
      initialDate: this.#clock.now(),
      now: () => this.#clock.now().toISOString(),
      timeZone: zone,
      locale,
      events: (range, done, failed) => void this.#load(range.start, range.end).then(done, failed),
      eventsSet: () => this.#findToday(),
      eventSourceFailure: (error) => notice(error.message, "problem"),
      datesSet: ({ view }) => this.#turned(view.type, view.title),
      eventContent,
      moreLinkDidMount: ({ el: link }) => link.setAttribute("role", "button"),
      eventDidMount: ({ el: element, event }) => this.#mark(element, event),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        this.#openDetails(event);
      },
      eventDrop: ({ event, revert }) => void this.#dragged(event, revert),
      eventResize: ({ event, revert }) => void this.#dragged(event, revert),
    };
  }

  /** A link to more events of a day changes the view too. */
  #turned(viewName: string, title: string): void {
    this.#view = viewsFor(this.#phone.matches).find((view) => view.name === viewName) ?? this.#view;
    this.#bar.title.textContent = title;
    this.#bar.show(this.#view, this.#phone.matches);
    this.#mustFindToday = viewName === "listMonth";
  }

  /** A list of a month begins with today when today stands in it. */
  #findToday(): void {
    if (!this.#mustFindToday) return;
    this.#mustFindToday = false;
    const { date } = localParts(this.#clock.now(), this.#api.person.zone);
    requestAnimationFrame(() => this.#grid.querySelector(`.fc-list-day[data-date="${date}"]`)?.scrollIntoView());
  }

  async #load(from: Date, to: Date): Promise<EventInput[]> {
    return (await this.#api.events(from, to)).map((event) => ({
      id: event.id,
      title: event.subject,
      start: event.isAllDay ? event.start.slice(0, 10) : event.start,
      end: event.isAllDay ? event.end.slice(0, 10) : event.end,
      allDay: event.isAllDay,
      durationEditable: !event.isAllDay,
      classNames: [event.isApp ? "by-app" : "by-person", `show-${event.showAs}`],
      extendedProps: { kept: event },
    }));
  }

  #mark(element: HTMLElement, event: EventApi): void {
    element.dataset["testid"] = "event";
    element.dataset["eventId"] = event.id;
    if (event.start) element.title = event.allDay ? event.title : `${event.title}, ${this.#time(event.start)}`;
    const pressed = element.matches("tr") ? element.querySelector("a") : element;
    pressed?.setAttribute("role", "button");
    pressed?.setAttribute("aria-haspopup", "dialog");
  }

  #time(moment: Date): string {
    const { locale, zone } = this.#api.person;
    return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(moment);
  }

  #openDetails(event: EventApi): void {
    openEventDialog(keptOf(event), this.#api.person, {
      move: async (kept, start, end) => void (await this.#api.moveEvent(kept.id, start, end)),
      remove: async (kept) => {
        await this.#api.deleteEvent(kept.id);
        notice("The event was deleted.");
      },
      openChat: this.#openChat,
    });
  }

  async #dragged(event: EventApi, revert: () => void): Promise<void> {
    const { start, end } = event;
    const kept = keptOf(event);
    const length = Date.parse(kept.end) - Date.parse(kept.start);
    if (start === null || event.allDay !== kept.isAllDay) return revert();
    const from = event.allDay ? new Date(`${event.startStr.slice(0, 10)}T00:00:00Z`) : start;
    try {
      await this.#api.moveEvent(event.id, from, event.allDay || !end ? new Date(from.getTime() + length) : end);
    } catch (error) {
      revert();
      notice(error instanceof ApiError ? error.message : String(error), "problem");
    }
  }
}
