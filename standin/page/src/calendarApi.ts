/** The calls about one person's calendar: what stands in it, and what a person does there. */

import { call, type Body, type MailAddress, type Person, type WorkingHours } from "./api";

/** What somebody invited can say. */
export type Answer = "accepted" | "tentative" | "declined";

/** How often a series comes back. */
export type Every = "day" | "week";

/** Somebody invited; `response` in Graph's words, such as `tentativelyAccepted`. */
export interface Guest extends MailAddress {
  response: string;
  /** The time that they would rather have. */
  proposes: { start: string; end: string } | null;
}

export interface CalendarEvent {
  id: string;
  subject: string;
  start: string;
  end: string;
  zone: string;
  isApp: boolean;
  isPrivate: boolean;
  showAs: string;
  body: Body;
  isAllDay: boolean;
  /** The name of the calendar it stands in; empty for the one that everybody has. */
  calendar: string;
  isSeries: boolean;
  seriesId: string | null;
  isOrganizer: boolean;
  /** The name of whoever made it. */
  organizer: string;
  isCancelled: boolean;
  attendees: Guest[];
  /** What this person answered, in Graph's words. */
  response: string;
  joinUrl: string | null;
}

export interface NewEvent extends Stretch {
  subject: string;
  showAs: string;
  isAllDay: boolean;
}

export interface Stretch {
  start: Date;
  end: Date;
}

export interface DeletedEvent {
  id: string;
  subject: string;
  start: string;
}

export interface Settings {
  zone?: string;
  workingHours?: WorkingHours;
}

/** One person's calendar. */
export class CalendarApi {
  readonly #window: string;
  readonly #base: string;

  constructor(person: Person) {
    this.#window = `/window/${person.key}`;
    this.#base = `${this.#window}/calendar`;
  }

  events = (from: Date, to: Date): Promise<CalendarEvent[]> =>
    call("GET", `${this.#base}?${new URLSearchParams({ from: from.toISOString(), to: to.toISOString() })}`);
  deleted = (): Promise<DeletedEvent[]> => call("GET", `${this.#base}/deleted`);
  create = (event: NewEvent): Promise<{ id: string }> => call("POST", this.#base, { ...event, ...moments(event) });
  move = (id: string, to: Stretch): Promise<unknown> => this.#do(id, "move", moments(to));
  remove = (id: string): Promise<unknown> => call("DELETE", this.#of(id));
  restore = (id: string): Promise<unknown> => this.#do(id, "restore", {});
  rename = (id: string, subject: string): Promise<unknown> => this.#do(id, "rename", { subject });
  write = (id: string, content: string): Promise<unknown> => this.#do(id, "body", { content });
  showAs = (id: string, showAs: string): Promise<unknown> => this.#do(id, "show-as", { showAs });
  copy = (id: string, start: Date): Promise<{ id: string }> => this.#do(id, "copy", { start: start.toISOString() });
  repeat = (id: string, every: Every, times: number): Promise<unknown> => this.#do(id, "recurrence", { every, times });
  putInto = (id: string, name: string): Promise<unknown> => this.#do(id, "calendar", { name });
  respond = (id: string, answer: Answer, proposes?: Stretch): Promise<unknown> =>
    this.#do(id, "respond", { answer, ...(proposes && { proposes: moments(proposes) }) });
  settle = (settings: Settings): Promise<unknown> => call("POST", `${this.#window}/settings`, settings);

  #of = (id: string): string => `${this.#base}/${encodeURIComponent(id)}`;

  #do<Done>(id: string, what: string, body: object): Promise<Done> {
    return call("POST", `${this.#of(id)}/${what}`, body);
  }
}

const moments = ({ start, end }: Stretch) => ({ start: start.toISOString(), end: end.toISOString() });
