import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Person } from "../src/api";
import type { CalendarApi, CalendarEvent } from "../src/calendarApi";
import { openDeletedEvents } from "../src/deletedEvents";
import { EventDeeds } from "../src/eventDeeds";
import { openEventDialog } from "../src/eventDialog";
import { noticeRegions } from "../src/notices";
import { ANA, BEN, INVITATION, REVIEW } from "./people";

type Call = (...args: unknown[]) => Promise<unknown>;
const names = ["create", "move", "remove", "restore", "rename", "write", "showAs", "copy", "repeat", "putInto", "respond", "deleted", "settle"] as const;
let calls: Record<(typeof names)[number], ReturnType<typeof vi.fn<Call>>>;

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.dispatchEvent(new Event("close"));
  };
  calls = Object.fromEntries(names.map((name) => [name, vi.fn<Call>(() => Promise.resolve())])) as typeof calls;
  noticeRegions.forEach((region) => region.replaceChildren());
  document.body.replaceChildren(...noticeRegions);
});

const deedsOf = (person: Person) => new EventDeeds(calls as unknown as CalendarApi, person);
const opened = (event: CalendarEvent, person = ANA, openChat = vi.fn()) => openEventDialog(event, deedsOf(person), openChat, vi.fn());
const find = <Found extends HTMLElement = HTMLInputElement>(testId: string) => {
  const inShadow = [...document.querySelectorAll("div")].map((one) => one.shadowRoot?.querySelector(`[data-testid="${testId}"]`)).find(Boolean);
  return (document.querySelector(`[data-testid="${testId}"]`) ?? inShadow ?? null) as Found;
};
const press = (testId: string) => find(testId).click();
const isOpen = () => document.querySelector("dialog") !== null;

describe("somebody who looks at an event of their own", () => {
  it("gives it another title, time and look, and only what differs is sent", async () => {
    opened(REVIEW);
    find("event-title").value = "Coffee with myself";
    find("show-as").value = "oof";
    press("move-event");
    await vi.waitFor(() => expect(isOpen()).toBe(false));
    expect(calls.rename).toHaveBeenCalledWith("e1", "Coffee with myself");
    expect(calls.showAs).toHaveBeenCalledWith("e1", "oof");
    expect(calls.move).not.toHaveBeenCalled();
  });

  it("reads why something did not go, and keeps what was typed", async () => {
    calls.rename.mockRejectedValue(new Error("This event is not there any more."));
    opened(REVIEW);
    find("event-title").value = "Coffee";
    press("move-event");
    await vi.waitFor(() => expect(document.querySelector('[role="alert"]')?.textContent).toBe("This event is not there any more."));
    expect(find("event-title").value).toBe("Coffee");
  });

  it("writes into its text, and what was there keeps its marks", async () => {
    opened({ ...REVIEW, body: { contentType: "html", content: `<html><body>${REVIEW.body.content}<img src=x onerror="bad()"><script>bad()</script></body></html>` } });
    press("panel-text");
    find("event-text").append("Bring the notes");
    press("save-text");
    await vi.waitFor(() => expect(calls.write).toHaveBeenCalled());
    expect(calls.write.mock.calls[0]?.[1]).toBe('<html><body><div id="ours"><p>Your check-in.</p></div><img src="x">Bring the notes</body></html>');
  });

  it("copies it, lets it recur, and puts it into another calendar", async () => {
    opened(REVIEW);
    find("copy-date").value = "2026-04-02";
    press("copy-event");
    await vi.waitFor(() => expect(find("notice")?.textContent).toMatch(/Copied to Thursday,? 2 April/));
    expect(calls.copy).toHaveBeenCalledWith("e1", new Date("2026-04-02T08:00:00Z"));
    opened(REVIEW);
    find("repeat-times").value = "6";
    press("repeat-event");
    expect(calls.repeat).toHaveBeenCalledWith("e1", "week", 6);
    await vi.waitFor(() => expect(isOpen()).toBe(false));
    opened(REVIEW);
    press("move-to-calendar");
    expect(calls.putInto).toHaveBeenCalledWith("e1", "Private");
    await vi.waitFor(() => expect(isOpen()).toBe(false));
    opened({ ...REVIEW, calendar: "Private" });
    press("move-to-calendar");
    expect(calls.putInto).toHaveBeenLastCalledWith("e1", "");
  });

  it("deletes it and has it back by Undo", async () => {
    opened(REVIEW);
    press("delete-event");
    await vi.waitFor(() => expect(find("undo")).not.toBeNull());
    press("undo");
    expect(calls.restore).toHaveBeenCalledWith("e1");
    expect(find("undo")).toBeNull();
  });

  it("deletes one time of a series, which has no way back, or all of it, which has", async () => {
    const one = { ...REVIEW, id: "o1", isSeries: true, seriesId: "e1" };
    opened(one);
    expect(find("panel-repeat")).toBeNull();
    press("delete-event");
    await vi.waitFor(() => expect(isOpen()).toBe(false));
    expect(calls.remove).toHaveBeenLastCalledWith("o1");
    expect(find("undo")).toBeNull();
    opened(one);
    press("delete-series");
    await vi.waitFor(() => expect(find("undo")).not.toBeNull());
    expect(calls.remove).toHaveBeenLastCalledWith("e1");
  });

  it("sees what the guests answered, and takes the time that one of them proposes", async () => {
    const proposes = { start: "2026-03-31T09:00:00Z", end: "2026-03-31T09:30:00Z" };
    opened({ ...REVIEW, attendees: [{ name: "Ben Okafor", mail: BEN.mail, response: "tentativelyAccepted", proposes }] });
    expect(find("guest").textContent).toContain("Tentative");
    expect(find("guest").textContent).toMatch(/Proposes Tuesday,? 31 March 2026, 11:00/);
    press("take-proposal");
    expect(calls.move).toHaveBeenCalledWith("e1", { start: new Date(proposes.start), end: new Date(proposes.end) });
  });

  it("stays here when they follow the link into the meeting, in the text too", () => {
    const joinUrl = "https://teams.microsoft.com/l/meetup-join/19%3ameeting/0";
    const openChat = vi.fn();
    opened({ ...REVIEW, joinUrl, body: { contentType: "html", content: `<a href="${joinUrl}">Join</a>` } }, ANA, openChat);
    document.querySelector<HTMLElement>(".event-body a")?.click();
    expect(document.querySelector(".join-hint")?.textContent).toContain("no meeting behind the link");
    expect(openChat).not.toHaveBeenCalled();
    expect(find<HTMLAnchorElement>("join-meeting").href).toBe(joinUrl);
  });
});

describe("somebody who was invited", () => {
  it("accepts, or proposes another time, and cannot move what is not theirs", async () => {
    opened(INVITATION, BEN);
    expect(find("move-date")).toBeNull();
    expect(find("organizer").textContent).toBe("Ana de Wit invited you");
    press("accept-event");
    await vi.waitFor(() => expect(isOpen()).toBe(false));
    expect(calls.respond).toHaveBeenLastCalledWith("e2", "accepted", undefined);
    opened(INVITATION, BEN);
    press("propose-event");
    find("propose-date").value = "2026-04-01";
    press("propose-declined");
    expect(calls.respond).toHaveBeenLastCalledWith("e2", "declined", { start: new Date("2026-04-01T08:00:00Z"), end: new Date("2026-04-01T08:30:00Z") });
  });

  it("sees the others, and not themself, among the guests", () => {
    opened(INVITATION, BEN);
    expect([...document.querySelectorAll('[data-testid="guest"]')].map((guest) => guest.textContent)).toEqual(["CMChloé MartinDeclined"]);
  });

  it("is not asked any more when it was cancelled", () => {
    opened({ ...INVITATION, isCancelled: true }, BEN);
    expect(find("accept-event")).toBeNull();
    expect(document.querySelector(".marks")?.textContent).toContain("Cancelled");
  });
});

describe("what was deleted", () => {
  it("can be put back from the list", async () => {
    calls.deleted.mockResolvedValue([{ id: "e1", subject: "Learning review", start: REVIEW.start }]);
    openDeletedEvents(deedsOf(ANA));
    await vi.waitFor(() => expect(find("deleted-event").textContent).toContain("Learning review"));
    press("restore-event");
    expect(calls.restore).toHaveBeenCalledWith("e1");
  });
});
