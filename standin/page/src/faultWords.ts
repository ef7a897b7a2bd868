/** What can be made to go wrong, in plain words. Pure. */

import type { Fault } from "./faultsApi";

/** Each value with its words, in the order in which they are offered. */
export type Words = ReadonlyMap<string, string>;

export const PLACES: Words = new Map([
  ["teams", "When the app calls the chat (Teams)"],
  ["graph", "When the app calls calendar, mail or people (Graph)"],
  ["entra", "When the app signs in (Entra)"],
  ["notices", "When the calendar tells the app of a change"],
]);

const SHORT_PLACES: Words = new Map([
  ["teams", "Chat"],
  ["graph", "Calendar, mail and people"],
  ["entra", "Sign-in"],
  ["notices", "Notices of changes"],
]);

const CALLS: Words = new Map([
  ["429", "Too many requests (429)"],
  ["503", "Not available just now (503)"],
  ["500", "Something broke (500)"],
  ["504", "Took too long (504)"],
  ["drop", "The line is cut, nothing is done"],
  ["commit-then-504", "It is done, but the answer says 504"],
  ["commit-then-drop", "It is done, but the line is cut"],
  ["slow", "It answers slowly"],
  ["nonsense", "A web page comes instead of an answer"],
  ["401", "Not signed in (401)"],
  ["403", "Not allowed (403)"],
  ["404", "Not found (404)"],
  ["409", "Something is in the way (409)"],
  ["410", "No longer there (410)"],
  ["412", "Changed meanwhile (412)"],
  ["413", "Too large (413)"],
]);

const NOTICES: Words = new Map([
  ["lost", "They are lost"],
  ["doubled", "They come twice"],
  ["late", "They come late"],
  ["reordered", "They come in the wrong order"],
]);

const WITH_SECONDS: Words = new Map([["slow", "Seconds it takes"], ["late", "Seconds they are late"], ["reordered", "Seconds to hold one back, at most"]]);
const WITH_RETRY = new Set(["429", "503"]);

export const HOW_OFTEN: Words = new Map([
  ["1", "Once"],
  ["2", "Twice"],
  ["5", "Five times"],
  ["", "Until I take it away"],
]);

/** What can go wrong there. */
export const mishapsAt = (where: string): Words => (where === "notices" ? NOTICES : CALLS);

/** The question about seconds that this fault asks, if it asks one. */
export const secondsAsked = (what: string): string | undefined => (WITH_RETRY.has(what) ? "Seconds to wait before asking again" : WITH_SECONDS.get(what));

/** The answer to that question, under the name that the stand-in gives it. */
export function secondsOf(what: string, seconds: number | null): Pick<Fault, "retry_after" | "seconds"> {
  return WITH_RETRY.has(what) ? { retry_after: seconds, seconds: null } : { retry_after: null, seconds: WITH_SECONDS.has(what) ? seconds : null };
}

/** A fault in two lines: what happens, and to which calls, for whom and how often. */
export function describe(fault: Fault, nameOf: (key: string) => string): [string, string] {
  const what = mishapsAt(fault.where).get(fault.what) ?? fault.what;
  const calls = [fault.method, fault.path].filter(Boolean).join(" ");
  const who = fault.person === null ? "everybody" : nameOf(fault.person);
  const often = fault.times === null ? "until taken away" : times(fault.times);
  const seconds = fault.seconds ?? fault.retry_after;
  const details = [calls, seconds === null ? "" : `${seconds} s`, `for ${who}`, often, fault.done === 0 ? "has not happened yet" : `has happened ${times(fault.done)}`];
  return [`${SHORT_PLACES.get(fault.where) ?? fault.where}: ${lowerFirst(what)}`, details.filter(Boolean).join(" · ")];
}

function times(count: number): string {
  return ["", "once", "twice"][count] || `${count} times`;
}

const lowerFirst = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
