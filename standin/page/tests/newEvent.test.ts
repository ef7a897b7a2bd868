import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CalendarApi } from "../src/calendarApi";
import { EventDeeds } from "../src/eventDeeds";
import { openSettings } from "../src/mySettings";
import { openNewEvent } from "../src/newEvent";
import { ANA } from "./people";

const create = vi.fn(() => Promise.resolve());
const settle = vi.fn(() => Promise.resolve());
const deeds = new EventDeeds({ create, settle } as unknown as CalendarApi, { ...ANA, workingHours: { days: ["monday", "tuesday"], start: "08:30:00", end: "16:30:00" } });
const find = (testId: string) => document.querySelector(`[data-testid="${testId}"]`) as HTMLInputElement;
const at = (start: string, end: string, isAllDay = false) => ({ start: new Date(start), end: new Date(end), isAllDay });

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.dispatchEvent(new Event("close"));
  };
  create.mockClear();
  settle.mockClear();
  document.body.replaceChildren();
});

describe("an event of one's own", () => {
  it("stands where the person pressed, by their own clock", async () => {
    openNewEvent(at("2026-03-30T08:00:00Z", "2026-03-30T08:30:00Z"), deeds, vi.fn());
    expect([find("new-start-date").value, find("new-start").value, find("new-end").value]).toEqual(["2026-03-30", "10:00", "10:30"]);
    find("new-subject").value = "Dentist";
    find("new-show-as").value = "oof";
    find("add-event").click();
    await vi.waitFor(() => expect(document.querySelector("dialog")).toBeNull());
    expect(create).toHaveBeenCalledWith({ subject: "Dentist", ...at("2026-03-30T08:00:00Z", "2026-03-30T08:30:00Z"), showAs: "oof" });
  });

  it("lasts whole days, the last one too, and leaves the time free unless said otherwise", () => {
    openNewEvent(at("2026-03-30T08:00:00Z", "2026-03-30T08:30:00Z"), deeds, vi.fn());
    find("new-subject").value = "Conference";
    find("new-whole-day").click();
    find("new-end-date").value = "2026-04-01";
    find("add-event").click();
    expect(create).toHaveBeenCalledWith({ subject: "Conference", ...at("2026-03-30T00:00:00Z", "2026-04-02T00:00:00Z", true), showAs: "free" });
  });

  it("is not made when it ends before it starts", async () => {
    openNewEvent(at("2026-03-30T08:00:00Z", "2026-03-30T08:30:00Z"), deeds, vi.fn());
    find("new-subject").value = "Backwards";
    find("new-end").value = "09:00";
    find("add-event").click();
    await vi.waitFor(() => expect(document.querySelector('[role="alert"]')?.textContent).toBe("It must end after it starts."));
    expect(create).not.toHaveBeenCalled();
  });
});

describe("somebody's settings", () => {
  it("send the zone alone when only that was changed", () => {
    openSettings(deeds);
    find("settings-zone").value = "America/New_York";
    find("save-settings").click();
    expect(settle).toHaveBeenCalledWith({ zone: "America/New_York" });
  });

  it("send the hours when a day was taken away", () => {
    openSettings(deeds);
    find("settings-day-monday").click();
    find("save-settings").click();
    expect(settle).toHaveBeenCalledWith({ workingHours: { days: ["tuesday"], start: "08:30", end: "16:30" } });
  });
});
