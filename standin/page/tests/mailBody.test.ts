import { describe, expect, it } from "vitest";

import { beginningOf, drawMailBody, mailDocument } from "../src/mailBody";

const CHAT = "http://127.0.0.1:3979/?as=ana#chat";
const html = (content: string) => ({ contentType: "html", content });
const drawn = (content: string) => new DOMParser().parseFromString(mailDocument(html(content), CHAT), "text/html");

describe("the body of a mail", () => {
  it("can run nothing and fetch nothing", () => {
    const page = drawn("<script>bad()</script><base href=x><p onclick=bad()>Hello</p><iframe src=x></iframe><form action=x><input></form><meta http-equiv=refresh content='0;x'>");
    expect(page.querySelector("script, iframe, form, base, [onclick], meta[http-equiv=refresh]")).toBeNull();
    expect(page.querySelector("meta[http-equiv]")?.getAttribute("content")).toContain("default-src 'none'");
    expect(page.body.textContent).toBe("Hello");
  });

  it("stands in a frame without scripts and without this window's origin", () => {
    const allowed = drawMailBody(html("Hello"), CHAT).getAttribute("sandbox") ?? "";
    expect(allowed).not.toMatch(/allow-scripts|allow-same-origin|allow-forms/);
  });

  it("opens links in a new tab, those to the chat in this window, and no others", () => {
    const page = drawn('<a href="https://teams.microsoft.com/l/app/1">Add</a><a href="https://meadow.example/">Look</a><a href="javascript:bad()">Bad</a>');
    const links = [...page.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.target]);
    expect(links).toEqual([[CHAT, "_top"], ["https://meadow.example/", "_blank"], [null, "_blank"]]);
  });

  it("keeps colours of its own on white, and follows the page without them", () => {
    expect(mailDocument(html("<p style='color: navy'>Hello</p>"), CHAT)).toContain("color-scheme: light }");
    expect(mailDocument(html("<p>Hello</p>"), CHAT)).toContain("color-scheme: light dark }");
  });

  it("may be plain text: it stays as written, with its addresses as links", () => {
    const page = new DOMParser().parseFromString(mailDocument({ contentType: "text", content: "See\nhttps://meadow.example <b>" }, CHAT), "text/html");
    expect(page.body.textContent).toBe("See\nhttps://meadow.example <b>");
    expect(page.querySelector("a")?.target).toBe("_blank");
  });

  it("begins in the list with its first words", () => {
    expect(beginningOf(html("<style>p{}</style><h1>Hello</h1><p>Ana</p>"))).toBe("Hello Ana");
  });
});
