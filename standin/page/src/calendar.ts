/** One person's calendar, in their own zone; events can be made, dragged, resized and opened. */

import { Calendar as FullCalendar, type CalendarOptions, type EventApi, type EventInput } from "@fullcalendar/core";
import dayGridPlugin from "@fullcalendar/daygrid";
import interactionPlugin from "@fullcalendar/interaction";
import listPlugin from "@fullcalendar/list";
import luxonPlugin from "@fullcalendar/luxon3";
import timeGridPlugin from "@fullcalendar/timegrid";
import { DateTime } from "luxon";

import { businessHours, LOOK } from "./calendarLook";
import { classesOf, eventContent, isOnlyChosen, keptOf, wordsOf } from "./calendarContent";
import { CalendarBar, firstView, likeView, viewsFor, type CalendarView } from "./calendarViews";
import type { LocalClock } from "./clock";
import { el } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { openEventDialog } from "./eventDialog";
import { phone } from "./layout";
import { openNewEvent, type Beginning } from "./newEvent";
import { lastOffer, notice } from "./notices";
import { localParts } from "./zones";

const DAY_MS = 86_400_000;
const FOCUS_COMES_BACK_WITHIN_MS = 3_000;

/** The calendar side of the window. */
export class PersonCalendar {
  readonly element: HTMLElement;
  readonly #deeds: EventDeeds;
  readonly #clock: LocalClock;
  readonly #openChat: () => void;
  readonly #grid = el("div", { className: "calendar-grid" });
  readonly #bar: CalendarBar;
  readonly #calendar: FullCalendar;
  readonly #phone = phone();
  #view: CalendarView;
  #mustFindToday = false;
  #leftFrom: string | undefined;
  #drawnFor: string;

  constructor(deeds: EventDeeds, clock: LocalClock, openChat: () => void) {
    this.#deeds = deeds;
    this.#clock = clock;
    this.#openChat = openChat;
    this.#view = firstView(this.#phone.matches);
    this.#bar = new CalendarBar({
      today: () => this.#calendar.gotoDate(this.#clock.now()),
      back: () => this.#calendar.prev(),
      forth: () => this.#calendar.next(),
      choose: (view) => this.#look(view),
      add: () => this.#add(this.#nextHour()),
    });
    this.#bar.show(this.#view, this.#phone.matches);
    this.element = el("div", { className: "calendar", "data-testid": "calendar" }, this.#bar.element, this.#grid);
    this.#calendar = new FullCalendar(this.#grid, this.#options());
    this.#drawnFor = this.#placeAndHours();
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

  /** The person may be in another zone, or work at other hours. */
  follow(): void {
    if (this.#placeAndHours() === this.#drawnFor) return;
    this.#drawnFor = this.#placeAndHours();
    this.#calendar.setOption("timeZone", this.#person.zone);
    this.#calendar.setOption("businessHours", businessHours(this.#person));
    this.refresh();
  }

  #placeAndHours = (): string => JSON.stringify([this.#person.zone, businessHours(this.#person)]);

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

  get #person() {
    return this.#deeds.person;
  }

  #options(): CalendarOptions {
    const { locale, zone } = this.#person;
    return {
      ...LOOK,
      plugins: [timeGridPlugin, dayGridPlugin, listPlugin, interactionPlugin, luxonPlugin],
      initialView: this.#view.name,
      initialDate: this.#clock.now(),
      now: () => this.#clock.now().toISOString(),
      timeZone: zone,
      locale,
      businessHours: businessHours(this.#person),
      events: (range, done, failed) => void this.#load(range.start, range.end).then(done, failed),
      eventsSet: () => this.#drawn(),
      eventSourceFailure: (error) => notice(error.message, "problem"),
      datesSet: ({ view }) => this.#turned(view.type, view.title),
      eventContent: (shown) => eventContent(shown, this.#person),
      moreLinkDidMount: ({ el: link }) => link.setAttribute("role", "button"),
      eventDidMount: ({ el: element, event }) => this.#mark(element, event),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        this.#openDetails(event);
      },
      dateClick: ({ date, dateStr, allDay }) => this.#add(allDay ? wholeDays(dateStr, 1) : this.#halfHour(date)),
      select: ({ start, end, startStr, endStr, allDay }) => this.#add(allDay ? wholeDays(startStr, (Date.parse(endStr) - Date.parse(startStr)) / DAY_MS) : { start, end, isAllDay: false }),
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

  #drawn(): void {
    if (this.#leftFrom !== undefined) requestAnimationFrame(() => this.#giveFocusBack());
    if (!this.#mustFindToday) return;
    this.#mustFindToday = false;
    this.#findToday();
  }

  /** A list of a month begins with today when today stands in it. */
  #findToday(): void {
    const { date } = localParts(this.#clock.now(), this.#person.zone);
    requestAnimationFrame(() => this.#grid.querySelector(`.fc-list-day[data-date="${date}"]`)?.scrollIntoView());
  }

  async #load(from: Date, to: Date): Promise<EventInput[]> {
    return (await this.#deeds.api.events(from, to)).map((event) => ({
      id: event.id,
      title: event.subject,
      start: event.isAllDay ? event.start.slice(0, 10) : event.start,
      end: event.isAllDay ? event.end.slice(0, 10) : event.end,
      allDay: event.isAllDay,
      durationEditable: !event.isAllDay,
      classNames: classesOf(event, this.#person),
      extendedProps: { kept: event },
    }));
  }

  #mark(element: HTMLElement, event: EventApi): void {
    if (isOnlyChosen(event)) return;
    element.dataset["testid"] = "event";
    element.dataset["eventId"] = event.id;
    const words = wordsOf(keptOf(event), this.#person);
    const time = event.allDay || !event.start ? "" : this.#time(event.start);
    element.title = [event.title, time, words].filter(Boolean).join(", ");
    if (element.matches("tr") && words) element.querySelector(".fc-list-event-title")?.append(el("small", { className: "list-words" }, words));
    const pressed = element.matches("tr") ? element.querySelector("a") : element;
    pressed?.setAttribute("role", "button");
    pressed?.setAttribute("aria-haspopup", "dialog");
  }

  #time(moment: Date): string {
    const { locale, zone } = this.#person;
    return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(moment);
  }

  #openDetails(event: EventApi): void {
    openEventDialog(keptOf(event), this.#deeds, this.#openChat, () => this.#left(event.id));
  }

  #add(beginning: Beginning): void {
    openNewEvent(beginning, this.#deeds, () => this.#left(""));
  }

  /** The half hour by the wall clock in which this moment lies. */
  #halfHour(moment: Date): Beginning {
    const local = DateTime.fromJSDate(moment, { zone: this.#person.zone });
    const start = local.startOf("hour").plus({ minutes: local.minute < 30 ? 0 : 30 });
    return { start: start.toJSDate(), end: start.plus({ minutes: 30 }).toJSDate(), isAllDay: false };
  }

  /** The next full hour when today is in sight, else nine o'clock on the first day in sight. */
  #nextHour(): Beginning {
    const { currentStart, currentEnd } = this.#calendar.view;
    const { zone } = this.#person;
    const now = this.#clock.now();
    const isNowInSight = currentStart <= now && now < currentEnd;
    const hour = isNowInSight ? DateTime.fromJSDate(now, { zone }).startOf("hour").plus({ hours: 1 }) : DateTime.fromJSDate(currentStart, { zone }).set({ hour: 9 });
    return { start: hour.toJSDate(), end: hour.plus({ minutes: 30 }).toJSDate(), isAllDay: false };
  }

  /** A dialog about this event was closed. What had the focus is drawn anew when something was done. */
  #left(id: string): void {
    this.#calendar.unselect();
    this.#leftFrom = id;
    setTimeout(() => (this.#leftFrom = undefined), FOCUS_COMES_BACK_WITHIN_MS);
    requestAnimationFrame(() => this.#giveFocusBack());
  }

  /** To the event, if it is there, else to the way back or the button for a new one; never away from where the person went since. */
  #giveFocusBack(): void {
    if (document.activeElement !== document.body || this.#leftFrom === undefined) return;
    const event = [...this.#grid.querySelectorAll<HTMLElement>("[data-event-id]")].find(({ dataset }) => dataset["eventId"] === this.#leftFrom);
    const pressed = event?.matches("tr") ? event.querySelector("a") : event;
    (pressed ?? lastOffer() ?? this.#bar.adder).focus({ preventScroll: true });
  }

  async #dragged(event: EventApi, revert: () => void): Promise<void> {
    const { start, end } = event;
    const kept = keptOf(event);
    const length = Date.parse(kept.end) - Date.parse(kept.start);
    if (start === null || event.allDay !== kept.isAllDay) return revert();
    const from = event.allDay ? new Date(`${event.startStr.slice(0, 10)}T00:00:00Z`) : start;
    try {
      await this.#deeds.api.move(event.id, { start: from, end: event.allDay || !end ? new Date(from.getTime() + length) : end });
    } catch (error) {
      revert();
      notice(error instanceof Error ? error.message : String(error), "problem");
    }
  }
}

/** Whole days from this date (`2026-03-30`) on. */
function wholeDays(date: string, days: number): Beginning {
  const start = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return { start, end: new Date(start.getTime() + days * DAY_MS), isAllDay: true };
}
