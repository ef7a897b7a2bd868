/** The chat with the app: what was said, with its cards, and a box to say something. */

import type { Message, WindowApi } from "./api";
import { CardView } from "./cards";
import { Compose } from "./compose";
import { el, icon } from "./dom";
import { renderMarkdown } from "./markdown";
import { announce, notice } from "./notices";
import type { Directory } from "./peopleChoice";
import { ChatScroll } from "./scrolling";
import { SignInCard } from "./signInCard";

const APP_NAME = "Learning Cycles";

interface Shown {
  element: HTMLElement;
  text: HTMLElement;
  edited: HTMLElement;
  card: CardView | undefined;
  signIn: SignInCard | undefined;
}

/** One person's chat with the app. */
export class Chat {
  readonly element: HTMLElement;
  readonly #api: WindowApi;
  readonly #directory: Directory;
  readonly #open: (address: string) => void;
  readonly #list = el("div", { className: "messages-list" });
  readonly #scroll = new ChatScroll(this.#list);
  readonly #empty = el("p", { className: "messages-empty" }, "Nothing here yet. Say something to the app.");
  readonly #compose: Compose;
  readonly #shown = new Map<string, Shown>();
  #isFirst = true;

  /** `absence` stands in place of the box to type when the app is not there. */
  constructor(api: WindowApi, directory: Directory, open: (address: string) => void, absence: HTMLElement) {
    this.#api = api;
    this.#directory = directory;
    this.#open = open;
    this.#compose = new Compose(APP_NAME, (text) => this.#say(text));
    this.element = el("div", { className: "chat", "data-testid": "chat" }, this.#scroll.element, this.#compose.element, absence);
  }

  /** Put the caret where one types. */
  focus(): void {
    this.#compose.focus();
  }

  /** Whether there is an app to talk to. */
  allowTalk(isAllowed: boolean): void {
    this.#compose.element.hidden = !isAllowed;
    this.#empty.hidden = !isAllowed;
  }

  /** Read the chat again and draw what changed. */
  async refresh(): Promise<void> {
    const { messages } = await this.#api.chat();
    const present = new Set(messages.map((message) => message.id));
    for (const [id, shown] of this.#shown) {
      if (present.has(id)) continue;
      shown.element.remove();
      this.#shown.delete(id);
    }
    const fresh = this.#isFirst ? undefined : messages.find((message) => message.from === "app" && !this.#shown.has(message.id));
    for (const message of messages) this.#draw(message);
    this.#drawDays();
    this.#empty.remove();
    if (messages.length === 0) this.#list.append(this.#empty);
    this.#isFirst = false;
    const met = fresh && this.#shown.get(fresh.id);
    if (met) this.#scroll.meet(met.element);
    this.#scroll.settle();
  }

  #draw(message: Message): void {
    const known = this.#shown.get(message.id);
    const shown = known ?? this.#add(message);
    if (message.from === "person") shown.text.textContent = message.text;
    else shown.text.innerHTML = renderMarkdown(message.text); // Markdown only: HTML in it stays text
    shown.text.hidden = message.text.trim() === "";
    shown.edited.hidden = message.updatedAt === null;
    this.#drawCard(shown, message);
    this.#drawSignIn(shown, message);
    if (!known && !this.#isFirst && message.from === "app" && !shown.element.hidden) announce(`${APP_NAME}: ${summary(shown.element)}`);
  }

  #add(message: Message): Shown {
    const text = el("div", { className: "message-text" });
    const edited = el("span", { className: "message-edited", hidden: true }, "Edited");
    const name = message.from === "app" ? APP_NAME : "You";
    const time = el("time", { dateTime: message.at }, this.#time(message.at));
    const header = el("header", { className: "message-header" }, el("span", { className: "message-from" }, name), time, edited);
    const bubble = el("div", { className: "bubble" }, header, text);
    const element = el(
      "article",
      { className: `message from-${message.from}`, "data-testid": "message", "data-message-id": message.id, "data-from": message.from, "data-at": message.at, "aria-label": `${name}, ${time.textContent ?? ""}` },
      message.from === "app" ? el("span", { className: "avatar app-avatar", "aria-hidden": "true" }, icon("cycle")) : null,
      bubble,
    );
    const shown: Shown = { element, text, edited, card: undefined, signIn: undefined };
    this.#shown.set(message.id, shown);
    this.#list.append(element);
    return shown;
  }

  #drawCard(shown: Shown, message: Message): void {
    if (message.card === null) {
      shown.card?.element.remove();
      shown.card = undefined;
      return;
    }
    if (!shown.card) {
      shown.card = new CardView({
        messageId: message.id,
        directory: this.#directory,
        press: (press) => this.#api.press(press),
        open: this.#open,
        notice: (text) => notice(text, "problem"),
      });
      shown.text.after(shown.card.element);
    }
    shown.card.update(message.card);
  }

  /** A message that is a sign-in alone is not seen while Teams signs in silently, nor after that. */
  #drawSignIn(shown: Shown, message: Message): void {
    if (message.signIn === null) {
      shown.signIn?.element.remove();
      shown.signIn = undefined;
      shown.element.hidden = false;
      return;
    }
    if (!shown.signIn) {
      const changed = () => {
        const isShown = shown.signIn?.isShown ?? false;
        if (shown.signIn) shown.signIn.element.hidden = !isShown;
        shown.element.hidden = !isShown && shown.text.hidden && shown.card === undefined;
        if (isShown) this.#scroll.settle();
      };
      shown.signIn = new SignInCard({ messageId: message.id, api: this.#api, notice: (text) => notice(text, "problem"), changed });
      shown.text.after(shown.signIn.element);
    }
    shown.signIn.update(message.signIn);
  }

  #drawDays(): void {
    this.#list.querySelectorAll(".day").forEach((day) => day.remove());
    let last = "";
    for (const { element } of this.#shown.values()) {
      const day = this.#day(element.dataset["at"] ?? "");
      if (day !== last) element.before(el("h3", { className: "day" }, day));
      last = day;
    }
  }

  async #say(text: string): Promise<void> {
    this.#scroll.goToEnd();
    await this.#api.say(text);
  }

  #time(at: string): string {
    const { locale, zone } = this.#api.person;
    return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));
  }

  #day(at: string): string {
    const { locale, zone } = this.#api.person;
    return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone }).format(new Date(at));
  }
}

function summary(message: HTMLElement): string {
  const said = message.querySelector(".message-text:not([hidden]), .ac-textBlock");
  return said?.textContent?.trim().slice(0, 160) || "a card";
}
