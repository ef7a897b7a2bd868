/** What stands in an event's body, as text that can do nothing, with its links. */

import { el } from "./dom";

const MEETING_LINK = /^https:\/\/teams\.(?:microsoft|live)\.com\/(?:l\/meetup-join|meet)\//i;
const CHAT_LINK = /^https:\/\/teams\.microsoft\.com\/l\//i;
const BLOCKS = "p, div, br, li, tr, h1, h2, h3, h4, blockquote";
const RULE = /\s*_{20,}\s*/;
const ADDRESS = /https?:\/\/[^\s<>"]+/g;

/** Whether a link leads to a Teams chat, which is this window. */
export const isChatLink = (address: string): boolean => CHAT_LINK.test(address) && !isMeetingLink(address);

/** Whether a link leads into an online meeting, behind which there is nothing here. */
export const isMeetingLink = (address: string): boolean => MEETING_LINK.test(address);

export type Piece = string | { text: string; address: string };

/** Draw a body. A link to the chat calls `openChat` instead of leaving this window, one into a meeting `join`; others open a new tab. */
export function drawBody(body: { contentType: string; content: string }, openChat: () => void, join: () => void = () => undefined): HTMLElement {
  const pieces = body.contentType.toLowerCase() === "html" ? fromHtml(body.content) : fromText(body.content);
  const drawn = el("div", { className: "event-body" });
  for (const piece of pieces) {
    drawn.append(...(typeof piece === "string" ? withRules(piece) : [link(piece, openChat, join)]));
  }
  return drawn;
}

/** Mail programs draw a line by writing it; here it is as long as there is room. */
function withRules(text: string): (Node | string)[] {
  return text.split(RULE).flatMap((part, index) => (index === 0 ? [part] : [el("hr"), part]));
}

function link({ text, address }: Exclude<Piece, string>, openChat: () => void, join: () => void): HTMLElement {
  const anchor = el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
  const here = isChatLink(address) ? openChat : isMeetingLink(address) ? join : undefined;
  if (here === undefined) return anchor;
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    here();
  });
  return anchor;
}

/** A document of its own runs no scripts and loads no images; only text and web addresses come out of it. */
function fromHtml(html: string): Piece[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  parsed.querySelectorAll("script, style, head").forEach((element) => element.remove());
  const pieces: Piece[] = [];
  collect(parsed.body, pieces);
  return trimmed(joined(pieces));
}

/** Text beside text is one text, with one empty line at most between its parts. */
function joined(pieces: Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const before = kept.at(-1);
    if (typeof piece === "string" && typeof before === "string") kept[kept.length - 1] = before + piece;
    else kept.push(piece);
  }
  return kept.map((piece) => (typeof piece === "string" ? piece.replace(/[^\S\n]*\n[^\S\n]*/g, "\n").replace(/\n{3,}/g, "\n\n") : piece));
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
  return kept.map((piece, index) => (typeof piece === "string" && index === kept.length - 1 ? piece.trimEnd() : piece));
}
