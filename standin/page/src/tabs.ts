/** The chat, and beside it the calendar or the mailbox; on a narrow screen one of the three. */

import { el, icon } from "./dom";
import { phone } from "./layout";

const SIDES = { chat: "Chat", calendar: "Calendar", mail: "Mail" } as const;

export type Side = keyof typeof SIDES;

export interface Sides {
  element: HTMLElement;
  show: (side: Side) => void;
  countUnread: (unread: number) => void;
}

/** All three in one; `menu` stands in the chat's header. */
export function drawSides(contents: Record<Side, HTMLElement>, menu: HTMLElement): Sides {
  const names = Object.keys(SIDES) as Side[];
  const badge = el("span", { className: "badge", "data-testid": "unread", hidden: true });
  const tabs = names.map((name) => tab(name, name === "mail" ? badge : null));
  const element = el(
    "main",
    { className: "sides" },
    el("section", { className: "side side-chat", "aria-labelledby": "chat-title" }, chatHeader(menu), contents.chat),
    el("nav", { className: "tabs", "aria-label": "Chat, calendar or mail" }, ...tabs),
    el("section", { className: "side side-calendar", "aria-label": "Calendar" }, contents.calendar),
    el("section", { className: "side side-mail", "aria-label": "Mail" }, contents.mail),
  );
  const narrow = phone();
  const mark = () => {
    const current = element.dataset[narrow.matches ? "side" : "beside"];
    tabs.forEach((button, index) => button.setAttribute("aria-current", String(names[index] === current)));
  };
  const show = (side: Side) => {
    element.dataset["side"] = side;
    if (side !== "chat") element.dataset["beside"] = side;
    mark();
  };
  tabs.forEach((button, index) => button.addEventListener("click", () => show(names[index] ?? "chat")));
  narrow.addEventListener("change", mark);
  show("calendar");
  show("chat");
  return { element, show, countUnread: (unread) => showCount(badge, unread) };
}

function tab(name: Side, badge: HTMLElement | null): HTMLElement {
  const label = el("span", { className: "tab-label" }, SIDES[name]);
  return el("button", { type: "button", className: `tab tab-${name}`, "data-testid": `tab-${name}` }, icon(name), label, badge);
}

function showCount(badge: HTMLElement, unread: number): void {
  badge.hidden = unread === 0;
  badge.replaceChildren(String(unread), el("span", { className: "visually-hidden" }, " unread"));
}

function chatHeader(menu: HTMLElement): HTMLElement {
  return el(
    "header",
    { className: "side-header" },
    el("span", { className: "avatar app-avatar", "aria-hidden": "true" }, icon("cycle")),
    el("h2", { id: "chat-title" }, "Learning Cycles"),
    menu,
  );
}
