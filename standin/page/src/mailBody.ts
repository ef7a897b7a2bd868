/** A mail's text as a document of its own that can do nothing: no scripts, no forms, nothing fetched from elsewhere. */

import type { Body } from "./api";
import { el } from "./dom";
import { isChatLink } from "./links";
import { ACTIVE, harmless, isHtml, parse } from "./safeHtml";

/** What a frame with a mail may do: open a link in a new tab, or lead this window to its chat. */
const ALLOWED = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const OWN_COLOURS = /(?:color|background)\s*[:=]/i;
const LOOK = "html { font: 14px/20px 'Segoe UI', system-ui, sans-serif } body { margin: 0; padding: 16px 20px; overflow-wrap: anywhere } img { max-width: 100% }";

/** The frame in which one reads it; a link to the chat leads to `chatAddress`. */
export function drawMailBody(body: Body, chatAddress: string): HTMLIFrameElement {
  return el("iframe", { className: "mail-body", "data-testid": "mail-body", title: "What the mail says", sandbox: ALLOWED, srcdoc: mailDocument(body, chatAddress) });
}

/** The document. A mail that sets colours of its own is drawn on white, whatever the colours of the page. */
export function mailDocument(body: Body, chatAddress: string): string {
  const page = harmless(body);
  const scheme = OWN_COLOURS.test(body.content) && isHtml(body) ? "light" : "light dark";
  page.querySelectorAll("a[href], area[href]").forEach((link) => lead(link, chatAddress));
  const styles = [...page.head.querySelectorAll("style")].map((style) => style.outerHTML).join("");
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="${scheme}">`;
  return `<!doctype html><html lang="en"><head>${head}<title>Mail</title><style>:root { color-scheme: ${scheme} } ${LOOK}</style>${styles}</head>${page.body.outerHTML}</html>`;
}

/** The first words, for the list. */
export function beginningOf(body: Body): string {
  const page = parse(body);
  page.querySelectorAll(`${ACTIVE}, style`).forEach((element) => element.remove());
  page.querySelectorAll("p, div, br, td, li, h1, h2, h3").forEach((block) => block.after(" "));
  return (page.body.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 140);
}

function lead(link: Element, chatAddress: string): void {
  const address = link.getAttribute("href") ?? "";
  const isChat = isChatLink(address);
  link.setAttribute("target", isChat ? "_top" : "_blank");
  link.setAttribute("rel", "noopener noreferrer");
  if (isChat) link.setAttribute("href", chatAddress);
  else if (!/^(?:https?|mailto):/i.test(address)) link.removeAttribute("href");
}
