/** A mailbox: the list, and the mail that is open beside it (in its place where there is little room). */

import type { Mail, MailAddress, WindowApi } from "./api";
import { avatar, el, icon } from "./dom";
import { beginningOf, drawMailBody } from "./mailBody";
import { notice } from "./notices";

/** One person's mailbox. */
export class Mailbox {
  readonly element: HTMLElement;
  readonly #api: WindowApi;
  readonly #chatAddress: string;
  readonly #counted: (unread: number) => void;
  readonly #list = el("ul", { className: "mail-list", "aria-label": "Mail", "data-testid": "mail-list" });
  readonly #reading = el("article", { className: "mail-reading", "data-testid": "mail-reading", "aria-label": "The open mail" });
  #open: string | undefined;

  /** `counted` hears how many are unread; a link to the chat leads to `chatAddress`. */
  constructor(api: WindowApi, chatAddress: string, counted: (unread: number) => void) {
    this.#api = api;
    this.#chatAddress = chatAddress;
    this.#counted = counted;
    this.element = el("div", { className: "mail", "data-testid": "mail" }, el("div", { className: "mail-panes" }, this.#list, this.#reading));
    this.#close();
  }

  /** Read the mailbox again and draw it. */
  async refresh(): Promise<void> {
    const mails = await this.#api.mailbox();
    const focused = (document.activeElement as HTMLElement | null)?.dataset["mailId"];
    this.#list.replaceChildren(...(mails.length === 0 ? [el("li", { className: "mail-none" }, "No mail yet.")] : mails.map((mail) => this.#entry(mail))));
    if (focused !== undefined) this.#entryOf(focused)?.focus();
    this.#counted(mails.filter((mail) => !mail.read).length);
    const open = mails.find((mail) => mail.id === this.#open);
    if (this.#open !== undefined && open === undefined) this.#close();
  }

  #entry(mail: Mail): HTMLElement {
    const entry = el(
      "button",
      { type: "button", className: mail.read ? "mail-entry" : "mail-entry unread", "data-testid": "mail-entry", "data-mail-id": mail.id, "data-read": mail.read, "aria-current": mail.id === this.#open },
      mail.read ? null : el("span", { className: "visually-hidden" }, "Unread: "),
      el("span", { className: "mail-from" }, nameOf(mail.from)),
      el("time", { className: "mail-time", dateTime: mail.at }, this.#format(mail.at, { day: "numeric", month: "short" })),
      el("span", { className: "mail-subject" }, mail.subject || "(no subject)"),
      el("span", { className: "mail-beginning" }, beginningOf(mail.body)),
    );
    entry.addEventListener("click", () => this.#show(mail));
    return el("li", {}, entry);
  }

  #show(mail: Mail): void {
    this.#open = mail.id;
    this.element.dataset["open"] = "true";
    for (const entry of this.#list.querySelectorAll<HTMLElement>("button")) entry.setAttribute("aria-current", String(entry.dataset["mailId"] === mail.id));
    const heading = el("h2", { "data-testid": "mail-subject", tabIndex: -1 }, mail.subject || "(no subject)");
    const to = mail.to.map((other) => other.name || other.mail).join(", ");
    this.#reading.replaceChildren(
      el("div", { className: "mail-actions" }, this.#backButton(mail), this.#unreadButton(mail)),
      heading,
      el("div", { className: "mail-who" }, avatar(nameOf(mail.from)), el("div", {}, el("p", { "data-testid": "mail-from" }, el("strong", {}, nameOf(mail.from)), ` ${mail.from.mail}`), el("p", { className: "mail-to" }, `To ${to}`)), el("time", { dateTime: mail.at }, this.#format(mail.at, { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }))),
      drawMailBody(mail.body, this.#chatAddress),
    );
    heading.focus();
    if (!mail.read) this.#mark(mail, true);
  }

  #backButton(mail: Mail): HTMLElement {
    const back = () => {
      this.#close();
      this.#entryOf(mail.id)?.focus();
    };
    return el("button", { type: "button", className: "button mail-back", "data-testid": "mail-back", onclick: back }, icon("left"), "All mail");
  }

  #unreadButton(mail: Mail): HTMLElement {
    return el("button", { type: "button", className: "button", "data-testid": "mail-unread", onclick: () => this.#mark(mail, false) }, "Mark as unread");
  }

  #mark(mail: Mail, read: boolean): void {
    this.#api
      .markMail(mail.id, read)
      .then(() => this.refresh())
      .catch((error: unknown) => notice(error instanceof Error ? error.message : String(error), "problem"));
  }

  #close(): void {
    this.#open = undefined;
    this.element.dataset["open"] = "false";
    this.#list.querySelectorAll("button").forEach((entry) => entry.setAttribute("aria-current", "false"));
    this.#reading.replaceChildren(el("p", { className: "mail-none" }, "Choose a mail to read it."));
  }

  #entryOf(id: string): HTMLElement | undefined {
    return [...this.#list.querySelectorAll("button")].find((entry) => entry.dataset["mailId"] === id);
  }

  #format(at: string, wanted: Intl.DateTimeFormatOptions): string {
    const { locale, zone } = this.#api.person;
    return new Intl.DateTimeFormat(locale, { ...wanted, timeZone: zone }).format(new Date(at));
  }
}

const nameOf = (address: MailAddress): string => address.name || address.mail;
