/** A dialog above the page: a title, what it holds, what went wrong, and its buttons. */

import { el, icon } from "./dom";

type Content = HTMLElement | null;

export interface SheetWords {
  testId: string;
  title: string;
  titleTestId?: string;
  closeLabel?: string;
}

/** One dialog. It opens at once, and is gone when it is closed; the browser gives the focus back. */
export class Sheet {
  readonly element: HTMLDialogElement;
  readonly #problem = el("p", { className: "dialog-problem", role: "alert", hidden: true });
  readonly #content = el("div", { className: "dialog-content" });
  readonly #buttons = el("div", { className: "dialog-actions" });
  #isBusy = false;

  constructor({ testId, title, titleTestId, closeLabel = "Close" }: SheetWords, closed: () => void = () => undefined) {
    const heading = el("h2", { id: `${testId}-title`, ...(titleTestId && { "data-testid": titleTestId }) }, title);
    const closer = el("button", { type: "button", className: "icon-button", "aria-label": closeLabel, onclick: this.close }, icon("close"));
    const header = el("div", { className: "dialog-header" }, heading, closer);
    this.element = el("dialog", { className: "dialog", "data-testid": testId, "aria-labelledby": heading.id }, header, this.#content, this.#problem, this.#buttons);
    this.element.addEventListener("close", () => {
      this.element.remove();
      closed();
    });
    this.element.addEventListener("pointerdown", (press) => {
      if (press.target === this.element && isOutside(press, this.element)) this.close();
    });
  }

  /** Put these into it and show it; `buttons` stand at its end. */
  open(content: Content[], buttons: Content[]): void {
    this.#content.append(...present(content));
    this.#buttons.append(...present(buttons));
    document.body.append(this.element);
    this.element.showModal();
  }

  close = (): void => this.element.close();

  /** Do this once, and close; when it fails, say why and stay. */
  attempt = (act: () => Promise<unknown>): void => {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#problem.hidden = true;
    act()
      .then(this.close, (error: unknown) => {
        this.#problem.textContent = error instanceof Error ? error.message : String(error);
        this.#problem.hidden = false;
        this.#problem.scrollIntoView?.({ block: "nearest" });
      })
      .finally(() => (this.#isBusy = false));
  };
}

const present = (content: Content[]): HTMLElement[] => content.filter((part) => part !== null);

function isOutside({ clientX, clientY }: MouseEvent, dialog: HTMLElement): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
