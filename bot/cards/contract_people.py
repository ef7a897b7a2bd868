"""Who can see a contract, and how the requests for advice on it stand."""

from __future__ import annotations

from collections.abc import Sequence

from microsoft_teams.cards.core import Action

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, group, named_line
from learning.feedback import may_answer
from learning.talk import TalkState
from learning.views import ContractView, RequestState

MOST_ON_CONTRACT = 5
MOST_WHERE_SHORT = 2
MOST_LISTED = 10


def visibility_lines(view: ContractView, page: Page) -> Elements:
    """Who can see which revision; always at least one line."""
    contract = view.contract
    if contract.shown_revision == 0:
        return [aside(page.say("contract.visible_to_you"), spacing="None")]
    came = [asked for asked in view.requests if asked.has_arrived]
    waits = [
        asked for asked in view.requests if not asked.has_arrived and may_answer(asked.request, asked.request.peer)
    ]
    others = [_seen_by(page, "contract.seen_by", *readers) for readers in _readers(came)]
    others += [_seen_by(page, "contract.will_see", *readers) for readers in _readers(waits)]
    lines = [*others] or [page.say("contract.visible_to_you")]
    if contract.revision > contract.shown_revision:
        lines.append(page.say("contract.next_revision_unseen", revision=contract.revision))
    elif contract.is_form:
        lines.append(page.say("contract.next_revision_comes", revision=contract.revision + 1))
    elif others:
        lines.append(page.say("contract.rest_is_yours"))
    return [aside(text, spacing="None") for text in lines]


def asked_lines(view: ContractView, page: Page) -> Elements:
    """Whom the learner asked, the newest last, and whether they answered.

    Who lets a request pass looks like who has not got to it yet. A long list would crowd out the questions.
    """
    if not view.requests:
        return []
    most = MOST_ON_CONTRACT if page.longest_quote is None else MOST_WHERE_SHORT
    return [group(page.say("contract.requests")), *request_lines(view.requests, page, most)]


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
        moment = asked.talk.slot.starts_at if asked.talk.slot else None
        state = page.say(f"contract.request.{_state(asked)}", revision=asked.revision, moment=moment)
        lines.append(named_line(page.speaker.name(asked.peer), state))
    return lines


def _readers(requests: Sequence[RequestState]) -> list[tuple[int, list[str]]]:
    """Who saw which revision last. Who was asked more than once is named once."""
    last: dict[str, RequestState] = {}
    for asked in sorted(requests, key=lambda asked: asked.revision):
        last[asked.request.peer] = asked
    names: dict[int, list[str]] = {}
    for asked in last.values():
        names.setdefault(asked.revision, []).append(asked.peer)
    return sorted(names.items())


def _seen_by(page: Page, key: str, revision: int, names: list[str]) -> str:
    return page.speaker.count(key, len(names), names=page.speaker.names(names), revision=revision)


def _state(asked: RequestState) -> str:
    """What the learner may know. Whether somebody chose "not now" is not in it."""
    facts = ("taken_back", "taken", "parked", "answered", "withdrawn", "ended", "undeliverable")
    talked = "talked" if asked.talk.state is TalkState.PASSED else "waiting"
    silent = talked if asked.has_arrived else "not_arrived"
    without = "talk" if asked.talk.is_on else silent
    return next((fact for fact in facts if getattr(asked.request, f"{fact}_at") is not None), without)
