/** Input.ChoiceSet with the dataset `graph.microsoft.com/users` becomes a people picker; all others stay Microsoft's. */

import { ChoiceSetInput, SerializationContext, type CardElement, CardObjectRegistry, GlobalRegistry } from "adaptivecards";

import type { FoundPerson } from "./api";
import { PeoplePicker } from "./peoplePicker";

const PEOPLE_DATASET = "graph.microsoft.com/users";
const INVALID_CLASS = "ac-input-validation-failed";

export interface Directory {
  search: (query: string) => Promise<FoundPerson[]>;
  nameOf: (id: string) => string;
}

/** A parsing context that knows the people picker. */
export function contextWithPeople(directory: Directory): SerializationContext {
  class PeopleChoice extends PeopleChoiceInput {
    protected override readonly directory = directory;
  }
  const elements = new CardObjectRegistry<CardElement>();
  GlobalRegistry.populateWithDefaultElements(elements);
  elements.register("Input.ChoiceSet", PeopleChoice);
  const context = new SerializationContext();
  context.setElementRegistry(elements);
  return context;
}

abstract class PeopleChoiceInput extends ChoiceSetInput {
  protected abstract readonly directory: Directory;
  #picker: PeoplePicker | undefined;

  get #isPeoplePicker(): boolean {
    return this.choicesData?.dataset === PEOPLE_DATASET;
  }

  override isDynamicTypeahead(): boolean {
    return !this.#isPeoplePicker && super.isDynamicTypeahead();
  }

  protected override internalRender(): HTMLElement | undefined {
    if (!this.#isPeoplePicker) return super.internalRender();
    this.#picker = new PeoplePicker({
      isMultiSelect: this.isMultiSelect,
      placeholder: this.placeholder ?? "Search for people",
      search: this.directory.search,
      nameOf: this.directory.nameOf,
      initial: (this.defaultValue ?? "").split(",").map((id) => id.trim()).filter((id) => id !== ""),
      changed: () => this.valueChanged(),
    });
    if (this.isRequired) this.#picker.input.setAttribute("aria-required", "true");
    return this.#picker.element;
  }

  /** The label belongs to the search box, not to what stands around it. */
  protected override updateInputControlAriaLabelledBy(): void {
    if (!this.#picker) return super.updateInputControlAriaLabelledBy();
    const { element, input } = this.#picker;
    if (element.id) {
      input.id = element.id;
      element.removeAttribute("id");
    }
    input.setAttribute("aria-labelledby", this.getAllLabelIds().join(" "));
    input.setAttribute("aria-invalid", String(element.classList.contains(INVALID_CLASS)));
  }

  override focus(): void {
    if (this.#picker) this.#picker.input.focus();
    else super.focus();
  }

  override isValid(): boolean {
    return this.#picker ? true : super.isValid();
  }

  override get value(): string | undefined {
    if (!this.#picker) return super.value;
    return this.#picker.chosen.length === 0 ? undefined : this.#picker.chosen.join(",");
  }
}
