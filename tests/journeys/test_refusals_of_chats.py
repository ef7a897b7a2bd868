"""What Teams refuses about messages, and what people still get. docs/refusals.md says which test covers what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

import pytest

from app.local_run import Pair
from tests.journeys.chats import Chats
from tests.journeys.refusing import PEOPLE, starts_a_cycle
from tests.journeys.test_nothing_lost import until

IDS = {
    "ben": "b2000000-0000-4000-8000-000000000002",
    "chloe": "c3000000-0000-4000-8000-000000000003",
    "dan": "d4000000-0000-4000-8000-000000000004",
    "mia": "e5000000-0000-4000-8000-000000000005",
}
REQUEST = "asks for your advice"
SEND = {"where": "teams", "method": "POST", "path": "/activities"}
UPDATE = {"where": "teams", "method": "PUT", "path": "/activities/"}

FOR_NOW = ("429", "401", "412", "500", "502", "503", "504", "drop")
UNCLEAR = ("commit-then-504", "commit-then-drop")
CLOSED = (
    ("403", "BotNotInConversationRoster"),
    ("403", "ConversationBlockedByUser"),
    ("403", "BotDisabledByAdmin"),
    ("403", "ForbiddenOperationException"),
    ("403", "MessageWritesBlocked"),
    ("404", "ConversationNotFound"),
)
"""Stop: nothing more is said there until the person is back."""
REFUSED = (
    ("400", "BadArgument"),
    ("413", "MessageSizeTooBig"),
    ("413", "RequestEntityTooLarge"),
    ("403", "NotEnoughPermissions"),
    ("403", "InvalidBotApiHost"),
    ("404", "ActivityNotFoundInConversation"),
)
"""It is about the one message: it never comes, and what is behind it does."""


def spoil(chats: Chats, person: str, call: dict[str, Any], faults: Iterable[str]) -> None:
    """Have this call about this person's chat go wrong in each of these ways, once each."""
    for what in faults:
        chats.fault({**call, "person": person, "what": what, "times": 1})


def asks(chats: Chats, peers: Sequence[str], learner: str = "ana") -> None:
    for peer in peers:
        if peer != "mia":
            chats.card(peer, "Write a learning contract")
    chats.press(learner, chats.card(learner, "Write a learning contract"), "Write a learning contract")
    draft, chosen = chats.card(learner, "My learning contract"), ",".join(IDS[peer] for peer in peers)
    chats.press(learner, draft, "Ask for advice", goal="Speak less", peers=chosen)


def test_whatever_is_refused_for_now_a_message_arrives_and_is_doubled_only_where_the_answer_was_lost(
    chats: Chats,
) -> None:
    # Given
    peers = ("ben", "chloe", "dan")
    for peer in peers:
        chats.card(peer, "Write a learning contract")
    spoil(chats, "ben", SEND, FOR_NOW)
    spoil(chats, "chloe", SEND, UNCLEAR)
    chats.fault({**SEND, "person": "dan", "what": "slow", "seconds": 2, "times": 1})

    # When
    asks(chats, peers)
    chats.time_passes_until(lambda: chats.faults() == [])

    # Then
    for peer in peers:
        chats.time_passes_until(lambda: chats.has_card(peer, REQUEST))  # noqa: B023  it is over within its turn
    assert [chats.cards_with(peer, REQUEST) for peer in ("ben", "dan")] == [1, 1]
    assert 1 <= chats.cards_with("chloe", REQUEST) <= 1 + len(UNCLEAR)


def test_whatever_is_refused_for_now_a_message_is_brought_up_to_date(chats: Chats) -> None:
    for person in PEOPLE[:2]:
        chats.press(person, chats.card(person, "Write a learning contract"), "Write a learning contract")
        chats.card(person, "My learning contract")
    spoil(chats, "ana", UPDATE, FOR_NOW)
    spoil(chats, "ben", UPDATE, UNCLEAR)
    for person in PEOPLE[:2]:
        starts_a_cycle_on_the_card(chats, person)
    chats.time_passes_until(lambda: chats.faults() == [])
    for person in PEOPLE[:2]:
        chats.time_passes_until(lambda: chats.has_card(person, "Revise my contract"))  # noqa: B023  as above
        assert chats.cards_with(person, "My learning contract") == 1


def starts_a_cycle_on_the_card(chats: Chats, person: str) -> None:
    chats.press(person, chats.card(person, "My learning contract"), "Start the cycle", goal="Speak less")


@pytest.mark.parametrize("refusals", [CLOSED[:3], CLOSED[3:]], ids=["roster blocked disabled", "not installed gone"])
def test_a_chat_that_is_closed_is_told_to_who_asked_and_opens_again(
    chats: Chats, refusals: Sequence[tuple[str, str]]
) -> None:
    # Given peers whose chats are closed, each for another reason
    peers = ("ben", "chloe", "dan")
    for peer, (what, code) in zip(peers, refusals, strict=True):
        chats.card(peer, "Write a learning contract")
        chats.fault({**SEND, "person": peer, "what": what, "code": code})

    # When Ana asks them
    asks(chats, peers)

    # Then she hears of each, and when they are back they find her request
    until(lambda: chats.cards_with("ana", "Your request waits for") == len(peers))
    assert chats.faults_struck()
    chats.no_faults()
    for peer in peers:
        chats.removes_app(peer)
        chats.adds_app(peer)
        chats.card(peer, REQUEST)


@pytest.mark.parametrize("refusals", [REFUSED[:3], REFUSED[3:]], ids=["400 413", "403 404"])
def test_a_message_that_teams_will_never_take_is_told_to_who_asked_and_the_next_ones_come(
    chats: Chats, refusals: Sequence[tuple[str, str]]
) -> None:
    peers = ("ben", "chloe", "dan")
    for peer, (what, code) in zip(peers, refusals, strict=True):
        chats.card(peer, "Write a learning contract")
        chats.fault({**SEND, "person": peer, "what": what, "code": code, "times": 1})
    asks(chats, peers)
    until(lambda: chats.cards_with("ana", "could not be delivered to") == len(peers))
    assert chats.faults() == []
    for peer in peers:
        starts_a_cycle(chats, peer)
        chats.card(peer, "Drag them in Outlook")


@pytest.mark.parametrize("refusals", [REFUSED[:3], REFUSED[3:]], ids=["400 413", "403 404"])
def test_a_message_that_cannot_be_changed_any_more_is_said_anew(
    chats: Chats, refusals: Sequence[tuple[str, str]]
) -> None:
    for person, (what, code) in zip(PEOPLE[:3], refusals, strict=True):
        chats.press(person, chats.card(person, "Write a learning contract"), "Write a learning contract")
        card = chats.card(person, "My learning contract")
        chats.fault({**UPDATE, "person": person, "what": what, "code": code, "times": 1})
        chats.press(person, card, "Start the cycle", goal="Speak less")
        until(lambda: chats.faults() == [])
        until(lambda: chats.card(person, "Revise my contract")["id"] != card["id"])  # noqa: B023  over in its turn


def test_what_is_answered_to_a_word_comes_when_it_is_written_again(chats: Chats) -> None:
    chats.card("ana", "Write a learning contract")
    spoil(chats, "ana", SEND, ["413"])
    before = len(chats.messages("ana"))
    chats.says("ana", "help")
    until(lambda: chats.faults() == [])
    chats.says("ana", "help")
    until(lambda: len(chats.messages("ana")) == before + 3)


def test_while_entra_gives_the_chat_no_token_no_message_is_given_up(chats: Chats, world: Pair) -> None:
    # Given a service that has to ask for a token, and an Entra that refuses: it is in trouble, or the secret has ended
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    chats.card("ana", "My learning contract")
    chats.card("ben", "Write a learning contract")
    world.service.terminate()
    world.service.wait()
    chats.fault({"where": "entra", "path": "oauth2", "what": "401", "times": 4})
    for what in ("429", "500", "503", "504", "drop", "nonsense"):
        chats.fault({"where": "entra", "path": "oauth2", "what": what, "times": 1})
    world.start_service()

    # When
    card = chats.card("ana", "My learning contract")
    chats.press("ana", card, "Ask for advice", goal="Speak less", peers=IDS["ben"])
    chats.time_passes_until(lambda: chats.faults() == [])

    # Then
    chats.time_passes_until(lambda: chats.has_card("ben", REQUEST))
    assert chats.cards_with("ana", "could not be delivered") == 0


def test_a_chat_that_takes_nothing_for_hours_shows_everything_in_the_end(chats: Chats, world: Pair) -> None:
    # Given
    chats.card("ben", "Write a learning contract")
    chats.fault({**SEND, "person": "ben", "what": "503"})

    # When Ana asks Ben, it is tried too often and set aside, and Teams recovers
    asks(chats, ["ben"])
    chats.time_passes_until(lambda: "chat" in kinds_set_aside(world))
    chats.no_faults()

    # Then it comes without anybody's doing
    chats.time_passes_until(lambda: chats.has_card("ben", REQUEST))
    assert chats.cards_with("ben", REQUEST) == 1
    until(lambda: kinds_set_aside(world) == [])


def kinds_set_aside(world: Pair) -> list[str]:
    with closing(sqlite3.connect(f"file:{world.folder / 'learning-cycles.db'}?mode=ro", uri=True)) as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM jobs WHERE set_aside_at IS NOT NULL")]
