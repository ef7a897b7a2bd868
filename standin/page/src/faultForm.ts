/** The form that switches on a fault: where, what, which calls, how often, for whom. */

import { el } from "./dom";
import { HOW_OFTEN, mishapsAt, PLACES, secondsAsked, secondsOf, type Words } from "./faultWords";
import type { NewFault } from "./faultsApi";

const METHODS: Words = new Map([
  ["", "All"],
  ["GET", "GET (reads)"],
  ["POST", "POST (makes)"],
  ["PATCH", "PATCH (changes)"],
  ["PUT", "PUT (replaces)"],
  ["DELETE", "DELETE (deletes)"],
]);

/** The fields, and what they say together. */
export class FaultForm {
  readonly element: HTMLFormElement;
  readonly #where = choose("fault-where", PLACES);
  readonly #what = choose("fault-what", new Map());
  readonly #seconds = el("input", { type: "number", min: "0", max: "600", value: "5", required: true, "data-testid": "fault-seconds" });
  readonly #secondsLabel = el("span", {});
  readonly #secondsField = el("label", { className: "field" }, this.#secondsLabel, this.#seconds);
  readonly #method = choose("fault-method", METHODS);
  readonly #path = el("input", { type: "text", placeholder: "for example /events", "data-testid": "fault-path", autocomplete: "off" });
  readonly #calls: HTMLElement;
  readonly #times = choose("fault-times", HOW_OFTEN);
  readonly #who: HTMLSelectElement;

  constructor(person: { key: string; name: string }, switchOn: (fault: NewFault) => void) {
    this.#who = choose("fault-who", new Map([[person.key, person.name], ["", "Everybody"]]));
    this.#calls = el("div", { className: "fields" }, field("Which calls", this.#method), field("Part of the address", this.#path));
    this.element = el(
      "form",
      { className: "fault-form" },
      field("Where", this.#where),
      field("What goes wrong", this.#what),
      this.#secondsField,
      this.#calls,
      el("div", { className: "fields" }, field("How often", this.#times), field("For whom", this.#who)),
      el("button", { type: "submit", className: "button primary", "data-testid": "fault-add" }, "Switch on"),
    );
    this.#where.addEventListener("change", () => this.#offerMishaps());
    this.#what.addEventListener("change", () => this.#askSeconds());
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      switchOn(this.#fault());
    });
    this.#offerMishaps();
  }

  /** Put the caret into the first field. */
  focus(): void {
    this.#where.focus();
  }

  #offerMishaps(): void {
    this.#what.replaceChildren(...options(mishapsAt(this.#where.value)));
    this.#calls.hidden = this.#where.value === "notices";
    this.#askSeconds();
  }

  #askSeconds(): void {
    const question = secondsAsked(this.#what.value);
    this.#secondsLabel.textContent = question ?? "";
    this.#secondsField.hidden = question === undefined;
    this.#seconds.disabled = question === undefined;
  }

  #fault(): NewFault {
    const hasCalls = this.#where.value !== "notices";
    return {
      where: this.#where.value,
      what: this.#what.value,
      method: (hasCalls && this.#method.value) || null,
      path: (hasCalls && this.#path.value.trim()) || null,
      person: this.#who.value || null,
      ...secondsOf(this.#what.value, this.#seconds.valueAsNumber),
      times: this.#times.value === "" ? null : Number(this.#times.value),
    };
  }
}

function field(label: string, input: HTMLElement): HTMLElement {
  return el("label", { className: "field" }, el("span", {}, label), input);
}

function choose(testId: string, words: Words): HTMLSelectElement {
  return el("select", { "data-testid": testId }, ...options(words));
}

function options(words: Words): HTMLOptionElement[] {
  return [...words].map(([value, label]) => el("option", { value }, label));
}
