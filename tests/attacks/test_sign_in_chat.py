"""Rows 14 and 15: tokens and sign-ins that somebody else's calendar would be connected with."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.local_run import APP_ID, TENANT
from tests.attacks.attacker import OTHER_TENANT, Attacker
from tests.attacks.signing_in import asks_to_connect, entra_untouched, is_connected, offers, person_id, token_for
from tests.attacks.test_door import part
from tests.journeys.chats import Chats

ROW_14: dict[str, Callable[[Chats], object]] = {
    "other person's": lambda chats: token_for(chats, person="ben"),
    "other organisation": lambda chats: token_for(chats, tid=OTHER_TENANT),
    "other organisation's issuer": lambda chats: token_for(chats, iss=f"https://localhost/{OTHER_TENANT}/v2.0"),
    "for Graph": lambda chats: token_for(chats, kind="graph"),
    "an id token": lambda chats: token_for(chats, kind="id"),
    "the app's own": lambda chats: token_for(chats, idtyp="app", scp=None, roles=["access_as_user"]),
    "another client's": lambda chats: token_for(chats, azp="00000000-0000-4000-8000-00000000dead"),
    "no client": lambda chats: token_for(chats, azp=None),
    "our own app as client": lambda chats: token_for(chats, azp=APP_ID),
    "another right": lambda chats: token_for(chats, scp="access_as_users"),
    "no right": lambda chats: token_for(chats, scp=None),
    "version 1": lambda chats: token_for(chats, ver="1.0"),
    "the chat's own": lambda chats: token_for(chats, kind="channel"),
    "foreign key": lambda chats: token_for(chats, key="foreign"),
    "expired": lambda chats: token_for(chats, exp=1_700_000_000),
    "not yet": lambda chats: token_for(chats, nbf=4_000_000_000),
    "endless": lambda chats: token_for(chats, exp=None),
    "no person": lambda chats: token_for(chats, oid=None),
    "unsigned": lambda _: f"{part({'alg': 'none', 'kid': 'x'})}.{part({'tid': TENANT})}.",
    "none": lambda _: None,
    "empty": lambda _: "",
    "20 kB": lambda chats: token_for(chats, more="x" * 20_000),
    "a list": lambda chats: [token_for(chats)],
    "garbage": lambda _: "abc.def.ghi",
    "deep": lambda _: part([[[[]]]]) + ".e30.c2ln",
}


@pytest.fixture(scope="module")
def hers(attacker: Attacker) -> str:
    """The sign-in that was made for Chloé."""
    return asks_to_connect(attacker, "chloe")


@pytest.mark.parametrize("kind", ROW_14)
def test_row_14_only_the_persons_own_token_for_this_is_taken(
    attacker: Attacker, chats: Chats, hers: str, kind: str
) -> None:
    with entra_untouched(chats):
        reply = offers(attacker, "chloe", hers, ROW_14[kind](chats))
    assert reply.status == 400
    assert not is_connected(attacker, "chloe")


def other_chat() -> dict[str, Any]:
    return {"id": "a:another-chat", "conversationType": "personal", "tenantId": TENANT}


def test_row_15_a_sign_in_is_used_by_its_person_in_its_chat_once(attacker: Attacker, chats: Chats, hers: str) -> None:
    # Given a good token of Chloé's, and one of Dan's
    chloes, dans = token_for(chats, person="chloe"), token_for(chats, person="dan")

    # When somebody else, or somebody in another chat, uses her sign-in, or one that does not exist
    with entra_untouched(chats):
        assert offers(attacker, "dan", hers, dans).status == 400
        assert offers(attacker, "dan", hers, chloes).status == 400
        assert offers(attacker, "dan", hers, dans, conversation=attacker.of("chloe")["conversation"]).status == 400
        assert offers(attacker, "chloe", hers, chloes, conversation=other_chat()).status == 400
        for unknown in ("no-such-sign-in", "", None, ["x"], {"id": hers}, "x" * 5000, hers.upper() + "x"):
            assert offers(attacker, "chloe", unknown, chloes).status == 400
    assert not is_connected(attacker, "chloe")
    assert not is_connected(attacker, "dan")

    # Then nothing comes of it; her own token connects her, and a second program of hers hears that all is done
    assert offers(attacker, "chloe", hers, chloes).status == 200
    assert is_connected(attacker, "chloe")
    kept = attacker.rows("SELECT * FROM tokens WHERE person = ?", person_id("chloe"))
    with entra_untouched(chats):
        assert offers(attacker, "chloe", hers, chloes).status == 200
        assert offers(attacker, "dan", hers, dans).status == 400
    assert attacker.rows("SELECT * FROM tokens WHERE person = ?", person_id("chloe")) == kept


def test_row_15_a_sign_in_ends_after_ten_minutes(attacker: Attacker, chats: Chats) -> None:
    sign_in = asks_to_connect(attacker, "dan")
    chats._call("/local/clock", {"jump_seconds": 660})
    with entra_untouched(chats):
        assert ends(attacker, sign_in, token_for(chats, person="dan"))
    assert not is_connected(attacker, "dan")


def ends(attacker: Attacker, sign_in: str, token: str) -> bool:
    """Whether it is refused; the service follows the local clock within a moment."""
    time.sleep(1.0)
    return offers(attacker, "dan", sign_in, token).status == 400


def test_saying_that_a_page_was_closed_connects_nobody(attacker: Attacker) -> None:
    values: tuple[Any, ...] = ({"state": "x"}, {"state": "x" * 5000}, None, [], {"state": None})
    for value in values:
        invoke = {"type": "invoke", "name": "signin/verifyState", "value": value}
        assert attacker.sends(attacker.of("dan", **invoke)).status == 200
        failure = {"type": "invoke", "name": "signin/failure", "value": value}
        assert attacker.sends(attacker.of("dan", **failure)).status == 200
    assert not is_connected(attacker, "dan")


def test_row_19_twenty_programs_of_one_person_that_connect_at_once_all_succeed(
    attacker: Attacker, chats: Chats
) -> None:
    sign_in, token = asks_to_connect(attacker, "ana"), token_for(chats, person="ana")
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: offers(attacker, "ana", sign_in, token), range(20)))
    assert {reply.status for reply in replies} == {200}
    assert attacker.rows("SELECT count(*) FROM tokens WHERE person = ?", person_id("ana")) == [(1,)]
