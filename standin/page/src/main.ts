import "./style.css";
import "./card.css";
import "./calendar.css";
import "./dialog.css";
import "./mail.css";
import "./faults.css";

import { readPeople, WindowApi, type Person, type Standing } from "./api";
import { drawAppControls, isAbsent } from "./appMenu";
import { PersonCalendar } from "./calendar";
import { CalendarApi } from "./calendarApi";
import { prepareCards } from "./cards";
import { Chat } from "./chat";
import { drawChooser } from "./chooser";
import { LocalClock, showClock } from "./clock";
import { el } from "./dom";
import { EventDeeds } from "./eventDeeds";
import { FaultPanel } from "./faults";
import { listen } from "./feed";
import { drawHeader } from "./header";
import { isChatLink } from "./links";
import { Mailbox } from "./mail";
import { notice, noticeRegions } from "./notices";
import { drawPersonMenu } from "./personMenu";
import { rememberWindow } from "./signInWindow";
import { drawSides } from "./tabs";

const CHAT_MARK = "#chat";

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
  const parts = draw(app, api, clock, people);
  const tick = showClock(parts.header.clock, clock, person);
  parts.calendar.show();
  leadFromMail(parts.openChat);
  rememberWindow(person.key);
  window.addEventListener("focus", () => rememberWindow(person.key));

  const read: Record<string, () => unknown> = {
    chat: oneAtATime(() => parts.chat.refresh()),
    calendar: () => parts.calendar.refresh(),
    mailbox: oneAtATime(() => parts.mail.refresh()),
    people: oneAtATime(async () => {
      parts.showPeople(await readPeople());
      tick();
    }),
    clock: oneAtATime(async () => {
      if (!(await clock.read())) return;
      tick();
      parts.calendar.goToNow();
    }),
  };
  const readFaults = oneAtATime(() => parts.faults.refresh());
  listen(api.feed, (topic) => {
    void read[topic]?.();
    void readFaults();
  });
}

function draw(app: HTMLElement, api: WindowApi, clock: LocalClock, people: Person[]) {
  const { person } = api;
  const openChat = () => {
    sides.show("chat");
    chat.focus();
  };
  const open = (address: string) => {
    if (isChatLink(address)) openChat();
    else if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener");
  };
  const names = new Map(people.map((other) => [other.objectId, other.name]));
  const stand = (standing: Standing) => {
    controls.show(standing);
    chat.allowTalk(!isAbsent(standing));
  };
  const controls = drawAppControls(api, stand, () => chat.focus());
  const chat = new Chat(api, { search: api.findPeople, nameOf: (id) => names.get(id) ?? "Unknown person" }, open, controls.absence);
  const deeds = new EventDeeds(new CalendarApi(person), person);
  const calendar = new PersonCalendar(deeds, clock, openChat);
  const mail = new Mailbox(api, chatAddress(), (unread) => sides.countUnread(unread));
  const sides = drawSides({ chat: chat.element, calendar: calendar.element, mail: mail.element }, controls.menu);
  const faults = new FaultPanel(person, people);
  const header = drawHeader(api, drawPersonMenu(deeds), faults.button);
  const showPeople = (everybody: Person[]) => {
    header.showPeople(everybody);
    Object.assign(person, everybody.find(({ key }) => key === person.key)); // all parts hold this person: zone and hours change for all
    stand(person);
    calendar.follow();
  };
  showPeople(people);
  app.replaceChildren(header.element, sides.element, faults.element, ...noticeRegions);
  return { header, chat, calendar, mail, faults, showPeople, openChat };
}

/** Where a link to the chat leads from within a mail: a frame that runs nothing can only turn this window to an address. */
const chatAddress = () => `${location.origin}${location.pathname}${location.search}${CHAT_MARK}`;

function leadFromMail(openChat: () => void): void {
  const follow = () => {
    if (location.hash !== CHAT_MARK) return;
    history.replaceState(null, "", location.pathname + location.search);
    setTimeout(openChat); // once the frame that led here has let go of the focus
  };
  window.addEventListener("hashchange", follow);
  follow();
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
