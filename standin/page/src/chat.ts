/** The chat with the app: what was said, with its cards, and a box to say something. */

import { UNREACHABLE, ApiError, type Message, type WindowApi } from "./api";
import { CardView } from "./cards";
import { el, icon } from "./dom";
import { renderMarkdown } from "./markdown";
import { announce, notice } from "./notices";
import type { Directory } from "./peopleChoice";

const APP_NAME = "Learning Cycles";
const NEAR_THE_END_PX = 96;

interface Shown {
  element: HTMLElement;
  text: HTMLElement;
  edited: HTMLElement;
  card: CardView | undefined;
}

/** One person's chat with the app. */
export class Chat {
  readonly element: HTMLElement;
  readonly #api: WindowApi;
  readonly #directory: Directory;
  readonly #open: (address: string) => void;
  readonly #list = el("div", { className: "messages-list" });
  readonly #scroller = el("div", { className: "messages", tabIndex: 0, role: "log", "aria-live": "off", "aria-label": "Messages" }, this.#list);
  readonly #empty = el("p", { className: "messages-empty" }, "Nothing here yet. Say something to the app.");
  readonly #problem = el("p", { className: "compose-problem", role: "alert", "data-testid": "compose-problem", hidden: true });
  readonly #compose: HTMLTextAreaElement;
  readonly #shown = new Map<string, Shown>();
  readonly #more = el("button", { type: "button", className: "button primary messages-more", "data-testid": "more", hidden: true }, "New message");
  #isAtEnd = true;
  #isFirst = true;
  #unseen: HTMLElement | undefined;

  constructor(api: WindowApi, directory: Directory, open: (address: string) => void) {
    this.#api = api;
    this.#directory = directory;
    this.#open = open;
    this.#compose = el("textarea", {
      className: "compose-input",
      "data-testid": "compose",
      rows: 1,
      placeholder: "What can I say? Try “help”",
      "aria-label": `Message to ${APP_NAME}`,
    });
    this.element = el("div", { className: "chat", "data-testid": "chat" }, this.#scroller, this.#more, this.#form());
    this.#more.addEventListener("click", () => this.#showUnseen());
    this.#scroller.addEventListener("scroll", () => this.#noteWhere());
    new ResizeObserver(() => this.#keepEnd()).observe(this.#list);
    new ResizeObserver(() => this.#keepEnd()).observe(this.#scroller);
  }

  /** Put the caret where one types. */
  focus(): void {
    this.#compose.focus();
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
    const fresh = this.#isFirst ? undefined : messages.find((message) => !this.#shown.has(message.id));
    for (const message of messages) this.#draw(message);
    this.#drawDays();
    this.#empty.remove();
    if (messages.length === 0) this.#list.append(this.#empty);
    this.#isFirst = false;
    if (fresh) this.#meet(fresh.id);
    this.#keepEnd();
  }

  /** A new message is shown from its beginning when the person is at the end, and offered when they read elsewhere. */
  #meet(id: string): void {
    const element = this.#shown.get(id)?.element;
    if (element === undefined) return;
    this.#unseen ??= element;
    if (this.#isAtEnd && element.offsetHeight > this.#scroller.clientHeight) this.#showUnseen();
    this.#more.hidden = this.#isAtEnd || this.#unseen === undefined;
  }

  #showUnseen(): void {
    this.#isAtEnd = false;
    this.#unseen?.scrollIntoView({ block: "start" });
    this.#unseen = undefined;
    this.#more.hidden = true;
  }

  #draw(message: Message): void {
    const known = this.#shown.get(message.id);
    const shown = known ?? this.#add(message);
    if (message.from === "person") shown.text.textContent = message.text;
    else shown.text.innerHTML = renderMarkdown(message.text); // Markdown only: HTML in it stays text
    shown.text.hidden = message.text.trim() === "";
    shown.edited.hidden = message.updatedAt === null;
    this.#drawCard(shown, message);
    if (!known && !this.#isFirst && message.from === "app") announce(`${APP_NAME}: ${summary(shown.element)}`);
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
    const shown: Shown = { element, text, edited, card: undefined };
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

  #drawDays(): void {
    this.#list.querySelectorAll(".day").forEach((day) => day.remove());
    let last = "";
    for (const { element } of this.#shown.values()) {
      const day = this.#day(element.dataset["at"] ?? "");
      if (day !== last) element.before(el("h3", { className: "day" }, day));
      last = day;
    }
  }

  #form(): HTMLElement {
    const send = el("button", { type: "submit", className: "compose-send", "data-testid": "send", "aria-label": "Send", title: "Send" }, icon("send"));
    const form = el("form", { className: "compose" }, this.#problem, el("div", { className: "compose-box" }, this.#compose, send));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#say();
    });
    this.#compose.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    return form;
  }

  async #say(): Promise<void> {
    const text = this.#compose.value.trim();
    if (text === "") return;
    this.#compose.value = "";
    this.#problem.hidden = true;
    this.#isAtEnd = true;
    try {
      await this.#api.say(text);
    } catch (error) {
      this.#problem.textContent = error instanceof ApiError ? error.message : UNREACHABLE;
      this.#problem.hidden = false;
      if (this.#compose.value === "") this.#compose.value = text;
    }
  }

  #noteWhere(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
    if (!this.#isAtEnd) return;
    this.#unseen = undefined;
    this.#more.hidden = true;
  }

  #keepEnd(): void {
    if (this.#isAtEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
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
