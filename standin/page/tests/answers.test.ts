import { describe, expect, it } from "vitest";

import { UNREACHABLE } from "../src/api";
import { isTooNew, readAnswer, withoutDateFunctions } from "../src/cardAnswers";

const card = { type: "AdaptiveCard", version: "1.5", body: [] };

describe("what an app answers to a pressed button", () => {
  it("is a new card", () => {
    const body = { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: card };
    expect(readAnswer({ status: 200, body })).toEqual({ kind: "card", card });
  });

  it("is a short message", () => {
    const body = { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: "Saved." };
    expect(readAnswer({ status: 200, body })).toEqual({ kind: "message", text: "Saved." });
  });

  it("is a refusal in the app's own words", () => {
    const body = { statusCode: 400, type: "application/vnd.microsoft.error", value: { code: "BadRequest", message: "Someone was faster." } };
    expect(readAnswer({ status: 200, body })).toEqual({ kind: "problem", text: "Someone was faster." });
  });

  it.each([0, 401, 500])("is Teams' sentence when the app answers with status %i", (status) => {
    expect(readAnswer({ status, body: null })).toEqual({ kind: "problem", text: UNREACHABLE });
  });

  it.each([null, "ok", { statusCode: 200 }, { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: {} }])(
    "is a problem when nobody can read it (%j)",
    (body) => expect(readAnswer({ status: 200, body }).kind).toBe("problem"),
  );
});

describe("a card", () => {
  it.each([
    ["1.5", false],
    ["1.4", false],
    ["1.6", true],
    ["2.0", true],
  ])("of version %s is too new for Teams: %s", (version, tooNew) => expect(isTooNew({ version })).toBe(tooNew));

  it("shows date functions as they are written, and sends its data back untouched", () => {
    const text = "Until {{DATE(2026-03-02T09:00:00Z)}}";
    const drawn = withoutDateFunctions({ body: [{ text }, { facts: [{ title: "Until", value: text }] }], actions: [{ data: { text } }] });
    expect(JSON.stringify(drawn)).not.toMatch(/"(text|value)":"Until \{\{DATE.*"facts"/);
    expect(drawn).toHaveProperty("actions.0.data.text", text);
    expect(drawn).toHaveProperty("body.1.facts.0.value", text.replace("{{", "{\u200b{"));
  });
});
