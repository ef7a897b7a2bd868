/** What the person has deleted from their calendar, each with a way back. */

import type { DeletedEvent } from "./calendarApi";
import { el } from "./dom";
import type { EventDeeds } from "./eventDeeds";
import { Sheet } from "./sheet";

/** Open the list. */
export function openDeletedEvents(deeds: EventDeeds): void {
  const sheet = new Sheet({ testId: "deleted-dialog", title: "Deleted events" });
  const list = el("ul", { className: "deleted-list", "aria-label": "Deleted events" }, el("li", { className: "deleted-none" }, "One moment …"));
  sheet.open([list], [el("button", { type: "button", className: "button", onclick: sheet.close }, "Close")]);
  const fill = (deleted: DeletedEvent[]) =>
    list.replaceChildren(...(deleted.length === 0 ? [el("li", { className: "deleted-none" }, "Nothing was deleted.")] : deleted.map((event) => entry(event, deeds, sheet))));
  deeds.api.deleted().then(fill, (error: unknown) => list.replaceChildren(el("li", { role: "alert" }, error instanceof Error ? error.message : String(error))));
}

function entry(event: DeletedEvent, deeds: EventDeeds, sheet: Sheet): HTMLElement {
  const subject = event.subject || "(no subject)";
  const { locale, zone } = deeds.person;
  const when = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(event.start));
  const undo = () => sheet.attempt(() => deeds.restore(event.id));
  const button = el("button", { type: "button", className: "button", "aria-label": `Put back: ${subject}, ${when}`, "data-testid": "restore-event", onclick: undo }, "Put back");
  return el("li", { className: "deleted", "data-testid": "deleted-event", "data-event-id": event.id }, el("div", {}, el("strong", {}, subject), el("small", {}, when)), button);
}
