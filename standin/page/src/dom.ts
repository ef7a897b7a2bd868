/** Small helpers to build elements without HTML strings. */

type Child = Node | string | null;

/** An element with these properties, attributes (`aria-…`, `data-…`, `role`, `for`) and children. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  settings: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (name in element && !name.includes("-")) Reflect.set(element, name, value);
    else element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const PATHS = {
  send: "M3 10 2 3.4c-.1-.6.5-1 1-.8l14.5 6.9c.5.2.5.8 0 1L3 17.4c-.5.2-1.1-.2-1-.8L3 10Zm0 0h7",
  lock: "M6 9V6.5a4 4 0 0 1 8 0V9M5.5 9h9c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1h-9a1 1 0 0 1-1-1v-6c0-.6.4-1 1-1Z",
  cycle: "M15.5 10a5.5 5.5 0 1 1-1.6-3.9M15.5 3v3.6h-3.6",
  left: "m12 4-6 6 6 6",
  right: "m8 4 6 6-6 6",
  close: "m5 5 10 10M15 5 5 15",
  chevron: "m5 8 5 5 5-5",
  people: "M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5.5 8c0-3 2-5 5.5-5s5.5 2 5.5 5M13 4.2a2.6 2.6 0 0 1 0 4.6m2 3.4c2 .6 3 2.3 3 4.8",
  mail: "M4 4.5h12c.8 0 1.5.7 1.5 1.5v8c0 .8-.7 1.5-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14V6c0-.8.7-1.5 1.5-1.5Zm-1.2 1.8L10 11l7.2-4.7",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  fault: "M10 3 2.5 16.5h15L10 3Zm0 5.5v3.5m0 2.2v.1",
  chat: "M10 3a7 7 0 1 1-3.2 13.2L3 17l.9-3.6A7 7 0 0 1 10 3Z",
  plus: "M10 4v12M4 10h12",
  series: "M4.5 9V8A2.5 2.5 0 0 1 7 5.5h8.5L13 3m2.5 8v1a2.5 2.5 0 0 1-2.5 2.5H4.5L7 17",
  question: "M7 7.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.1m0 3v.1",
  away: "M11.5 3.5h-6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h6M9 10h8m-3-3 3 3-3 3",
  free: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z",
  elsewhere: "M10 17s5.5-4.800 5.5-9a5.5 5.5 0 0 0-11 0c0 4.200 5.5 9 5.5 9Zm0-7.200a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600Z",
  check: "m4.5 10.5 4 4 7.5-9",
  video: "M4 5.5h7.5c.6 0 1 .4 1 1v7c0 .6-.4 1-1 1H4a1 1 0 0 1-1-1v-7c0-.6.4-1 1-1Zm8.5 3.3L17 6v8l-4.5-2.800",
  calendar: "M5.5 4h9A1.5 1.5 0 0 1 16 5.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 14.5v-9A1.5 1.5 0 0 1 5.5 4ZM4 8h12M7 2.5V5m6-2.5V5",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing that screen readers pass over. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** The first letters of a name, in a circle. */
export function avatar(name: string): HTMLElement {
  const letters = name.split(" ").map((word) => word[0] ?? "");
  const hue = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return el("span", { className: `avatar hue-${hue}`, "aria-hidden": "true" }, `${letters[0] ?? ""}${letters.at(-1) ?? ""}`);
}

let counter = 0;

/** An id that no other element has. */
export function uniqueId(prefix: string): string {
  counter += 1;
  return `${prefix}-${counter}`;
}
