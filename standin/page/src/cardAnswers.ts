/** What an app's answer to a pressed button means, and what a card may be. Pure. */

import { UNREACHABLE, type PressAnswer } from "./api";

export type CardJson = Record<string, unknown>;

export type Answer =
  | { kind: "card"; card: CardJson }
  | { kind: "message"; text: string }
  | { kind: "problem"; text: string };

const CARD = "application/vnd.microsoft.card.adaptive";
const MESSAGE = "application/vnd.microsoft.activity.message";
const WENT_WRONG = "Something went wrong. Please try again.";
const NEWEST = [1, 5] as const;
const DRAWN_AS_TEXT = new Set(["text", "inlines"]);
const DATE_FUNCTION = /\{\{(?=(?:DATE|TIME)\()/g;

/** A new card, a short message, or a problem in words. */
export function readAnswer(answer: PressAnswer): Answer {
  if (answer.status !== 200) return problem(UNREACHABLE);
  if (!isObject(answer.body)) return problem(WENT_WRONG);
  const { statusCode, type, value } = answer.body;
  if (typeof statusCode === "number" && statusCode >= 400) return problem(messageOf(value));
  if (type === CARD && isObject(value) && value["type"] === "AdaptiveCard") return { kind: "card", card: value };
  if (type === MESSAGE && typeof value === "string") return { kind: "message", text: value };
  return problem(WENT_WRONG);
}

/** Teams draws cards up to version 1.5. */
export function isTooNew(card: CardJson): boolean {
  const [major = 1, minor = 0] = String(card["version"] ?? "1.0").split(".").map(Number);
  return major > NEWEST[0] || (major === NEWEST[0] && minor > NEWEST[1]);
}

/** Teams leaves {{DATE(…)}} and {{TIME(…)}} as they are; the renderer would format them. What is sent back stays untouched. */
export function withoutDateFunctions(card: CardJson): CardJson {
  return withoutDates(card, "") as CardJson;
}

function withoutDates(value: unknown, key: string): unknown {
  if (typeof value === "string") return DRAWN_AS_TEXT.has(key) ? value.replace(DATE_FUNCTION, "{\u200b{") : value;
  if (Array.isArray(value)) return value.map((item) => (key === "facts" ? factWithoutDates(item) : withoutDates(item, key)));
  if (!isObject(value) || key === "data") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutDates(inner, name)]));
}

function factWithoutDates(fact: unknown): unknown {
  if (!isObject(fact)) return fact;
  return { ...fact, title: withoutDates(fact["title"], "text"), value: withoutDates(fact["value"], "text") };
}

function messageOf(value: unknown): string {
  return isObject(value) && typeof value["message"] === "string" && value["message"] !== "" ? value["message"] : WENT_WRONG;
}

function problem(text: string): Answer {
  return { kind: "problem", text };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
