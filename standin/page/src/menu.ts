/** A button that opens a small list below it; Escape, a choice or a click elsewhere closes it. */

import { el } from "./dom";

/** The menu as it stands in the page, and the list to fill. */
export interface Menu {
  element: HTMLDetailsElement;
  list: HTMLUListElement;
}

/** A menu with this button; its entries are links and buttons. */
export function drawMenu(settings: Record<string, unknown>, ...summary: (Node | string)[]): Menu {
  const list = el("ul", {});
  const element = el("details", { className: "menu" }, el("summary", settings, ...summary), list);
  const close = () => (element.open = false);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    close();
    element.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (!element.contains(target) || target.closest("a, ul button")) close();
  });
  return { element, list };
}
