import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Person } from "../src/api";
import { noticeRegions } from "../src/notices";
import { drawSigningIn } from "../src/signingIn";

const ANA: Person = { key: "ana", name: "Ana de Wit", mail: "ana@meadow.example", objectId: "a1", locale: "en-GB", zone: "Europe/Amsterdam", hasApp: true, isBlocked: false, hasLeft: false, workingHours: { days: [], start: "09:00", end: "17:00" } };
const account = { mfa_required: false, disabled: false, locked: false };
const ENTRA = { organisation: { allowed: true, people_may_consent: false, silent_sign_in: true }, people: { ana: { ...account, mfa_required: true } } };

let calls: [string, string, unknown][];

/** The panel's sections, and a stand-in that answers each call so. */
async function panel(status = 200, answer: unknown = ENTRA) {
  calls = [];
  vi.stubGlobal("fetch", (path: string, { method, body }: { method: string; body?: string }) => {
    calls.push([method, path, body === undefined ? null : JSON.parse(body)]);
    return Promise.resolve(new Response(JSON.stringify(method === "GET" ? ENTRA : answer), { status: method === "GET" ? 200 : status }));
  });
  const { sections, refresh } = drawSigningIn(ANA);
  document.body.replaceChildren(...sections, ...noticeRegions);
  await refresh();
  calls = [];
}

const find = <Kind extends HTMLElement>(testId: string) => document.querySelector<Kind>(`[data-testid="${testId}"]`);
const isOn = (testId: string) => find<HTMLInputElement>(testId)?.checked;

beforeEach(() => {
  noticeRegions[0]?.replaceChildren();
});

describe("the panel about signing in", () => {
  it("shows how the switches stand", async () => {
    await panel();
    expect([isOn("entra-allowed"), isOn("entra-people_may_consent"), isOn("entra-silent_sign_in")]).toEqual([true, false, true]);
    expect([isOn("entra-mfa_required"), isOn("entra-disabled"), isOn("entra-locked")]).toEqual([true, false, false]);
  });

  it("takes the organisation's consent back", async () => {
    await panel(200, { ...ENTRA, organisation: { ...ENTRA.organisation, allowed: false } });
    find("entra-allowed")?.click();
    await vi.waitFor(() => expect(calls).toEqual([["POST", "/local/entra/organisation", { allowed: false }]]));
    await vi.waitFor(() => expect(isOn("entra-allowed")).toBe(false));
  });

  it("asks this person alone for a second factor, in their name", async () => {
    await panel();
    expect(find("entra-mfa_required")?.parentElement?.textContent).toBe("Ask Ana for a second factor");
    find("entra-mfa_required")?.click();
    await vi.waitFor(() => expect(calls).toEqual([["POST", "/local/entra/people/ana", { mfa_required: false }]]));
  });

  it.each([
    ["entra-sign-out", "/local/entra/people/ana/sign-out", {}, "Ana is signed out everywhere."],
    ["entra-password", "/local/entra/people/ana/password", {}, "Ana has a new password."],
    ["key-entra-gone", "/local/entra/keys/entra", { keeps_old: false }, "Sign-in has a new signing key. What the old one signed is worthless."],
    ["key-channel-kept", "/local/entra/keys/channel", { keeps_old: true }, "The chat has a new signing key. The old one is still published."],
  ])("does at once what %s says, and tells", async (testId, path, body, told) => {
    await panel();
    find(testId)?.click();
    await vi.waitFor(() => expect(find("notice")?.textContent).toBe(told));
    expect(calls).toEqual([["POST", path, body]]);
  });

  it("puts a switch back that could not be moved, and says why", async () => {
    await panel(500, { error: "Something broke." });
    find("entra-allowed")?.click();
    await vi.waitFor(() => expect(find("notice")?.textContent).toBe("Something broke."));
    expect(isOn("entra-allowed")).toBe(true);
  });
});
