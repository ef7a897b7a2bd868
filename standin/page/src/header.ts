/** The bar above: who this is, what time it is here, jumps in time, and the windows of the others. */

import { ApiError, jump, type Person, type WindowApi } from "./api";
import { avatar, el, icon } from "./dom";
import { notice } from "./notices";

const DAY_SECONDS = 86_400;

export interface Header {
  element: HTMLElement;
  clock: HTMLTimeElement;
}

/** Draw the bar. */
export function drawHeader(api: WindowApi, people: Person[]): Header {
  const clock = el("time", { className: "clock", "data-testid": "clock", title: `Local time in ${api.person.zone}` });
  const element = el(
    "header",
    { className: "bar" },
    el("div", { className: "bar-who" }, avatar(api.person.name), el("h1", { className: "bar-name", "data-testid": "person-name" }, api.person.name)),
    clock,
    el(
      "div",
      { className: "bar-jumps", role: "group", "aria-label": "Move the local clock" },
      button("Jump to the next review", "jump-review", () => jumpToNextReview(api)),
      button("Jump a day", "jump-day", () => jump(DAY_SECONDS)),
    ),
    others(people.filter((person) => person.key !== api.person.key)),
  );
  return { element, clock };
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

function others(people: Person[]): HTMLElement {
  const links = people.map((person) =>
    el("li", {}, el("a", { href: `/?as=${person.key}`, target: "_blank", rel: "noopener" }, avatar(person.name), el("span", {}, person.name, el("span", { className: "visually-hidden" }, " (opens a new tab)")))),
  );
  const menu = el("details", { className: "others" }, el("summary", { className: "button" }, icon("people"), el("span", {}, "Other windows")), el("ul", {}, ...links));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node) || (event.target as Element).closest("a")) menu.open = false;
  });
  return menu;
}
