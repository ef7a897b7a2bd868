/** Who is invited and what they answered, the person's own answer, and the way into the meeting. */

import type { Answer, CalendarEvent, Guest } from "./calendarApi";
import { avatar, el, icon, uniqueId } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { answerOf, isInvited, othersIn, whenOf } from "./eventWords";
import { button, form, TimeFields } from "./fields";

type Attempt = (act: () => Promise<unknown>) => void;

const ANSWERS: [Answer, string, string, string][] = [
  ["accepted", "Accept", "accept-event", "accepted"],
  ["tentative", "Tentative", "tentative-event", "tentativelyAccepted"],
  ["declined", "Decline", "decline-event", "declined"],
];

/** Everybody else who was invited, each with their answer; nothing when there is nobody. */
export function drawGuests(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): HTMLElement | null {
  const others = othersIn(event, deeds.person);
  if (others.length === 0) return null;
  return el("section", { className: "guests" }, el("h3", {}, "Invited"), el("ul", {}, ...others.map((guest) => drawGuest(guest, event, deeds, attempt))));
}

function drawGuest({ name, mail, response, proposes }: Guest, event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): HTMLElement {
  const { icon: sign, words } = answerOf(response);
  const answer = el("span", { className: "guest-answer" }, icon(sign), words);
  const guest = el("li", { className: "guest", "data-testid": "guest" }, avatar(name || mail), el("span", { className: "guest-name" }, name || mail), answer);
  if (proposes) {
    const take = () => attempt(() => deeds.change(event, { start: new Date(proposes.start), end: new Date(proposes.end) }));
    guest.append(el("p", { className: "guest-proposal" }, `Proposes ${whenOf({ ...proposes, isAllDay: event.isAllDay }, deeds.person)} `, button("Move it there", "take-proposal", take)));
  }
  return guest;
}

/** The buttons to answer an invitation, or to propose another time; nothing when it is the person's own event. */
export function drawReply(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): HTMLElement | null {
  if (!isInvited(event, deeds.person) || event.isCancelled) return null;
  const answers = ANSWERS.map(([answer, label, testId, response]) => {
    const pressed = button(label, testId, () => attempt(() => deeds.respond(event, answer)));
    pressed.setAttribute("aria-pressed", String(event.response === response));
    if (event.response === response) pressed.prepend(icon("check"));
    return pressed;
  });
  const proposal = proposalForm(event, deeds, attempt);
  const propose = button("Propose a new time", "propose-event", () => {
    proposal.hidden = !proposal.hidden;
    propose.setAttribute("aria-expanded", String(!proposal.hidden));
    if (!proposal.hidden) proposal.querySelector("input")?.focus();
  });
  propose.setAttribute("aria-expanded", "false");
  propose.setAttribute("aria-controls", proposal.id);
  return el("section", { className: "reply" }, el("h3", {}, "Your answer"), el("div", { className: "reply-row", role: "group", "aria-label": "Your answer" }, ...answers, propose), proposal);
}

function proposalForm(event: CalendarEvent, deeds: EventDeeds, attempt: Attempt): HTMLElement {
  const times = new TimeFields("propose", event, deeds.person.zone);
  const send = (answer: Answer) => attempt(() => deeds.respond(event, answer, times.stretch));
  const decline = button("Decline, and propose this", "propose-declined", () => {
    if (proposal.reportValidity()) send("declined");
  });
  const tentative = el("button", { type: "submit", className: "button primary", "data-testid": "propose-tentative" }, "Tentative, and propose this");
  const proposal = form("panel", () => send("tentative"), ...times.fields, el("div", { className: "panel-buttons" }, tentative, decline));
  proposal.id = uniqueId("proposal");
  proposal.hidden = true;
  return proposal;
}

/** The link into an online meeting. There is none behind it on this machine, so it says so and stays. */
export function drawJoin(event: CalendarEvent): { element: HTMLElement | null; join: () => void } {
  const hint = el("p", { className: "join-hint", role: "status" });
  const join = () => (hint.textContent = "Here on this machine there is no meeting behind the link.");
  if (!event.joinUrl) return { element: null, join: () => undefined };
  const link = el("a", { className: "button", href: event.joinUrl, "data-testid": "join-meeting" }, icon("video"), "Join the online meeting");
  link.addEventListener("click", (click) => {
    click.preventDefault();
    join();
  });
  return { element: el("div", { className: "join" }, link, hint), join };
}
