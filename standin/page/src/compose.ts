/** The box in which one says something to the app. */

import { ApiError, UNREACHABLE } from "./api";
import { el, icon } from "./dom";

/** Sends with Enter; what could not be sent is given back. */
export class Compose {
  readonly element: HTMLFormElement;
  readonly #send: (text: string) => Promise<unknown>;
  readonly #problem = el("p", { className: "compose-problem", role: "alert", "data-testid": "compose-problem", hidden: true });
  readonly #input: HTMLTextAreaElement;

  constructor(appName: string, send: (text: string) => Promise<unknown>) {
    this.#send = send;
    this.#input = el("textarea", {
      className: "compose-input",
      "data-testid": "compose",
      rows: 1,
      placeholder: "What can I say? Try “help”",
      "aria-label": `Message to ${appName}`,
    });
    const button = el("button", { type: "submit", className: "compose-send", "data-testid": "send", "aria-label": "Send", title: "Send" }, icon("send"));
    this.element = el("form", { className: "compose" }, this.#problem, el("div", { className: "compose-box" }, this.#input, button));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#say();
    });
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
  }

  /** Put the caret where one types. */
  focus(): void {
    this.#input.focus();
  }

  async #say(): Promise<void> {
    const text = this.#input.value.trim();
    if (text === "") return;
    this.#input.value = "";
    this.#problem.hidden = true;
    try {
      await this.#send(text);
    } catch (error) {
      this.#problem.textContent = error instanceof ApiError ? error.message : UNREACHABLE;
      this.#problem.hidden = false;
      if (this.#input.value === "") this.#input.value = text;
    }
  }
}
