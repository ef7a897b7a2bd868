/** Names, roles and nesting; colours need a browser that draws. */

import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";

import type { Person, WindowApi } from "../src/api";
import { drawAppControls } from "../src/appMenu";
import { CalendarBar, firstView } from "../src/calendarViews";
import { FaultPanel } from "../src/faults";
import { Mailbox } from "../src/mail";

const ANA: Person = { key: "ana", name: "Ana de Wit", mail: "ana@meadow.example", objectId: "a", locale: "en-GB", zone: "Europe/Amsterdam", hasApp: false, isBlocked: false, hasLeft: false };
const MAIL = { id: "m1", from: { name: "Ben", mail: "ben@meadow.example" }, to: [], subject: "Hello", body: { contentType: "text", content: "Hello" }, at: "2026-03-02T09:00:00Z", read: false };

async function problems(...elements: HTMLElement[]): Promise<string[]> {
  document.body.replaceChildren(...elements);
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } }, iframes: false });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

describe("somebody who hears or tabs through the page", () => {
  it("can use the mailbox", async () => {
    const mailbox = new Mailbox({ person: ANA, mailbox: () => Promise.resolve([MAIL]), markMail: () => Promise.resolve() } as unknown as WindowApi, "#chat", vi.fn());
    await mailbox.refresh();
    mailbox.element.querySelector<HTMLElement>('[data-testid="mail-entry"]')?.click();
    expect(await problems(mailbox.element)).toEqual([]);
  });

  it("can use the faults", async () => {
    vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response('{"faults": [], "install": false}'))));
    const panel = new FaultPanel(ANA, [ANA]);
    panel.element.hidden = false;
    expect(await problems(panel.button, panel.element)).toEqual([]);
  });

  it("can add and remove the app, and turn the calendar", async () => {
    const controls = drawAppControls({} as WindowApi, vi.fn(), vi.fn());
    controls.show(ANA);
    const bar = new CalendarBar({ today: vi.fn(), back: vi.fn(), forth: vi.fn(), choose: vi.fn() });
    bar.show(firstView(false), false);
    bar.title.textContent = "2 – 8 Mar 2026";
    expect(await problems(controls.menu, controls.absence, bar.element)).toEqual([]);
  });
});
