"""What happens in Entra, and what Teams does about it, without a browser."""

from __future__ import annotations

import time
from contextlib import suppress
from urllib.error import HTTPError

from tests.journeys.chats import SECONDS, Chats


class Entra:
    """The switches of the stand-in's Entra."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    def organisation(self, **switches: bool) -> None:
        """From now on the organisation has it like this (`allowed`, `people_may_consent`, `silent_sign_in`)."""
        self._chats._call("/local/entra/organisation", switches)

    def account(self, person: str, **switches: bool) -> None:
        """From now on this person's account is like this (`mfa_required`, `disabled`, `locked`)."""
        self._chats._call(f"/local/entra/people/{person}", switches)

    def signs_out_everywhere(self, person: str) -> None:
        """Somebody ends all of this person's sessions."""
        self._chats._call(f"/local/entra/people/{person}/sign-out", {})


def connects(chats: Chats, person: str) -> None:
    """Press the button of the calendar's card, and do what Teams does then by itself."""
    chats.press(person, chats.card(person, "Put the reviews into your calendar?"), "Connect my calendar")
    answer = chats._call(f"/{person}/sign-in", {"messageId": _asked_to_sign_in(chats, person)})
    assert (answer["name"], answer["status"]) == ("signin/tokenExchange", 200), answer
    chats.card(person, "Your calendar is connected")


def insists_on_connecting(chats: Chats, person: str) -> None:
    """The same as somebody does whose app is now and then away: Teams and they try again until it is done."""
    chats.insists(person, "Put the reviews into your calendar?", "Connect my calendar")
    deadline = time.monotonic() + SECONDS
    while not chats.has_card(person, "Your calendar is connected"):
        assert time.monotonic() < deadline, f"{person} never got connected"
        for message in chats.messages(person):
            if message["signIn"]:
                with suppress(HTTPError):  # it was done meanwhile, or is too old
                    chats._call(f"/{person}/sign-in", {"messageId": message["id"]})
        time.sleep(0.2)


def _asked_to_sign_in(chats: Chats, person: str) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if asked := [message for message in chats.messages(person) if message["signIn"]]:
            return str(asked[-1]["id"])
        time.sleep(0.05)
    raise AssertionError(f"{person} was never asked to sign in")
