/** What stands in an event's body, as text that can do nothing, with its links. */

import { el } from "./dom";

const CHAT_LINK = /^https:\/\/teams\.microsoft\.com\/l\//i;
const BLOCKS = "p, div, br, li, tr, h1, h2, h3, h4, blockquote";
const ADDRESS = /https?:\/\/[^\s<>"]+/g;

/** Whether a link leads to a Teams chat, which is this window. */
export const isChatLink = (address: string): boolean => CHAT_LINK.test(address);

export type Piece = string | { text: string; address: string };

/** Draw a body. A link to the chat calls `openChat` instead of leaving this window; others open a new tab. */
export function drawBody(body: { contentType: string; content: string }, openChat: () => void): HTMLElement {
  const pieces = body.contentType.toLowerCase() === "html" ? fromHtml(body.content) : fromText(body.content);
  const drawn = el("div", { className: "event-body" });
  for (const piece of pieces) {
    drawn.append(typeof piece === "string" ? piece : link(piece.text, piece.address, openChat));
  }
  return drawn;
}

function link(text: string, address: string, openChat: () => void): HTMLElement {
  const anchor = el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
  if (isChatLink(address)) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      openChat();
    });
  }
  return anchor;
}

/** A document of its own runs no scripts and loads no images; only text and web addresses come out of it. */
function fromHtml(html: string): Piece[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  parsed.querySelectorAll("script, style, head").forEach((element) => element.remove());
  const pieces: Piece[] = [];
  collect(parsed.body, pieces);
  return trimmed(pieces);
}

function collect(node: Node, pieces: Piece[]): void {
  for (const child of node.childNodes) {
    if (child instanceof Text || child.nodeType === Node.TEXT_NODE) {
      pieces.push((child.textContent ?? "").replace(/\s+/g, " "));
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      collectElement(child as Element, pieces);
    }
  }
}

function collectElement(element: Element, pieces: Piece[]): void {
  const address = element.getAttribute("href") ?? "";
  const isBlock = element.matches(BLOCKS);
  if (isBlock && pieces.length > 0) pieces.push("\n");
  if (element.localName === "a" && /^https?:\/\//i.test(address)) {
    pieces.push({ text: element.textContent?.trim() || address, address });
  } else {
    collect(element, pieces);
  }
  if (element.matches("p")) pieces.push("\n");
}

/** Plain text with its web addresses apart. */
export function fromText(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    pieces.push(text.slice(end, match.index), { text: match[0], address: match[0] });
    end = match.index + match[0].length;
  }
  return trimmed([...pieces, text.slice(end)]);
}

function trimmed(pieces: Piece[]): Piece[] {
  const kept = pieces.filter((piece) => piece !== "");
  while (typeof kept[0] === "string" && kept[0].trim() === "") kept.shift();
  while (typeof kept.at(-1) === "string" && (kept.at(-1) as string).trim() === "") kept.pop();
  return kept;
}
