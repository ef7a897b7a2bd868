/** Names, roles and nesting; colours need a browser that draws. */

import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";

import type { WindowApi } from "../src/api";
import { drawAppControls } from "../src/appMenu";
import type { CalendarApi } from "../src/calendarApi";
import { CalendarBar, firstView } from "../src/calendarViews";
import { openDeletedEvents } from "../src/deletedEvents";
import { EventDeeds } from "../src/eventDeeds";
import { openEventDialog } from "../src/eventDialog";
import { FaultPanel } from "../src/faults";
import { Mailbox } from "../src/mail";
import { openSettings } from "../src/mySettings";
import { openNewEvent } from "../src/newEvent";
import { drawPersonMenu } from "../src/personMenu";
import { ANA as THERE, BEN, INVITATION, REVIEW } from "./people";

const ANA = { ...THERE, hasApp: false };
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
    const bar = new CalendarBar({ today: vi.fn(), back: vi.fn(), forth: vi.fn(), choose: vi.fn(), add: vi.fn() });
    bar.show(firstView(false), false);
    bar.title.textContent = "2 – 8 Mar 2026";
    expect(await problems(controls.menu, controls.absence, bar.element)).toEqual([]);
  });

  it("can read an event, change it and answer an invitation", async () => {
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
    const proposes = { start: REVIEW.start, end: REVIEW.end };
    const joinUrl = "https://teams.microsoft.com/l/meetup-join/19%3ameeting/0";
    const own = { ...REVIEW, joinUrl, attendees: [{ name: "Ben", mail: BEN.mail, response: "declined", proposes }] };
    const deeds = (person = THERE) => new EventDeeds({ deleted: () => Promise.resolve([{ id: "e1", subject: "Review", start: REVIEW.start }]) } as unknown as CalendarApi, person);
    for (const open of [
      () => openEventDialog(own, deeds(), vi.fn(), vi.fn()),
      () => openEventDialog(INVITATION, deeds(BEN), vi.fn(), vi.fn()),
      () => openNewEvent({ start: new Date(REVIEW.start), end: new Date(REVIEW.end), isAllDay: false }, deeds(), vi.fn()),
      () => openSettings(deeds()),
      () => openDeletedEvents(deeds()),
    ]) {
      document.body.replaceChildren();
      open();
      document.querySelectorAll<HTMLElement>(".panel").forEach((panel) => (panel.hidden = false));
      await vi.waitFor(() => expect(document.body.textContent).not.toContain("One moment"));
      expect(await problems(document.querySelector("dialog") as HTMLElement)).toEqual([]);
    }
    expect(await problems(drawPersonMenu(deeds()))).toEqual([]);
  });
});
