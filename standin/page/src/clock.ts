/** The local clock: real time and an offset that all windows share. */

import { readClock } from "./api";

/** Local time as this window knows it. */
export class LocalClock {
  #offsetMs = 0;

  now = (): Date => new Date(Date.now() + this.#offsetMs);

  /** Ask what the offset is now; true when time has jumped. */
  async read(): Promise<boolean> {
    const offsetMs = (await readClock()).offset_seconds * 1000;
    const hasJumped = Math.abs(offsetMs - this.#offsetMs) > 500;
    this.#offsetMs = offsetMs;
    return hasJumped;
  }
}

const FORMAT = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;

/** Shows date and time in the person's format and in the zone where they are, from now on. */
export function showClock(element: HTMLElement, clock: LocalClock, person: { locale: string; zone: string }): () => void {
  const show = () => {
    const now = clock.now();
    element.textContent = now.toLocaleString(person.locale, { ...FORMAT, timeZone: person.zone });
    element.title = `Local time in ${person.zone}`;
    element.setAttribute("datetime", now.toISOString());
  };
  show();
  setInterval(show, 1000);
  return show;
}
