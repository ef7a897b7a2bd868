/** Where in the chat one reads: it stays at the end while one is there, and shows what is new from its beginning. */

import { el } from "./dom";

const NEAR_THE_END_PX = 96;

/** The part of the chat that scrolls, with a button for a new message out of sight. */
export class ChatScroll {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #more = el("button", { type: "button", className: "button primary messages-more", "data-testid": "more", hidden: true }, "New message");
  #isAtEnd = true;
  #fresh: HTMLElement | undefined;
  #heldAt: number | undefined;

  constructor(list: HTMLElement) {
    this.#list = list;
    this.#scroller = el("div", { className: "messages", tabIndex: 0, role: "log", "aria-live": "off", "aria-label": "Messages" }, list);
    this.element = el("div", { className: "messages-area" }, this.#scroller, this.#more);
    this.#more.addEventListener("click", () => this.#showFresh());
    this.#scroller.addEventListener("scroll", () => this.#noteWhere());
    const watch = new ResizeObserver(() => this.settle());
    watch.observe(list);
    watch.observe(this.#scroller);
  }

  /** Whoever says something wants to see what comes. */
  goToEnd(): void {
    this.#isAtEnd = true;
    this.#fresh = undefined;
    this.settle();
  }

  /** The first of the messages that have just come. */
  meet(message: HTMLElement): void {
    if (!this.#fresh?.isConnected) this.#fresh = message;
  }

  /** Bring into sight what should be; out of sight, wait until the chat is shown. */
  settle(): void {
    if (this.#scroller.clientHeight === 0) return;
    if (this.#isAtEnd && this.#fresh && this.#isTall(this.#fresh)) this.#showFresh();
    else if (this.#isAtEnd) this.#stayAtEnd();
    this.#more.hidden = this.#fresh === undefined;
  }

  #isTall(fresh: HTMLElement): boolean {
    return this.#list.getBoundingClientRect().bottom - fresh.getBoundingClientRect().top > this.#scroller.clientHeight;
  }

  #stayAtEnd(): void {
    this.#fresh = undefined;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #showFresh(): void {
    this.#isAtEnd = false;
    const hadFocus = document.activeElement === this.#more;
    this.#fresh?.scrollIntoView({ block: "start" });
    this.#heldAt = this.#scroller.scrollTop;
    this.#forgetFresh();
    if (hadFocus) this.#scroller.focus({ preventScroll: true });
  }

  #noteWhere(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    if (clientHeight === 0 || scrollTop === this.#heldAt) return;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
    if (this.#isAtEnd || this.#isInSight(this.#fresh)) this.#forgetFresh();
  }

  #isInSight(fresh: HTMLElement | undefined): boolean {
    if (fresh === undefined) return false;
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const begins = fresh.getBoundingClientRect().top;
    return begins >= top && begins < bottom - NEAR_THE_END_PX;
  }

  #forgetFresh(): void {
    this.#fresh = undefined;
    this.#more.hidden = true;
  }
}
