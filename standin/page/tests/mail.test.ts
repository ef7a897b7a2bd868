import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Mail, WindowApi } from "../src/api";
import { Mailbox } from "../src/mail";

const person = { key: "ana", name: "Ana", locale: "en-GB", zone: "Europe/Amsterdam" };
let mails: Mail[];
const markMail = vi.fn((id: string, read: boolean) => {
  mails = mails.map((mail) => (mail.id === id ? { ...mail, read } : mail));
  return Promise.resolve();
});
const counted = vi.fn();

async function opened(): Promise<Mailbox> {
  const api = { person, mailbox: () => Promise.resolve(mails), markMail } as unknown as WindowApi;
  const mailbox = new Mailbox(api, "#chat", counted);
  document.body.replaceChildren(mailbox.element);
  await mailbox.refresh();
  return mailbox;
}

const one = (testId: string) => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);

describe("somebody with mail", () => {
  beforeEach(() => {
    const from = { name: "Learning Cycles", mail: "learning@meadow.example" };
    mails = [{ id: "m1", from, to: [{ name: "Ana", mail: "ana@meadow.example" }], subject: "Ben asks", body: { contentType: "text", content: "Hello" }, at: "2026-03-02T09:00:00Z", read: false }];
    vi.clearAllMocks();
  });

  it("sees how much is unread, and an opened mail is read", async () => {
    await opened();
    expect(counted).toHaveBeenLastCalledWith(1);
    one("mail-entry")?.click();
    expect(one("mail-subject")?.textContent).toBe("Ben asks");
    await vi.waitFor(() => expect(counted).toHaveBeenLastCalledWith(0));
  });

  it("marks one as unread again, and it stays open", async () => {
    await opened();
    one("mail-entry")?.click();
    one("mail-unread")?.click();
    await vi.waitFor(() => expect(one("mail-entry")?.dataset["read"]).toBe("false"));
    expect(one("mail-body")).not.toBeNull();
  });

  it("goes back to the list, where the mail has the focus", async () => {
    await opened();
    one("mail-entry")?.click();
    await vi.waitFor(() => expect(counted).toHaveBeenLastCalledWith(0));
    one("mail-back")?.click();
    expect(one("mail-body")).toBeNull();
    expect(document.activeElement).toBe(one("mail-entry"));
  });

  it("is told when there is none", async () => {
    mails = [];
    await opened();
    expect(one("mail-list")?.textContent).toBe("No mail yet.");
  });
});
