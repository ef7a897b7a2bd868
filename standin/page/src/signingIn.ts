/** The part of the panel about signing in: what the organisation allows, what is asked of this person, new keys. */

import type { Person } from "./api";
import { el } from "./dom";
import { happenTo, newKey, readEntra, switchAccount, switchOrganisation, type Account, type AccountEvent, type Entra, type KeyOwner, type Organisation } from "./entraApi";
import { notice } from "./notices";

const ORGANISATION: [keyof Organisation, string][] = [
  ["allowed", "The organisation has allowed the app"],
  ["people_may_consent", "People may allow it for themselves"],
  ["silent_sign_in", "Teams signs in without asking"],
];
const KEYS: [KeyOwner, boolean, string, string][] = [
  ["entra", true, "New signing key for sign-in", "Sign-in has a new signing key. The old one is still published."],
  ["entra", false, "New signing key for sign-in, the old one gone", "Sign-in has a new signing key. What the old one signed is worthless."],
  ["channel", true, "New signing key for the chat", "The chat has a new signing key. The old one is still published."],
  ["channel", false, "New signing key for the chat, the old one gone", "The chat has a new signing key. What the old one signed is worthless."],
];

const accountSwitches = (name: string): [keyof Account, string][] => [
  ["mfa_required", `Ask ${name} for a second factor`],
  ["disabled", `${name}'s account is disabled`],
  ["locked", `${name}'s account is locked`],
];

const accountEvents = (name: string): [AccountEvent, string, string][] => [
  ["sign-out", `Sign ${name} out everywhere`, `${name} is signed out everywhere.`],
  ["password", `${name} changed the password`, `${name} has a new password.`],
  ["expire-access", "Let the app's access run out", "The app has to ask for access anew."],
  ["expire-refresh", "Let the app's sign-in lie unused for three months", "The app's sign-in has lain unused for too long."],
];

/** The sections, and how they are read again. */
export interface SigningIn {
  sections: HTMLElement[];
  refresh: () => Promise<void>;
}

/** Draw the sections for this person's window. */
export function drawSigningIn(person: Person): SigningIn {
  const [first = person.name] = person.name.split(" ");
  const boxes = new Map<HTMLInputElement, (entra: Entra) => boolean>();
  const show = (entra: Entra) => boxes.forEach((read, box) => (box.checked = read(entra)));
  const check = (label: string, testId: string, read: (entra: Entra) => boolean, change: (isOn: boolean) => Promise<Entra>) => {
    const box = el("input", { type: "checkbox", "data-testid": testId });
    boxes.set(box, read);
    box.addEventListener("change", () => void attempt(async () => show(await change(box.checked)), () => (box.checked = !box.checked)));
    return el("label", { className: "check" }, box, el("span", {}, label));
  };
  const organisation = ORGANISATION.map(([name, label]) =>
    check(label, `entra-${name}`, (entra) => entra.organisation[name], (isOn) => switchOrganisation({ [name]: isOn })),
  );
  const account = accountSwitches(first).map(([name, label]) =>
    check(label, `entra-${name}`, (entra) => entra.people[person.key]?.[name] ?? false, (isOn) => switchAccount(person.key, { [name]: isOn })),
  );
  const events = accountEvents(first).map(([what, label, done]) => button(label, `entra-${what}`, done, () => happenTo(person.key, what)));
  const keys = KEYS.map(([owner, keepsOld, label, done]) => button(label, `key-${owner}-${keepsOld ? "kept" : "gone"}`, done, () => newKey(owner, keepsOld)));
  return {
    sections: [section("Signing in, for everybody", organisation), section(`Signing in, for ${first}`, [...account, ...events]), section("Signing keys", keys)],
    refresh: async () => show(await readEntra()),
  };
}

function section(title: string, parts: HTMLElement[]): HTMLElement {
  return el("section", {}, el("h3", {}, title), el("div", { className: "happenings" }, ...parts));
}

function button(label: string, testId: string, done: string, act: () => Promise<unknown>): HTMLElement {
  return el("button", { type: "button", className: "button", "data-testid": testId, onclick: () => void attempt(async () => (await act(), notice(done))) }, label);
}

async function attempt(act: () => Promise<unknown>, otherwise: () => void = () => undefined): Promise<void> {
  try {
    await act();
  } catch (error) {
    otherwise();
    notice(error instanceof Error ? error.message : String(error), "problem");
  }
}
