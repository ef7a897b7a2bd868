/** The person's own menu in the bar: their settings, and what they deleted. */

import { openDeletedEvents } from "./deletedEvents";
import { avatar, el, icon } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { drawMenu } from "./menu";
import { openSettings } from "./mySettings";

/** Their name, which opens the menu. */
export function drawPersonMenu(deeds: EventDeeds): HTMLElement {
  const { name } = deeds.person;
  const heading = el("h1", { className: "bar-name", "data-testid": "person-name" }, name);
  const menu = drawMenu({ className: "bar-who", "data-testid": "person-menu", title: "Settings and deleted events" }, avatar(name), heading, icon("chevron"));
  const summary = menu.element.querySelector("summary");
  const choose = (open: () => void) => () => {
    menu.element.open = false;
    summary?.focus(); // so that the focus comes back here when the dialog closes
    open();
  };
  menu.element.classList.add("person-menu");
  menu.list.append(
    el("li", {}, entry("Time zone and working hours …", "open-settings", choose(() => openSettings(deeds)))),
    el("li", {}, entry("Deleted events …", "open-deleted", choose(() => openDeletedEvents(deeds)))),
  );
  return menu.element;
}

function entry(label: string, testId: string, act: () => void): HTMLElement {
  return el("button", { type: "button", className: "menu-choice", "data-testid": testId, onclick: act }, label);
}
