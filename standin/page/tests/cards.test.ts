import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Press, PressAnswer } from "../src/api";
import { CardView, prepareCards } from "../src/cards";

const BEN = "b2000000-0000-4000-8000-000000000002";
const DRAFT = {
  type: "AdaptiveCard",
  version: "1.5",
  body: [
    { type: "Input.Text", id: "goal", label: "Goal" },
    { type: "Input.ChoiceSet", id: "peers", label: "Peers", isMultiSelect: true, choices: [], "choices.data": { type: "Data.Query", dataset: "graph.microsoft.com/users" }, value: BEN },
  ],
  actions: [{ type: "Action.Execute", id: "save", title: "Save", verb: "save", data: { contract: "c1" } }],
};
const SAVED = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: "Saved" }] };

let answer: PressAnswer;
const press = vi.fn((_press: Press) => Promise.resolve(answer));

function shown(): CardView {
  const view = new CardView({
    messageId: "17",
    directory: { search: () => Promise.resolve([]), nameOf: () => "Ben Okafor" },
    press,
    open: vi.fn(),
    notice: vi.fn(),
  });
  document.body.replaceChildren(view.element);
  view.update(DRAFT);
  return view;
}

const goal = () => document.querySelector<HTMLInputElement>(".ac-textInput");
const typeGoal = (words: string) => {
  const input = goal();
  if (input) input.value = words;
};
const pressSave = async () => {
  document.querySelector<HTMLButtonElement>(".ac-pushButton")?.click();
  await vi.waitFor(() => expect(document.querySelector("[aria-busy]")).toBeNull());
};

describe("a card in the chat", () => {
  beforeEach(() => {
    prepareCards();
    press.mockClear();
  });

  it("sends what was typed and picked, as ids, with the button's data", async () => {
    answer = { status: 200, body: { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: SAVED } };
    shown();
    typeGoal("Sail");
    await pressSave();
    expect(press).toHaveBeenCalledWith({ messageId: "17", verb: "save", id: "save", title: "Save", data: { contract: "c1", goal: "Sail", peers: BEN } });
    expect(document.querySelector(".card")?.textContent).toContain("Saved");
  });

  it("keeps what was typed when the app cannot be reached", async () => {
    answer = { status: 0, body: null };
    shown();
    typeGoal("Sail");
    await pressSave();
    expect(document.querySelector('[role="alert"]')?.textContent).toBe("Unable to reach app. Please try again.");
    expect(goal()?.value).toBe("Sail");
  });

  it("is redrawn when the app changes it", () => {
    shown().update(SAVED);
    expect(document.querySelector(".card")?.textContent).toContain("Saved");
  });

  it("waits with a change while somebody types in it", () => {
    const view = shown();
    typeGoal("Sail");
    view.update(SAVED);
    expect(goal()?.value).toBe("Sail");
    document.querySelector<HTMLButtonElement>(".card-changed button")?.click();
    expect(goal()).toBeNull();
  });

  it("of a later version than Teams draws is not shown", () => {
    shown().update({ ...SAVED, version: "1.6" });
    expect(document.querySelector(".card")?.textContent).toBe("We're sorry, this card couldn't be displayed.");
  });
});
