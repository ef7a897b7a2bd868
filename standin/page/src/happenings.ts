/** What can happen to one person at once, and what the app may do: the parts of the panel that are no rules. */

import type { Person } from "./api";
import { el } from "./dom";
import { expireDeltaTokens, leave, readRights, sendLifecycle, setRights, type LifecycleNotice } from "./faultsApi";
import { notice } from "./notices";

const LIFECYCLE: [LifecycleNotice, string][] = [
  ["reauthorizationRequired", "Ask the app to renew its watch on the calendar"],
  ["subscriptionRemoved", "End the app's watch on the calendar"],
  ["missed", "Tell the app that it missed notices"],
];

/** The sections below the form. */
export function drawHappenings(person: Person): HTMLElement[] {
  const [first = person.name] = person.name.split(" ");
  const notices = LIFECYCLE.map(([what, label]) => button(label, `lifecycle-${what}`, () => tell(what, person.key, first)));
  const expire = button("Forget how far the app has read the calendar", "expire-delta", async () => {
    await expireDeltaTokens(person.key);
    return "The app's place in the calendar is forgotten.";
  });
  return [
    el("section", {}, el("h3", {}, `At once, for ${first}`), el("div", { className: "happenings" }, ...notices, expire, leaving(person, first))),
    el("section", {}, el("h3", {}, "Rights"), installRight()),
  ];
}

async function tell(what: LifecycleNotice, key: string, name: string): Promise<string> {
  const { sent } = await sendLifecycle(what, key);
  return sent === 0 ? `The app does not watch ${name}'s calendar.` : "The app was told.";
}

function leaving(person: Person, name: string): HTMLElement {
  const sure = button(`Yes, ${name} leaves for good`, "leave-sure", async () => {
    await leave(person.key);
    return `${name} has left the organisation.`;
  });
  sure.classList.add("danger");
  return el("details", { className: "leaving" }, el("summary", { className: "button", "data-testid": "leave" }, `${name} leaves the organisation …`), el("p", {}, "This cannot be undone in this folder of data."), sure);
}

function installRight(): HTMLElement {
  const box = el("input", { type: "checkbox", "data-testid": "right-install" });
  const read = () => attempt(async () => void (box.checked = (await readRights()).install));
  box.addEventListener("change", () => attempt(() => setRights({ install: box.checked })).then(read));
  void read();
  return el("label", { className: "check" }, box, el("span", {}, "The app may add itself for people"));
}

function button(label: string, testId: string, act: () => Promise<string>): HTMLButtonElement {
  return el("button", { type: "button", className: "button", "data-testid": testId, onclick: () => void attempt(async () => notice(await act())) }, label);
}

async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    notice(error instanceof Error ? error.message : String(error), "problem");
  }
}
