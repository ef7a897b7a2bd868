/** Short sentences at the edge of the window, read aloud by screen readers. */

import { el } from "./dom";

const SHOWN_FOR_MS = 8_000;
const OFFERED_FOR_MS = 15_000;

const region = el("div", { className: "notices", role: "status", "aria-live": "polite" });
const quiet = el("div", { className: "visually-hidden", role: "status", "aria-live": "polite" });

/** The places where notices appear; put them into the page once. */
export const noticeRegions = [region, quiet];

/** Show a sentence for a while. */
export function notice(text: string, kind: "plain" | "problem" = "plain"): void {
  show(el("div", { className: `notice ${kind}`, "data-testid": "notice" }, text), SHOWN_FOR_MS);
}

/** Show a sentence with a way back for a while; pressing it takes the offer away, and so does calling what this gives. */
export function offer(text: string, label: string, testId: string, act: () => void): () => void {
  const shown = el("div", { className: "notice offer", "data-testid": "notice" }, el("span", {}, text));
  const take = () => {
    shown.remove();
    act();
  };
  shown.append(el("button", { type: "button", className: "offer-button", "data-testid": testId, onclick: take }, label));
  show(shown, OFFERED_FOR_MS);
  return () => shown.remove();
}

/** The button of the offer that was made last, if it still stands. */
export const lastOffer = (): HTMLElement | undefined => [...region.querySelectorAll("button")].at(-1);

/** Say a sentence to screen readers only. */
export function announce(text: string): void {
  quiet.textContent = text;
}

function show(shown: HTMLElement, forMs: number): void {
  region.append(shown);
  setTimeout(() => {
    if (shown.contains(document.activeElement)) shown.addEventListener("focusout", () => shown.remove());
    else shown.remove();
  }, forMs);
}
