import { describe, expect, it, vi } from "vitest";

import { drawBody } from "../src/links";
import { renderMarkdown } from "../src/markdown";
import { localParts, momentOf } from "../src/zones";

const html = (content: string) => ({ contentType: "html", content });

describe("the body of an event", () => {
  it("can do nothing: scripts, images and styles are gone", () => {
    const drawn = drawBody(html("<style>p{}</style><p>Hello</p><script>bad()</script><img src=x onerror=bad()>"), vi.fn());
    expect(drawn.textContent?.trim()).toBe("Hello");
    expect(drawn.querySelector("img, script, style")).toBeNull();
  });

  it("opens the chat of this window by its Teams link", () => {
    const openChat = vi.fn();
    drawBody(html('<a href="https://teams.microsoft.com/l/chat/0/0?users=28:x">Chat</a>'), openChat).querySelector("a")?.click();
    expect(openChat).toHaveBeenCalledOnce();
  });

  it("has no links but web addresses", () => {
    const drawn = drawBody(html('<a href="javascript:bad()">Press</a> <a href="https://meadow.example/">Look</a>'), vi.fn());
    expect([...drawn.querySelectorAll("a")].map((link) => link.textContent)).toEqual(["Look"]);
  });

  it("makes addresses in plain text clickable", () => {
    const drawn = drawBody({ contentType: "text", content: "See https://meadow.example/guide now" }, vi.fn());
    expect(drawn.querySelector("a")?.href).toBe("https://meadow.example/guide");
    expect(drawn.textContent).toBe("See https://meadow.example/guide now");
  });
});

describe("what is written in a chat", () => {
  it("is Markdown, and HTML in it stays text", () => {
    expect(renderMarkdown("**Hi** <b>x</b>")).toBe("<p><strong>Hi</strong> &lt;b&gt;x&lt;/b&gt;</p>\n");
  });

  it("opens links in a new tab and knows no scripts", () => {
    expect(renderMarkdown("[a](https://meadow.example)")).toContain('target="_blank"');
    expect(renderMarkdown("[a](javascript:bad())")).not.toContain("<a");
  });
});

describe("local time", () => {
  it("is the wall clock of the person's zone, in winter and in summer", () => {
    expect(localParts(new Date("2026-03-02T09:00:00Z"), "Europe/Amsterdam")).toEqual({ date: "2026-03-02", time: "10:00" });
    expect(momentOf("2026-07-01", "10:00", "America/New_York").toISOString()).toBe("2026-07-01T14:00:00.000Z");
  });
});

describe("a text with the line that Teams writes", () => {
  it("has one line as long as there is room, and no heap of empty lines", () => {
    const drawn = drawBody(html(`<div><p>Hello</p><br><div>${"_".repeat(80)}</div><div><p>Teams</p></div></div>`), vi.fn());
    expect(drawn.innerHTML).toBe("Hello<hr>Teams");
  });
});
