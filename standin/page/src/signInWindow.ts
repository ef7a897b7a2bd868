/** The window that a sign-in button opens: whose it is, what it says, and that it was closed. */

const REMEMBERED_SECONDS = 600;
const LOOK_AGAIN_MS = 300;

/** What Teams says to the app in place of a state when the person just closes the window. */
export const CANCELLED = "CancelledByUser";

/** Tell the sign-in pages whose window was used last, so that they offer that account first. */
export function rememberWindow(key: string): void {
  document.cookie = `standin_window=${encodeURIComponent(key)}; path=/; max-age=${REMEMBERED_SECONDS}; samesite=lax`;
}

/**
 * Open the link beside this window; the answer is the state that its page posted, `{state: "…"}`, or CANCELLED.
 * Only what that window sends from the link's own origin counts. Null: the browser opened none.
 */
export function openSignIn(link: string): Promise<string> | null {
  const opened = window.open(link, "sign-in", "popup,width=520,height=680");
  return opened && untilDone(opened, new URL(link).origin);
}

function untilDone(opened: Window, origin: string): Promise<string> {
  return new Promise((done) => {
    const end = (state: string) => {
      window.removeEventListener("message", hear);
      clearInterval(timer);
      done(state);
    };
    const hear = (message: MessageEvent) => {
      const state = message.source === opened && message.origin === origin ? stateIn(message.data) : undefined;
      if (state === undefined) return;
      end(state);
      opened.close();
    };
    const timer = setInterval(() => {
      if (opened.closed) end(CANCELLED);
    }, LOOK_AGAIN_MS);
    window.addEventListener("message", hear);
  });
}

function stateIn(data: unknown): string | undefined {
  const state = typeof data === "object" && data !== null ? (data as { state?: unknown }).state : undefined;
  return typeof state === "string" ? state : undefined;
}
