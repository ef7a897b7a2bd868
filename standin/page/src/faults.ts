/** The panel for developers: what goes wrong on request, what does right now, and what else can happen to this person. */

import type { Person } from "./api";
import { el, icon } from "./dom";
import { FaultForm } from "./faultForm";
import { addFault, readFaults, removeAllFaults, removeFault, type Fault } from "./faultsApi";
import { describe } from "./faultWords";
import { drawHappenings } from "./happenings";
import { notice } from "./notices";
import { drawSigningIn, type SigningIn } from "./signingIn";

const READ_AGAIN_MS = 2_000;

/** The panel and the button that opens it. */
export class FaultPanel {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly #title = el("h2", { id: "faults-title", tabIndex: -1 }, "Faults");
  readonly #count = el("span", { className: "badge", hidden: true });
  readonly #form: FaultForm;
  readonly #active = el("ul", { className: "fault-list", "data-testid": "fault-list", "aria-label": "Switched on" });
  readonly #removeAll: HTMLElement;
  readonly #signingIn: SigningIn;
  readonly #nameOf: (key: string) => string;
  #drawn = "";
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(person: Person, people: Person[]) {
    const names = new Map(people.map(({ key, name }) => [key, name]));
    this.#nameOf = (key) => names.get(key) ?? key;
    this.#form = new FaultForm(person, (fault) => this.#change(() => addFault(fault)));
    this.#signingIn = drawSigningIn(person);
    this.#removeAll = el("button", { type: "button", className: "button", "data-testid": "fault-remove-all", onclick: () => this.#change(removeAllFaults) }, "Take all away");
    this.button = el("button", { type: "button", className: "button bar-faults", "data-testid": "faults", "aria-expanded": false, "aria-controls": "faults-panel", onclick: () => this.#toggle() }, icon("fault"), el("span", {}, "Faults"), this.#count);
    this.element = el("aside", { id: "faults-panel", className: "faults", "data-testid": "faults-panel", "aria-labelledby": "faults-title", hidden: true }, this.#header(), ...this.#sections(person));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
    });
    this.#draw([]);
  }

  /** Read again what is switched on. */
  async refresh(): Promise<void> {
    this.#draw(await readFaults());
    await this.#signingIn.refresh();
  }

  #header(): HTMLElement {
    const close = el("button", { type: "button", className: "icon-button", "aria-label": "Close faults", "data-testid": "faults-close", onclick: () => this.#close() }, icon("close"));
    return el("header", { className: "faults-header" }, this.#title, close);
  }

  #sections(person: Person): HTMLElement[] {
    return [
      el("p", { className: "faults-hint" }, "For developers: let something go wrong between the app and Microsoft 365, and see what people notice."),
      el("section", {}, el("div", { className: "faults-heading" }, el("h3", {}, "Switched on"), this.#removeAll), this.#active),
      el("section", {}, el("h3", {}, "Switch on a fault"), this.#form.element),
      ...drawHappenings(person),
      ...this.#signingIn.sections,
    ];
  }

  #toggle(): void {
    if (!this.element.hidden) return this.#close();
    this.element.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#form.focus();
    this.element.scrollTop = 0;
    this.#change(() => Promise.resolve());
    this.#timer = setInterval(() => void this.refresh().catch(() => undefined), READ_AGAIN_MS);
  }

  #close(): void {
    clearInterval(this.#timer);
    this.element.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  #change(act: () => Promise<unknown>): void {
    act()
      .then(() => this.refresh())
      .catch((error: unknown) => notice(error instanceof Error ? error.message : String(error), "problem"));
  }

  #draw(faults: Fault[]): void {
    this.#count.hidden = faults.length === 0;
    this.#count.replaceChildren(String(faults.length), el("span", { className: "visually-hidden" }, " switched on"));
    const json = JSON.stringify(faults);
    if (json === this.#drawn) return;
    this.#drawn = json;
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    this.#removeAll.hidden = faults.length === 0;
    this.#active.replaceChildren(...(faults.length === 0 ? [el("li", { className: "fault-none" }, "Nothing. All goes well.")] : faults.map((fault) => this.#entry(fault))));
    if (focused && !(focused as HTMLElement).checkVisibility()) this.#refocus((focused as HTMLElement).dataset["faultId"] ?? "");
  }

  /** The button that had the focus is drawn anew, or gone. */
  #refocus(faultId: string): void {
    const again = [...this.#active.querySelectorAll("button")].find((button) => button.dataset["faultId"] === faultId);
    (again ?? this.#title).focus();
  }

  #entry(fault: Fault): HTMLElement {
    const [what, details] = describe(fault, this.#nameOf);
    const remove = el("button", { type: "button", className: "button", "aria-label": `Take away: ${what}`, "data-testid": "fault-remove", "data-fault-id": fault.id, onclick: () => this.#change(() => removeFault(fault.id)) }, "Take away");
    return el("li", { className: "fault", "data-testid": "fault", "data-fault-id": fault.id }, el("div", {}, el("strong", {}, what), el("small", {}, details)), remove);
  }
}
