/** Chat and calendar side by side; on a narrow screen one of them, with two tabs to switch. */

import { el, icon } from "./dom";

type Side = "chat" | "calendar";

export interface Sides {
  element: HTMLElement;
  show: (side: Side) => void;
}

/** Both sides in one. */
export function drawSides(chat: HTMLElement, calendar: HTMLElement): Sides {
  const panels = {
    chat: el("section", { className: "side side-chat", "aria-labelledby": "chat-title" }, title(), chat),
    calendar: el("section", { className: "side side-calendar", "aria-label": "Calendar" }, calendar),
  };
  const buttons = { chat: tab("Chat", "chat"), calendar: tab("Calendar", "calendar") };
  const element = el("main", { className: "sides" }, panels.chat, panels.calendar, el("nav", { className: "tabs", "aria-label": "Chat or calendar" }, buttons.chat, buttons.calendar));
  const show = (side: Side) => {
    element.dataset["side"] = side;
    for (const name of ["chat", "calendar"] as const) buttons[name].setAttribute("aria-current", String(name === side));
  };
  buttons.chat.addEventListener("click", () => show("chat"));
  buttons.calendar.addEventListener("click", () => show("calendar"));
  show("chat");
  return { element, show };
}

function tab(label: string, name: Side): HTMLElement {
  return el("button", { type: "button", className: "tab", "data-testid": `tab-${name}` }, icon(name), label);
}

function title(): HTMLElement {
  return el(
    "header",
    { className: "side-header" },
    el("span", { className: "avatar app-avatar", "aria-hidden": "true" }, icon("cycle")),
    el("h2", { id: "chat-title" }, "Learning Cycles"),
  );
}
