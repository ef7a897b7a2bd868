/** Short sentences at the edge of the window, read aloud by screen readers. */

import { el } from "./dom";

const SHOWN_FOR_MS = 8_000;

const region = el("div", { className: "notices", role: "status", "aria-live": "polite" });
const quiet = el("div", { className: "visually-hidden", role: "status", "aria-live": "polite" });

/** The places where notices appear; put them into the page once. */
export const noticeRegions = [region, quiet];

/** Show a sentence for a while. */
export function notice(text: string, kind: "plain" | "problem" = "plain"): void {
  const shown = el("div", { className: `notice ${kind}`, "data-testid": "notice" }, text);
  region.append(shown);
  setTimeout(() => shown.remove(), SHOWN_FOR_MS);
}

/** Say a sentence to screen readers only. */
export function announce(text: string): void {
  quiet.textContent = text;
}
