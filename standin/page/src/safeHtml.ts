/** HTML that others wrote, made harmless: nothing in it runs. */

import type { Body } from "./api";
import { el } from "./dom";
import { fromText } from "./links";

/** What does something by being there. */
export const ACTIVE = "script, iframe, frame, object, embed, applet, meta, base, link, form, title, noscript, template";

export const isHtml = (body: Body): boolean => body.contentType.toLowerCase() === "html";

/** A document of its own, in which nothing is active. */
export function harmless(body: Body): Document {
  const page = parse(body);
  page.querySelectorAll(ACTIVE).forEach((element) => element.remove());
  page.querySelectorAll("*").forEach(disarm);
  return page;
}

/** As it came; it runs nothing while it is in no window. */
export function parse(body: Body): Document {
  if (isHtml(body)) return new DOMParser().parseFromString(body.content, "text/html");
  const page = document.implementation.createHTMLDocument();
  const text = el("div", { style: "white-space: pre-wrap" });
  for (const piece of fromText(body.content)) text.append(typeof piece === "string" ? piece : el("a", { href: piece.address }, piece.text));
  page.body.append(text);
  return page;
}

function disarm(element: Element): void {
  for (const { name } of [...element.attributes]) {
    if (/^on/i.test(name)) element.removeAttribute(name);
  }
}
