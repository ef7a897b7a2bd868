import { beforeEach, describe, expect, it, vi } from "vitest";

import type { FoundPerson } from "../src/api";
import { PeoplePicker } from "../src/peoplePicker";

const people: FoundPerson[] = [
  { title: "Ben Okafor", value: "ben-id", mail: "ben@meadow.example" },
  { title: "Chloé Martin", value: "chloe-id", mail: "chloe@meadow.example" },
];
const search = vi.fn((query: string) => Promise.resolve(people.filter((person) => person.mail.startsWith(query))));

function picker(initial: string[] = [], isMultiSelect = true): PeoplePicker {
  const made = new PeoplePicker({
    isMultiSelect,
    placeholder: "Search",
    search,
    nameOf: (id) => people.find((person) => person.value === id)?.title ?? "Unknown person",
    initial,
    changed: () => undefined,
  });
  document.body.replaceChildren(made.element);
  return made;
}

async function type(made: PeoplePicker, words: string): Promise<void> {
  made.input.value = words;
  made.input.dispatchEvent(new Event("input"));
  await vi.advanceTimersByTimeAsync(200);
}

const press = (made: PeoplePicker, key: string) => made.input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
const chips = () => [...document.querySelectorAll(".chip")].map((chip) => chip.textContent);
const options = () => [...document.querySelectorAll(".picker-option .picker-name")].map((option) => option.textContent);

describe("somebody who picks people", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    search.mockClear();
  });

  it("finds them by typing, and chooses with Enter", async () => {
    const made = picker();
    await type(made, "ben");
    expect(options()).toEqual(["Ben Okafor"]);
    press(made, "Enter");
    expect(made.chosen).toEqual(["ben-id"]);
    expect(chips()).toEqual(["Ben Okafor"]);
    expect(made.input.value).toBe("");
  });

  it("sees who was chosen before by name", () => {
    expect(picker(["chloe-id", "ben-id"]).chosen).toEqual(["chloe-id", "ben-id"]);
    expect(chips()).toEqual(["Chloé Martin", "Ben Okafor"]);
  });

  it("walks through the list with the arrow keys", async () => {
    const made = picker();
    press(made, "ArrowDown");
    await vi.advanceTimersByTimeAsync(0);
    press(made, "ArrowDown");
    expect(document.getElementById(made.input.getAttribute("aria-activedescendant") ?? "")?.textContent).toContain("Chloé");
    press(made, "Enter");
    expect(made.chosen).toEqual(["chloe-id"]);
  });

  it("is not offered the same person twice", async () => {
    await type(picker(["ben-id"]), "ben");
    expect(options()).toEqual([]);
  });

  it("closes the list with Escape and keeps what is typed", async () => {
    const made = picker();
    await type(made, "ben");
    press(made, "Escape");
    expect(made.input.getAttribute("aria-expanded")).toBe("false");
    expect(made.input.value).toBe("ben");
  });

  it("removes the last one with Backspace, and any one with its button", () => {
    const made = picker(["ben-id", "chloe-id"]);
    press(made, "Backspace");
    expect(chips()).toEqual(["Ben Okafor"]);
    document.querySelector<HTMLButtonElement>('[aria-label="Remove Ben Okafor"]')?.click();
    expect(made.chosen).toEqual([]);
  });

  it("replaces the one when only one may be chosen", async () => {
    const made = picker(["ben-id"], false);
    await type(made, "chloe");
    press(made, "Enter");
    expect(made.chosen).toEqual(["chloe-id"]);
  });

  it("is told when people cannot be searched", async () => {
    search.mockRejectedValueOnce(new Error("down"));
    const made = picker();
    await type(made, "ben");
    expect(document.querySelector(".picker-nobody")?.textContent).toBe("People cannot be searched right now.");
  });
});
