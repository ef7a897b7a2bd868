import { beforeEach, describe, expect, it, vi } from "vitest";

import type { SignIn, WindowApi } from "../src/api";
import { SignInCard } from "../src/signInCard";

const LINK = "http://localhost:3978/sign-in/start?id=n1";
const CARD: SignIn = { text: "Connect your **calendar**", title: "Connect", link: LINK, exchangeId: "n1", connectionName: "", isDone: false };

function card(signIn: SignIn = CARD, outcome: { name?: string; status: number } | Error = { status: 412 }) {
  const { name = "signin/tokenExchange", ...rest } = outcome instanceof Error ? { status: 0 } : outcome;
  const answer = { name, body: null, ...rest };
  const signInSilently = vi.fn(() => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(answer)));
  const verifyState = vi.fn((_state: string) => Promise.resolve({ status: 200, body: null }));
  const notice = vi.fn();
  const api = { signInSilently, verifyState } as unknown as WindowApi;
  const drawn = new SignInCard({ messageId: "m1", api, notice, changed: () => (drawn.element.hidden = !drawn.isShown) });
  document.body.replaceChildren(drawn.element);
  drawn.update(signIn);
  return { drawn, signInSilently, verifyState, notice };
}

const button = () => document.querySelector<HTMLButtonElement>('[data-testid="sign-in"]');

/** A window that the button opens, which can say something and be closed. */
function opening() {
  const opened = { closed: false, close: vi.fn(() => (opened.closed = true)) };
  const open = vi.spyOn(window, "open").mockReturnValue(opened as unknown as Window);
  const say = (data: unknown, origin = "http://localhost:3978", source: unknown = opened) =>
    window.dispatchEvent(new MessageEvent("message", { data, origin, source: source as Window }));
  return { opened, open, say };
}

beforeEach(() => {
  vi.restoreAllMocks();
});

describe("a sign-in card", () => {
  it("is not seen while Teams signs in silently, nor after that went well", async () => {
    const { drawn, signInSilently } = card(CARD, { status: 200 });
    expect(drawn.isShown).toBe(false);
    await vi.waitFor(() => expect(signInSilently).toHaveBeenCalledWith("m1"));
    drawn.update({ ...CARD, isDone: true });
    expect(drawn.isShown).toBe(false);
  });

  it.each([{ status: 412 }, { status: 400 }, { status: 500 }, { status: 0 }, { name: "signin/failure", status: 200 }, new Error("no line")])(
    "is shown with its button when that does not go well: %j",
    async (outcome) => {
      const { drawn } = card(CARD, outcome);
      await vi.waitFor(() => expect(drawn.isShown).toBe(true));
      expect(button()?.textContent).toBe("Connect");
      expect(drawn.element.querySelector("strong")?.textContent).toBe("calendar");
    },
  );

  it("is tried once, however often the chat is read again, and anew when the app asks anew", async () => {
    const { drawn, signInSilently } = card();
    await vi.waitFor(() => expect(drawn.isShown).toBe(true));
    drawn.update(CARD);
    drawn.update({ ...CARD, text: "Please connect" });
    expect(signInSilently).toHaveBeenCalledTimes(1);
    drawn.update({ ...CARD, exchangeId: "n2" });
    expect(signInSilently).toHaveBeenCalledTimes(2);
  });

  it("that is not to be answered silently waits for its button", () => {
    const { drawn, signInSilently } = card({ ...CARD, exchangeId: null });
    expect([drawn.isShown, signInSilently.mock.calls.length]).toEqual([true, 0]);
  });

  it("shows the app's words as words", () => {
    card({ ...CARD, exchangeId: null, text: "<img src=x onerror=alert(1)>", title: "<b>Go</b>" });
    expect(document.querySelector("img, b")).toBeNull();
  });
});

describe("the window that the button opens", () => {
  it("leads to the app, and what it says becomes the state that the app hears", async () => {
    const { verifyState } = card({ ...CARD, exchangeId: null });
    const { open, opened, say } = opening();
    button()?.click();
    expect(open.mock.calls[0]?.[0]).toBe(LINK);
    say({ state: "n1" });
    await vi.waitFor(() => expect(verifyState).toHaveBeenCalledWith("n1"));
    expect(opened.close).toHaveBeenCalledOnce();
  });

  it("is not confused with other windows, other addresses and other words", async () => {
    const { verifyState } = card({ ...CARD, exchangeId: null });
    const { say } = opening();
    button()?.click();
    say({ state: "forged" }, "http://elsewhere.example");
    say({ state: "forged" }, "http://localhost:3978", window);
    say({ state: 7 });
    say("forged");
    say(null);
    say({ state: "true" });
    await vi.waitFor(() => expect(verifyState.mock.calls).toEqual([["true"]]));
  });

  it("may just be closed, and the app hears of that", async () => {
    const { verifyState } = card({ ...CARD, exchangeId: null });
    const { opened } = opening();
    button()?.click();
    opened.closed = true;
    await vi.waitFor(() => expect(verifyState).toHaveBeenCalledWith("CancelledByUser"));
  });

  it("that the browser does not open is spoken of", () => {
    const { notice } = card({ ...CARD, exchangeId: null });
    vi.spyOn(window, "open").mockReturnValue(null);
    button()?.click();
    expect(notice).toHaveBeenCalledWith("The browser did not open the sign-in window.");
  });
});
