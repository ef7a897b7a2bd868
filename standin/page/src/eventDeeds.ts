/** What a person does with an event, and the sentence that says so where it is not seen at once. */

import type { Person } from "./api";
import type { Answer, CalendarApi, CalendarEvent, Every, NewEvent, Stretch } from "./calendarApi";
import { whenOf } from "./eventWords";
import { notice, offer } from "./notices";

/** What somebody changed; what is left out stays. */
export interface Change extends Partial<Stretch> {
  subject?: string;
  showAs?: string;
}

const ANSWERED: Record<Answer, string> = { accepted: "You accepted.", tentative: "You answered: tentative.", declined: "You declined. It is among your deleted events now." };

/** Each does it, or fails with a sentence. */
export class EventDeeds {
  readonly #offers = new Map<string, () => void>();

  constructor(
    readonly api: CalendarApi,
    readonly person: Person,
  ) {}

  create = (event: NewEvent): Promise<unknown> => this.api.create(event);

  /** Only what differs is sent. */
  change = async (event: CalendarEvent, { subject, showAs, start, end }: Change): Promise<void> => {
    if (subject !== undefined && subject !== event.subject) await this.api.rename(event.id, subject);
    if (showAs !== undefined && showAs !== event.showAs) await this.api.showAs(event.id, showAs);
    if (start && end && (start.getTime() !== Date.parse(event.start) || end.getTime() !== Date.parse(event.end))) await this.api.move(event.id, { start, end });
  };

  write = (event: CalendarEvent, html: string): Promise<unknown> => this.api.write(event.id, html);

  copy = async (event: CalendarEvent, start: Date): Promise<void> => {
    await this.api.copy(event.id, start);
    const end = new Date(start.getTime() + Date.parse(event.end) - Date.parse(event.start));
    notice(`Copied to ${whenOf({ start: start.toISOString(), end: end.toISOString(), isAllDay: event.isAllDay }, this.person)}.`);
  };

  repeat = (event: CalendarEvent, every: Every, times: number): Promise<unknown> => this.api.repeat(event.id, every, times);

  /** Only a whole series can go elsewhere. */
  putInto = async (event: CalendarEvent, name: string): Promise<void> => {
    await this.api.putInto(event.seriesId ?? event.id, name);
    notice(name ? `It stands in your calendar “${name}” now.` : "It stands in your main calendar again.");
  };

  respond = async (event: CalendarEvent, answer: Answer, proposes?: Stretch): Promise<void> => {
    await this.api.respond(event.id, answer, proposes);
    notice(proposes ? `${ANSWERED[answer]} Your proposal was sent.` : ANSWERED[answer]);
  };

  /** One time of a series is left out for good, in Outlook too. */
  leaveOut = async (id: string): Promise<void> => {
    await this.api.remove(id);
    notice("This one was deleted.");
  };

  remove = async (id: string): Promise<void> => {
    await this.api.remove(id);
    const undo = () => void this.restore(id).catch((error: unknown) => notice(error instanceof Error ? error.message : String(error), "problem"));
    this.#offers.set(id, offer("Deleted.", "Undo", "undo", undo));
  };

  restore = async (id: string): Promise<void> => {
    await this.api.restore(id);
    this.#offers.get(id)?.();
    this.#offers.delete(id);
    notice("It stands in your calendar again.");
  };
}
