"""Row 29: everything at its most talkative, attacked and used, and nothing of anybody's is in the log.

Row 10 rests on this too: a token that nobody can read in a log is harder to steal.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from app.local_run import Pair
from learning.people import object_id_of
from standin.people import PEOPLE
from tests.app.chatty_service import UNGUARDED
from tests.attacks.attacker import Attacker
from tests.attacks.signing_in import connects
from tests.cast import BEN
from tests.forked import running
from tests.journeys.chats import Chats
from tests.journeys.test_nothing_lost import until
from tests.ports import free_ports

CANARY = "canary-words"


@pytest.fixture(scope="module")
def chatty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The service at the level for debugging, with every library's own words in a file beside."""
    folder = tmp_path_factory.mktemp("chatty")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(UNGUARDED, str(folder / "unguarded.log"))
        service = ("tests.app.chatty_service",)
        with running(folder, free_ports(), now="2026-03-02T09:00:00Z", service=service) as pair:
            yield pair


def uses_and_attacks(pair: Pair) -> set[str]:
    """Do what people and attackers do, and hand back what they used that is secret."""
    chats, attacker = Chats(pair), Attacker(pair)
    secrets = {attacker.token(), attacker.forged(kid=f"{CANARY}-kid"), attacker.token(aud=f"{CANARY}-aud")}
    for token in secrets:
        attacker.sends(attacker.of("dan", text=f"{CANARY} said"), f"Bearer {token}")
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    chats.press("ana", chats.card("ana", "My learning contract"), "Start the cycle", goal=f"{CANARY} goal")
    chats.card("ana", f"{CANARY} goal")
    uses_the_calendar(attacker, chats)
    secrets |= {secret for (secret,) in attacker.rows("SELECT address FROM feeds")}
    attacker.sends(f'{{"broken": "{CANARY}'.encode())
    attacker.sends(attacker.message(text=CANARY, conversation={"id": CANARY, "tenantId": CANARY}))
    attacker.asks("POST", f"/graph/notices?validationToken={CANARY}")
    attacker.asks("POST", "/graph/notices", body=f'{{"value": [{{"clientState": "{CANARY}"}}]}}'.encode())
    for path in ("/sign-in/callback", "/sign-in/start", "/sign-in/organisation/done", f"/{CANARY}"):
        attacker.asks("GET", f"{path}?code={CANARY}&state={CANARY}&id={CANARY}&session_state={CANARY}")
    for path in (f"/calendar/{CANARY}.ics", f"/calendar/{CANARY}/{CANARY}.ics"):
        attacker.asks("GET", path)
    with socket.create_connection(("127.0.0.1", pair.ports.messages), timeout=5) as line:
        line.sendall(f"GET /{CANARY} HTTP/9.9 {CANARY}\r\n{CANARY}: {CANARY}\r\n\r\n".encode())
        line.recv(1000)
    return secrets


def uses_the_calendar(attacker: Attacker, chats: Chats) -> None:
    """Ana has a file made and reads it, connects, has a step in her words there, renames a review and invites Ben."""
    chats.press("ana", chats.card("ana", "Put the reviews into your calendar?"), "Use a calendar file instead")
    chats.card("ana", "/calendar/")
    [(secret,)] = attacker.rows("SELECT address FROM feeds")
    assert attacker.asks("GET", f"/calendar/{secret}.ics").status == 200
    connects(attacker, chats, "ana")
    until(lambda: len(chats.reviews("ana")) == 2)
    chats._call(f"/ana/calendar/{chats.reviews('ana')[0]['id']}/rename", {"subject": f"{CANARY} title"})
    chats.says("ana", "in my calendar")
    step = {"step": f"{CANARY} step", "shows_words": "true"}
    chats.press("ana", chats.card("ana", "Whom to invite"), "Add this step", **step)
    chats.press("ana", chats.card("ana", f"{CANARY} step"), "Invite", companions=object_id_of(BEN), online="true")
    until(lambda: len([entry for entry in chats.calendar("ben") if entry["joinUrl"]]) == 2)
    chats.card("ana", f"{CANARY} title")


def test_row_29_no_token_secret_name_or_word_is_written_at_any_level(chatty: Pair) -> None:
    # When people use the service, and somebody attacks it
    tokens = uses_and_attacks(chatty)
    chatty.stop()
    written = (chatty.folder / "service.log").read_text("utf-8")

    # Then the log tells of it, and nothing of anybody's is in it
    assert "Refused a request of the chat" in written
    names = {text for person in PEOPLE for text in (person.name, person.object_id, person.mail, person.teams_id)}
    never = {CANARY, "Bearer ", "eyJ", "client_secret", "refresh_token", chatty._secret, *names, *tokens}
    assert {word for word in never if word in written} == set()
    assert not [line for line in written.splitlines() if not line.startswith("at=")]

    # And the libraries would have told it
    assert CANARY in (chatty.folder / "unguarded.log").read_text("utf-8")
