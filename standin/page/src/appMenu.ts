/** Whether the person has the app: a menu to remove or block it, and what stands in place of the box to type when it is not there. */

import type { Standing, WindowApi } from "./api";
import { el, icon } from "./dom";
import { drawMenu } from "./menu";
import { notice } from "./notices";

type Change = { installed: boolean } | { blocked: boolean };

export interface AppControls {
  menu: HTMLElement;
  absence: HTMLElement;
  show: (standing: Standing) => void;
}

/** Draw both; `changed` hears how the person stands after a press, and `talk` that there is an app to talk to again. */
export function drawAppControls(api: WindowApi, changed: (standing: Standing) => void, talk: () => void): AppControls {
  const settle = (standing: Standing) => {
    changed(standing);
    if (isAbsent(standing)) absence.querySelector("button")?.focus();
    else talk();
  };
  const change = (wanted: Change) =>
    void api.changeApp(wanted).then(settle, (error: unknown) => notice(error instanceof Error ? error.message : String(error), "problem"));
  const menu = drawMenu({ className: "icon-button", "aria-label": "About the app", title: "About the app", "data-testid": "app-menu" }, icon("more"));
  menu.list.append(
    el("li", {}, choice("Remove the app", "remove-app", () => change({ installed: false }))),
    el("li", {}, choice("Block the app", "block-app", () => change({ blocked: true }))),
  );
  const absence = el("div", { className: "absence", "data-testid": "app-absent", role: "status" });
  let drawn = "";
  const show = ({ hasApp, isBlocked, hasLeft }: Standing) => {
    const standing = { hasApp, isBlocked, hasLeft };
    const json = JSON.stringify(standing);
    if (json === drawn) return;
    drawn = json;
    menu.element.hidden = isAbsent(standing);
    absence.hidden = !isAbsent(standing);
    absence.replaceChildren(...(isAbsent(standing) ? explain(standing, change) : []));
  };
  return { menu: menu.element, absence, show };
}

/** Whether nothing can be said to the app. */
export const isAbsent = ({ hasApp, isBlocked, hasLeft }: Standing): boolean => hasLeft || isBlocked || !hasApp;

function explain(standing: Standing, change: (wanted: Change) => void): HTMLElement[] {
  if (standing.hasLeft) return [sentence("This person has left the organisation.")];
  if (!standing.hasApp) return [sentence("Learning Cycles is not added yet."), button("Add the app", "add-app", () => change({ installed: true }))];
  return [sentence("You have blocked Learning Cycles."), button("Unblock the app", "unblock-app", () => change({ blocked: false }))];
}

const sentence = (text: string) => el("p", {}, text);

function button(label: string, testId: string, act: () => void): HTMLElement {
  return el("button", { type: "button", className: "button primary", "data-testid": testId, onclick: act }, label);
}

function choice(label: string, testId: string, act: () => void): HTMLElement {
  return el("button", { type: "button", className: "menu-choice", "data-testid": testId, onclick: act }, label);
}
