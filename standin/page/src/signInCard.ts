/** A sign-in card: tried silently first, and shown with its button only when that does not go well. */

import type { SignIn, WindowApi } from "./api";
import { el } from "./dom";
import { renderMarkdown } from "./markdown";
import { openSignIn } from "./signInWindow";

type Calls = Pick<WindowApi, "signInSilently" | "verifyState">;

/** What stands around the card; `changed` hears when it appears or goes. */
export interface SignInSurroundings {
  messageId: string;
  api: Calls;
  notice: (text: string) => void;
  changed: () => void;
}

/** One card of one message. */
export class SignInCard {
  readonly element: HTMLElement;
  readonly #around: SignInSurroundings;
  readonly #text = el("div", { className: "sign-in-text" });
  readonly #button = el("button", { type: "button", className: "button primary", "data-testid": "sign-in" });
  #tried = "";
  #link = "";
  #isShown = false;

  constructor(around: SignInSurroundings) {
    this.#around = around;
    this.#button.addEventListener("click", () => void this.#open());
    this.element = el("div", { className: "sign-in", "data-testid": "sign-in-card" }, this.#text, this.#button);
  }

  /** Whether there is anything to see: not while Teams tries silently, nor after that went well. */
  get isShown(): boolean {
    return this.#isShown;
  }

  /** Take in the card as the app sent it. */
  update(signIn: SignIn): void {
    this.#link = signIn.link;
    this.#text.innerHTML = renderMarkdown(signIn.text); // Markdown only: HTML in it stays text
    this.#button.textContent = signIn.title;
    if (signIn.isDone) this.#show(false);
    else if (signIn.exchangeId === null) this.#show(true);
    else if (signIn.exchangeId !== this.#tried) void this.#trySilently(signIn.exchangeId);
  }

  async #trySilently(exchangeId: string): Promise<void> {
    this.#tried = exchangeId;
    this.#show(false);
    try {
      const { name, status } = await this.#around.api.signInSilently(this.#around.messageId);
      this.#show(name !== "signin/tokenExchange" || status < 200 || status >= 300);
    } catch {
      this.#show(true);
    }
  }

  async #open(): Promise<void> {
    const state = openSignIn(this.#link);
    if (state === null) return this.#around.notice("The browser did not open the sign-in window.");
    try {
      await this.#around.api.verifyState(await state);
    } catch (error) {
      this.#around.notice(error instanceof Error ? error.message : String(error));
    }
  }

  #show(isShown: boolean): void {
    this.#isShown = isShown;
    this.#around.changed();
  }
}
