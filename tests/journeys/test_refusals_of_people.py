"""What Graph refuses when somebody without the app is to be reached: looked up, written to, given the app.

A mail goes out at most once; the asker always hears something that is true. docs/refusals.md says what covers what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.settings import PREFIX
from tests.forked import running
from tests.journeys.chats import Chats
from tests.journeys.conftest import NOW
from tests.journeys.refusing import FOR_NOW, PEOPLE, RARER, UNCLEAR, spoil
from tests.journeys.test_nothing_lost import until
from tests.journeys.test_refusals_of_chats import IDS, asks
from tests.ports import free_ports

FIND = {"method": "GET", "path": "preferredLanguage"}
MAIL = {"method": "POST", "path": "sendMail"}
INSTALL = {"method": "POST", "path": "installedApps"}
NAMES = {"ben": "Ben Okafor", "chloe": "Chloé Martin", "dan": "Dan", "mia": "Mia Rivera"}
PEERS = tuple(NAMES)
WAITS = "Your request waits for"
MAILED = "A mail says how to add it"
LINK = "pass on this link"
UNSURE = "could not find out yet"

NO_MAIL_YET = ("429", "409", "423", "503", "507")
"""Graph says clearly that it did not take the mail, and that it may be sent later."""
NOBODY_KNOWS = ("500", "502", "504", "509", "drop", "nonsense", *UNCLEAR)
NO_MAIL = ("400", "401", "403", "404", "410", "412", "413")


def four_without_the_app(chats: Chats) -> None:
    """Mia never had it; the others remove it."""
    for peer in PEERS[:3]:
        chats.card(peer, "Write a learning contract")
        chats.removes_app(peer)


def told(chats: Chats, peer: str) -> str:
    """What Ana reads about her request to this peer."""
    cards = [str(message["card"]) for message in chats.messages("ana")]
    return next((card for card in reversed(cards) if f"{WAITS} {NAMES[peer]}" in card), "")


@pytest.mark.parametrize("faults", [FOR_NOW, RARER, ("401", "403")], ids=["for now", "rarer", "no right"])
def test_while_nobody_can_be_looked_up_it_is_tried_until_the_mail_goes(chats: Chats, faults: tuple[str, ...]) -> None:
    spoil(chats, "mia", FIND, faults)
    asks(chats, ["mia"])
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.time_passes_until(lambda: chats.mails("mia"))
    chats.card("ana", MAILED)
    assert len(chats.mails("mia")) == 1


@pytest.mark.parametrize("faults", [("400", "404", "410"), ("412", "413")], ids=str)
def test_who_could_not_be_looked_up_is_not_said_to_lack_the_app_and_is_looked_up_later(
    chats: Chats, faults: tuple[str, ...]
) -> None:
    learners = PEOPLE[: len(faults)]
    for learner, what in zip(learners, faults, strict=True):
        spoil(chats, "mia", FIND, [what])
        asks(chats, ["mia"], learner)
        chats.card(learner, UNSURE)
        assert chats.faults() == []
    for learner in learners:
        chats.time_passes_until(lambda: chats.has_card(learner, MAILED))  # noqa: B023  it is over within its turn
        assert not chats.has_card(learner, UNSURE)
    assert len(chats.mails("mia")) == len(learners)


def test_who_is_suggested_and_cannot_be_looked_up_is_a_colleague_until_the_name_is_known(chats: Chats) -> None:
    # Given Ben, whom Ana asked, and a directory that is away
    asks(chats, ["ben"])
    chats.fault({"where": "graph", "person": "mia", **FIND, "what": "503"})

    # When Ben suggests Mia, who never had the app
    chats.press("ben", chats.card("ben", "asks for your advice"), "Suggest someone")
    form = chats.card("ben", "Whom would you suggest?")
    chats.press("ben", form, "Send my suggestion", suggested=IDS["mia"], reason="She writes well")

    # Then both read of a colleague, and of Mia as soon as the directory answers
    chats.card("ana", "Ben Okafor suggests a colleague")
    until(chats.faults_struck)
    chats.no_faults()
    chats.time_passes_until(lambda: chats.has_card("ana", "Ben Okafor suggests Mia Rivera"))
    chats.time_passes_until(lambda: chats.has_card("ben", "You suggested Mia Rivera"))
    assert chats.mails("mia") == []


def test_of_somebody_who_is_not_there_any_more_the_asker_hears_that_it_could_not_be_delivered(chats: Chats) -> None:
    chats.fault({"where": "graph", **FIND, "person": "mia", "what": "404", "code": "Request_ResourceNotFound"})
    asks(chats, ["mia"])
    chats.card("ana", "could not be delivered to")
    assert chats.faults_struck()
    assert chats.mails("mia") == []


def test_a_mail_that_is_refused_for_now_goes_once_later(chats: Chats) -> None:
    spoil(chats, "mia", MAIL, NO_MAIL_YET)
    asks(chats, ["mia"])
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.time_passes_until(lambda: chats.mails("mia"))
    chats.card("ana", MAILED)
    assert len(chats.mails("mia")) == 1


@pytest.mark.parametrize(
    "faults",
    [NOBODY_KNOWS[:4], NOBODY_KNOWS[4:], NO_MAIL[:4], NO_MAIL[4:]],
    ids=["5xx", "lost", "400-404", "410-413"],
)
def test_a_mail_of_which_nothing_certain_is_known_goes_at_most_once_and_the_asker_gets_the_link(
    chats: Chats, faults: Sequence[str]
) -> None:
    peers = PEERS[-len(faults) :]
    four_without_the_app(chats)
    for peer, what in zip(peers, faults, strict=True):
        spoil(chats, peer, MAIL, [what])
    asks(chats, peers)
    for peer in peers:
        until(lambda: LINK in told(chats, peer))  # noqa: B023  it is over within its turn
    assert chats.faults() == []
    chats.jumps_a_day()
    for peer, what in zip(peers, faults, strict=True):
        assert len(chats.mails(peer)) == (1 if what in UNCLEAR else 0)


@pytest.fixture
def installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    """An organisation that lets the app be added for people."""
    monkeypatch.setenv(f"{PREFIX}INSTALL_FOR_PEOPLE", "true")
    with running(tmp_path, free_ports(), now=NOW, standin=["--may-install"]) as pair:
        yield Chats(pair)


@pytest.mark.parametrize("faults", [FOR_NOW, RARER, UNCLEAR[:1], UNCLEAR[1:], ("409",)], ids=str)
def test_whatever_is_refused_for_now_the_app_is_added_and_the_request_appears(
    installs: Chats, faults: Sequence[str]
) -> None:
    spoil(installs, "mia", INSTALL, [what for what in faults if what != "409" or len(faults) == 1])
    asks(installs, ["mia"])
    installs.time_passes_until(lambda: installs.faults() == [])
    if faults == ("409",):
        installs.adds_app("mia")  # so it is as Graph says
    installs.time_passes_until(lambda: installs.has_card("mia", "asks for your advice"))
    assert installs.mails("mia") == []


@pytest.mark.parametrize("faults", [("400", "401", "403", "404"), ("410", "412", "413")], ids=str)
def test_where_the_app_cannot_be_added_a_mail_goes(installs: Chats, faults: tuple[str, ...]) -> None:
    learners = PEOPLE[: len(faults)]
    for learner, what in zip(learners, faults, strict=True):
        spoil(installs, "mia", INSTALL, [what])
        asks(installs, ["mia"], learner)
        installs.card(learner, MAILED)
        assert installs.faults() == []
    assert len(installs.mails("mia")) == len(learners)
