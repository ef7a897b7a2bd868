import { describe, expect, it } from "vitest";

import { signsOf, whenOf } from "../src/eventWords";
import { ANA, BEN, INVITATION, REVIEW } from "./people";

const words = (...of: Parameters<typeof signsOf>) => signsOf(...of).map((sign) => sign.words);
const ben = (response: string) => ({ name: "Ben Okafor", mail: BEN.mail, response, proposes: null });

describe("what is special about an event", () => {
  it("is said in words, never by colour alone", () => {
    expect(words({ ...REVIEW, isPrivate: false }, ANA)).toEqual([]);
    expect(["free", "tentative", "oof", "workingElsewhere"].map((showAs) => words({ ...REVIEW, showAs }, ANA)[0])).toEqual(["Free", "Tentative", "Out of office", "Working elsewhere"]);
    expect(words({ ...REVIEW, seriesId: "s", calendar: "Private" }, ANA)).toEqual(["Series", "Private", "In “Private”"]);
  });

  it("names one guest, counts more, and says who cannot come", () => {
    expect(words({ ...REVIEW, attendees: [ben("accepted")] }, ANA)[0]).toBe("With Ben Okafor");
    expect(words({ ...REVIEW, attendees: [ben("declined"), { ...ben("none"), mail: "dan@meadow.example" }] }, ANA)[0]).toBe("With 2 people, 1 declined");
  });

  it("is for somebody invited what they answered", () => {
    expect(["notResponded", "tentativelyAccepted", "declined"].map((response) => words({ ...INVITATION, response }, BEN)[0])).toEqual(["No answer yet", "Tentative", "Declined"]);
    expect(words({ ...INVITATION, isCancelled: true }, BEN)[0]).toBe("Cancelled");
  });

  it("is told with all its days", () => {
    expect(whenOf({ start: "2026-03-30T00:00:00Z", end: "2026-04-01T00:00:00Z", isAllDay: true }, ANA)).toMatch(/^Monday 30\sMarch\s–\sTuesday 31 March 2026, all day$/);
  });
});
