/** One person's week, in their own zone; events can be dragged, resized, opened, moved and deleted. */

import { Calendar as FullCalendar, type CalendarOptions, type EventApi, type EventContentArg, type EventInput } from "@fullcalendar/core";
import interactionPlugin from "@fullcalendar/interaction";
import luxonPlugin from "@fullcalendar/luxon3";
import timeGridPlugin from "@fullcalendar/timegrid";

import { ApiError, type CalendarEvent, type WindowApi } from "./api";
import type { LocalClock } from "./clock";
import { el, icon } from "./dom";
import { openEventDialog } from "./eventDialog";
import { notice } from "./notices";

const HOUR_MS = 3_600_000;
const PHONE = "(max-width: 860px)";

/** How the week looks: all day long, opened at eight, with the working hours in front. */
const LOOK: CalendarOptions = {
  views: { threeDays: { type: "timeGrid", duration: { days: 3 } } },
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
  dayHeaderFormat: { weekday: "short", day: "numeric" },
  allDayText: "all day",
  displayEventEnd: false,
  slotEventOverlap: false,
  editable: true,
  eventInteractive: true,
  eventMinHeight: 22,
  longPressDelay: 300,
};

/** The calendar side of the window. */
export class WeekCalendar {
  readonly element: HTMLElement;
  readonly #api: WindowApi;
  readonly #clock: LocalClock;
  readonly #openChat: () => void;
  readonly #grid = el("div", { className: "calendar-grid" });
  readonly #title = el("h2", { className: "calendar-title", "aria-live": "polite" });
  readonly #calendar: FullCalendar;
  readonly #phone = matchMedia(PHONE);

  constructor(api: WindowApi, clock: LocalClock, openChat: () => void) {
    this.#api = api;
    this.#clock = clock;
    this.#openChat = openChat;
    this.element = el("div", { className: "calendar", "data-testid": "calendar" }, this.#toolbar(), this.#grid);
    this.#calendar = new FullCalendar(this.#grid, this.#options());
    this.#phone.addEventListener("change", () => this.#calendar.changeView(this.#view));
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

  get #view(): string {
    return this.#phone.matches ? "threeDays" : "timeGridWeek";
  }

  #toolbar(): HTMLElement {
    const go = (label: string, name: "left" | "right", act: () => void) =>
      el("button", { type: "button", className: "icon-button", "aria-label": label, title: label, onclick: act }, icon(name));
    return el(
      "div",
      { className: "calendar-toolbar" },
      el("button", { type: "button", className: "button", onclick: () => this.#calendar.gotoDate(this.#clock.now()) }, "Today"),
      go("Previous week", "left", () => this.#calendar.prev()),
      go("Next week", "right", () => this.#calendar.next()),
      this.#title,
    );
  }

  #options(): CalendarOptions {
    const { locale, zone } = this.#api.person;
    return {
      ...LOOK,
      plugins: [timeGridPlugin, interactionPlugin, luxonPlugin],
      initialView: this.#view,
      initialDate: this.#clock.now(),
      now: () => this.#clock.now().toISOString(),
      timeZone: zone,
      locale,
      events: (range, done, failed) => void this.#load(range.start, range.end).then(done, failed),
      eventSourceFailure: (error) => notice(error.message, "problem"),
      datesSet: ({ view }) => (this.#title.textContent = view.title),
      eventContent: (shown) => ({ domNodes: [content(shown)] }),
      eventDidMount: ({ el: element, event }) => this.#mark(element, event),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        this.#openDetails(event);
      },
      eventDrop: ({ event, revert }) => void this.#dragged(event, revert),
      eventResize: ({ event, revert }) => void this.#dragged(event, revert),
    };
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
    element.setAttribute("role", "button");
    element.setAttribute("aria-haspopup", "dialog");
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

function keptOf(event: EventApi): CalendarEvent {
  return event.extendedProps["kept"] as CalendarEvent;
}

function content({ event, timeText }: EventContentArg): HTMLElement {
  const { isApp, isPrivate, start, end } = keptOf(event);
  const isBrief = Date.parse(end) - Date.parse(start) <= HOUR_MS;
  const hidden = (text: string) => el("span", { className: "visually-hidden" }, text);
  return el(
    "div",
    { className: isBrief ? "event brief" : "event" },
    el("div", { className: "event-title" }, isApp ? icon("cycle") : null, isPrivate ? icon("lock") : null, event.title || "(no subject)", isPrivate ? hidden(", private") : null),
    event.allDay ? null : el("div", { className: "event-time" }, timeText),
    isApp ? el("div", { className: "event-by" }, "Learning Cycles") : null,
  );
}
