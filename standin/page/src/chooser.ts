/** Without a person in the address: a page that lets one choose whose window to open. */

import type { Person } from "./api";
import { avatar, el } from "./dom";
import { standingOf } from "./header";

/** Who there is, each with a link to their window. */
export function drawChooser(people: Person[]): HTMLElement {
  const links = people.map((person) =>
    el(
      "li",
      {},
      el(
        "a",
        { className: "chooser-person", href: `/?as=${person.key}` },
        avatar(person.name),
        el("span", {}, el("strong", {}, person.name), el("small", {}, [person.mail, person.zone.replace("_", " "), standingOf(person)].filter(Boolean).join(" · "))),
      ),
    ),
  );
  return el(
    "main",
    { className: "chooser" },
    el("h1", {}, "Whose window?"),
    el("p", {}, "A local Microsoft 365 with one organisation and five people. Each has a chat with Learning Cycles, a calendar and a mailbox."),
    el("ul", {}, ...links),
  );
}
