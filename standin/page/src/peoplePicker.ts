/** A people picker: a search box with a list of up to 15 people, and the chosen ones as chips. No card in it. */

import type { FoundPerson } from "./api";
import { el, icon, uniqueId } from "./dom";

const MOST_SHOWN = 15;
const WAIT_BEFORE_SEARCH_MS = 150;

export interface PickerSettings {
  isMultiSelect: boolean;
  placeholder: string;
  search: (query: string) => Promise<FoundPerson[]>;
  /** A name for an id that was chosen before. */
  nameOf: (id: string) => string;
  initial: string[];
  changed: () => void;
}

/** The input and what is chosen in it. The label is given from outside by `input`'s id. */
export class PeoplePicker {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #settings: PickerSettings;
  readonly #chips = el("ul", { className: "picker-chips", "aria-label": "Chosen people" });
  readonly #list: HTMLUListElement;
  readonly #said = el("span", { className: "visually-hidden", role: "status" });
  #chosen: string[];
  #found: FoundPerson[] = [];
  #active = 0;
  #searches = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: PickerSettings) {
    this.#settings = settings;
    this.#chosen = [...settings.initial];
    this.#list = el("ul", { className: "picker-list", role: "listbox", id: uniqueId("people"), "aria-label": "People", hidden: true });
    this.input = el("input", {
      className: "picker-input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      placeholder: settings.placeholder,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    });
    const box = el("div", { className: "picker-box" }, this.#chips, this.input);
    this.element = el("div", { className: "picker", "data-testid": "people-picker" }, box, this.#list, this.#said);
    box.addEventListener("mousedown", (event) => this.#focusInput(event, box));
    this.input.addEventListener("input", () => this.#searchSoon());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("blur", () => this.#close());
    this.#drawChips();
  }

  /** The chosen ids, in the order in which they were chosen. */
  get chosen(): readonly string[] {
    return this.#chosen;
  }

  #focusInput(event: MouseEvent, box: HTMLElement): void {
    if (event.target !== box && event.target !== this.#chips) return;
    event.preventDefault();
    this.input.focus();
  }

  #searchSoon(): void {
    clearTimeout(this.#timer);
    if (this.input.value.trim() === "") this.#close();
    else this.#timer = setTimeout(() => void this.#search(), WAIT_BEFORE_SEARCH_MS);
  }

  async #search(): Promise<void> {
    const mine = ++this.#searches;
    try {
      const found = await this.#settings.search(this.input.value.trim());
      if (mine !== this.#searches) return;
      this.#found = found.filter((person) => !this.#chosen.includes(person.value)).slice(0, MOST_SHOWN);
      this.#active = 0;
      this.#open();
    } catch {
      if (mine === this.#searches) this.#openWith("People cannot be searched right now.");
    }
  }

  #open(): void {
    if (this.#found.length === 0) return this.#openWith("Nobody else found.");
    const options = this.#found.map((person, index) => this.#option(person, index));
    this.#list.replaceChildren(...options);
    this.#list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#activate(this.#active);
    this.#said.textContent = `${this.#found.length} found. ${this.#found[0]?.title ?? ""}`;
  }

  #openWith(sentence: string): void {
    this.#found = [];
    this.#list.replaceChildren(el("li", { className: "picker-nobody", role: "presentation" }, sentence));
    this.#list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.#said.textContent = sentence;
  }

  #option(person: FoundPerson, index: number): HTMLElement {
    const option = el(
      "li",
      { role: "option", id: `${this.#list.id}-${index}`, className: "picker-option" },
      el("span", { className: "picker-name" }, person.title),
      el("span", { className: "picker-mail" }, person.mail),
    );
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#choose(person);
    });
    option.addEventListener("mousemove", () => this.#activate(index));
    return option;
  }

  #activate(index: number): void {
    this.#active = (index + this.#found.length) % this.#found.length;
    [...this.#list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#active)));
    const option = this.#list.children[this.#active];
    if (!option) return;
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView?.({ block: "nearest" });
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#searches += 1;
    this.#found = [];
    this.#list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #pressed(event: KeyboardEvent): void {
    const isOpen = !this.#list.hidden;
    const active = this.#found[this.#active];
    if (event.key === "ArrowDown" && !isOpen) void this.#search();
    else if (event.key === "ArrowDown" && active) this.#activate(this.#active + 1);
    else if (event.key === "ArrowUp" && active) this.#activate(this.#active - 1);
    else if (event.key === "Enter" && active) this.#choose(active);
    else if (event.key === "Escape" && isOpen) this.#close();
    else if (event.key === "Backspace" && this.input.value === "") return this.#remove(this.#chosen.at(-1));
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(person: FoundPerson): void {
    this.#names.set(person.value, person.title);
    this.#chosen = this.#settings.isMultiSelect ? [...this.#chosen, person.value] : [person.value];
    this.input.value = "";
    this.#close();
    this.#changed(`${person.title} added`);
  }

  #remove(id: string | undefined): void {
    if (id === undefined) return;
    this.#chosen = this.#chosen.filter((other) => other !== id);
    this.#changed(`${this.#nameOf(id)} removed`);
    this.input.focus();
  }

  #changed(said: string): void {
    this.#drawChips();
    this.#said.textContent = said;
    this.#settings.changed();
  }

  readonly #names = new Map<string, string>();

  #nameOf(id: string): string {
    return this.#names.get(id) ?? this.#settings.nameOf(id);
  }

  #drawChips(): void {
    this.#chips.replaceChildren(
      ...this.#chosen.map((id) => {
        const name = this.#nameOf(id);
        const remove = el("button", { type: "button", className: "chip-remove", "aria-label": `Remove ${name}` }, icon("close"));
        remove.addEventListener("click", () => this.#remove(id));
        return el("li", { className: "chip", "data-value": id }, el("span", {}, name), remove);
      }),
    );
    this.#chips.hidden = this.#chosen.length === 0;
    this.input.placeholder = this.#chosen.length === 0 ? this.#settings.placeholder : "";
  }
}
