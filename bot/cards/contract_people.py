"""Who can see a contract, and how the requests for advice on it stand."""

from __future__ import annotations

from collections.abc import Sequence

from microsoft_teams.cards.core import Action

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, group, named_line
from learning.feedback import FeedbackRequest
from learning.views import ContractView, RequestState

MOST_ON_CONTRACT = 5
MOST_LISTED = 10


def visibility_lines(view: ContractView, page: Page) -> Elements:
    """Who can see which revision; always at least one line."""
    contract = view.contract
    if contract.shown_revision == 0:
        return [aside(page.say("contract.visible_to_you"), spacing="None")]
    lines = [_seen_by(page, revision, names) for revision, names in _readers(view)]
    if contract.revision > contract.shown_revision:
        lines.append(page.say("contract.next_revision_unseen", revision=contract.revision))
    elif contract.is_form:
        lines.append(page.say("contract.next_revision_comes", revision=contract.revision + 1))
    else:
        lines.append(page.say("contract.rest_is_yours"))
    return [aside(text, spacing="None") for text in lines]


def asked_lines(view: ContractView, page: Page) -> Elements:
    """Whom the learner asked, the newest last, and whether they answered.

    Who lets a request pass looks like who has not got to it yet. A long list would crowd out the questions.
    """
    if not view.requests:
        return []
    return [group(page.say("contract.requests")), *request_lines(view.requests, page, MOST_ON_CONTRACT)]


def requests_button(view: ContractView, page: Page) -> list[Action]:
    """Leads to the list of all requests, on which one can be withdrawn."""
    if not view.requests:
        return []
    contract = view.contract
    show = Button(verb=Verb.SHOW_REQUESTS, about=contract.id, revision=contract.revision, version=contract.version)
    return [button(show, page.say("button.show_requests"))]


def request_lines(requests: Sequence[RequestState], page: Page, most: int = MOST_LISTED) -> Elements:
    """A line for each of the newest requests."""
    in_order = sorted(requests, key=lambda asked: asked.request.asked_at)
    earlier, shown = in_order[:-most], in_order[-most:]
    lines: Elements = []
    if earlier:
        lines.append(aside(page.speaker.count("contract.requests_earlier", len(earlier))))
    for asked in shown:
        state = page.say(f"contract.request.{_state(asked.request)}", revision=asked.revision)
        lines.append(named_line(page.speaker.name(asked.peer), state))
    return lines


def _readers(view: ContractView) -> list[tuple[int, list[str]]]:
    """Who saw which revision last. Who was asked more than once is named once."""
    last: dict[str, RequestState] = {}
    for asked in sorted(view.requests, key=lambda asked: asked.revision):
        last[asked.request.peer] = asked
    names: dict[int, list[str]] = {}
    for asked in last.values():
        names.setdefault(asked.revision, []).append(asked.peer)
    return sorted(names.items())


def _seen_by(page: Page, revision: int, names: list[str]) -> str:
    return page.speaker.count("contract.seen_by", len(names), names=page.speaker.names(names), revision=revision)


def _state(request: FeedbackRequest) -> str:
    """What the learner may know. Whether somebody chose "not now" is not in it."""
    facts = ("taken_back", "taken", "parked", "answered", "withdrawn", "ended", "undeliverable")
    return next((fact for fact in facts if getattr(request, f"{fact}_at") is not None), "waiting")
