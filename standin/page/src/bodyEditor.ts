/** The text of an event, to be written on. What the person leaves alone keeps its marks, as in Outlook. */

import type { Body } from "./api";
import { el } from "./dom";
import { harmless } from "./safeHtml";

const LOOK = `
  [contenteditable] { min-height: 96px; max-height: 30vh; overflow-y: auto; padding: 8px 10px; outline-offset: -2px; overflow-wrap: anywhere; }
  [contenteditable]:focus-visible { outline: 2px solid var(--accent); border-radius: 4px; }
  [contenteditable] > :first-child { margin-top: 0 }
  a { color: var(--accent-text) }
`;

/** The editor, and what it holds as HTML. */
export class BodyEditor {
  readonly element = el("div", { className: "body-editor" });
  readonly #text = el("div", { contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-label": "Text", "data-testid": "event-text", tabindex: "0" });

  constructor(body: Body) {
    const style = el("style", {}, LOOK);
    this.element.attachShadow({ mode: "open" }).append(style, this.#text); // ids in the text are the text's own
    this.#text.append(...[...harmless(body).body.childNodes].map((node) => document.importNode(node, true)));
  }

  get html(): string {
    return `<html><body>${this.#text.innerHTML}</body></html>`;
  }

  focus(): void {
    this.#text.focus();
  }
}
