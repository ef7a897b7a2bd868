/** The bar above: who this is, what time it is here, jumps in time, and the windows of the others. */

import { ApiError, jump, type Person, type Standing, type WindowApi } from "./api";
import { avatar, el, icon } from "./dom";
import { drawMenu } from "./menu";
import { notice } from "./notices";

const DAY_SECONDS = 86_400;

export interface Header {
  element: HTMLElement;
  clock: HTMLTimeElement;
  /** Say anew who there is, and how they stand with the app. */
  showPeople: (people: Person[]) => void;
}

/** Draw the bar; `own` is the person's own menu, `faults` opens their panel. */
export function drawHeader(api: WindowApi, own: HTMLElement, faults: HTMLElement): Header {
  const windows = drawMenu({ className: "button", "data-testid": "other-windows" }, icon("people"), el("span", {}, "Other windows"));
  windows.element.classList.add("others");
  const showPeople = (people: Person[]) => windows.list.replaceChildren(...people.filter(({ key }) => key !== api.person.key).map(windowOf));
  const clock = el("time", { className: "clock", "data-testid": "clock" });
  const element = el(
    "header",
    { className: "bar" },
    own,
    clock,
    el(
      "div",
      { className: "bar-jumps", role: "group", "aria-label": "Move the local clock" },
      button("Jump to the next review", "jump-review", () => jumpToNextReview(api)),
      button("Jump a day", "jump-day", () => jump(DAY_SECONDS)),
    ),
    faults,
    windows.element,
  );
  return { element, clock, showPeople };
}

function button(label: string, testId: string, act: () => Promise<unknown>): HTMLElement {
  const pressed = el("button", { type: "button", className: "button", "data-testid": testId }, label);
  pressed.addEventListener("click", () => {
    pressed.disabled = true;
    act()
      .catch((error: unknown) => notice(error instanceof Error ? error.message : String(error), "problem"))
      .finally(() => (pressed.disabled = false));
  });
  return pressed;
}

async function jumpToNextReview(api: WindowApi): Promise<void> {
  try {
    await api.jumpToNextReview();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    notice("There is no review ahead in this calendar.");
  }
}

function windowOf(person: Person): HTMLElement {
  const standing = standingOf(person);
  const name = el("span", {}, person.name, standing === "" ? null : el("small", {}, standing), el("span", { className: "visually-hidden" }, " (opens a new tab)"));
  return el("li", {}, el("a", { href: `/?as=${person.key}`, target: "_blank", rel: "noopener" }, avatar(person.name), name));
}

/** What is unusual about somebody, in a few words. */
export function standingOf({ hasApp, isBlocked, hasLeft }: Standing): string {
  if (hasLeft) return "has left the organisation";
  if (!hasApp) return "has not added the app";
  return isBlocked ? "has blocked the app" : "";
}
