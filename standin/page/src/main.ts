import "./style.css";
import "./card.css";
import "./calendar.css";

import { readPeople, WindowApi, type Person } from "./api";
import { WeekCalendar } from "./calendar";
import { prepareCards } from "./cards";
import { Chat } from "./chat";
import { drawChooser } from "./chooser";
import { LocalClock, showClock } from "./clock";
import { el } from "./dom";
import { drawHeader } from "./header";
import { isChatLink } from "./links";
import { notice, noticeRegions } from "./notices";
import { drawSides } from "./tabs";

async function start(app: HTMLElement): Promise<void> {
  const people = await readPeople();
  const key = new URLSearchParams(location.search).get("as");
  const person = people.find((other) => other.key === key);
  if (person) await openWindow(app, person, people);
  else app.replaceChildren(drawChooser(people));
}

async function openWindow(app: HTMLElement, person: Person, people: Person[]): Promise<void> {
  prepareCards();
  document.title = `${person.name} – local Microsoft 365`;
  const api = new WindowApi(person);
  const clock = new LocalClock();
  await clock.read();

  const openChat = () => {
    sides.show("chat");
    chat.focus();
  };
  const open = (address: string) => {
    if (isChatLink(address)) openChat();
    else if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener");
  };
  const names = new Map(people.map((other) => [other.objectId, other.name]));
  const chat = new Chat(api, { search: api.findPeople, nameOf: (id) => names.get(id) ?? "Unknown person" }, open);
  const calendar = new WeekCalendar(api, clock, openChat);
  const sides = drawSides(chat.element, calendar.element);
  const header = drawHeader(api, people);
  app.replaceChildren(header.element, sides.element, ...noticeRegions);
  const tick = showClock(header.clock, clock, person.locale, person.zone);
  calendar.show();

  const readClock = async () => {
    if (!(await clock.read())) return;
    tick();
    calendar.goToNow();
  };
  const read: Record<string, () => unknown> = {
    chat: oneAtATime(() => chat.refresh()),
    calendar: () => calendar.refresh(),
    clock: oneAtATime(readClock),
  };
  api.listen((topic) => read[topic]?.());
}

/** Runs once more when it was asked for while it ran, so that answers never overtake each other. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let isRunning = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isWanted) {
        isWanted = false;
        await run();
      }
    } catch (error) {
      notice(error instanceof Error ? error.message : String(error), "problem");
    } finally {
      isRunning = false;
    }
  };
}

const app = document.getElementById("app");
if (app === null) throw new Error("The page has no place to draw in.");
start(app).catch((error: unknown) => {
  app.replaceChildren(el("p", { className: "fatal", role: "alert" }, error instanceof Error ? error.message : String(error)));
});
