"""What attacks on sign-in need: somebody who was asked to sign in, tokens of every kind, and a browser."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from app.local_run import TENANT
from standin.people import by_key
from tests.attacks.attacker import Attacker, Reply
from tests.journeys.chats import Chats

COOKIE = "__Host-learning-cycles"


def person_id(key: str) -> str:
    person = by_key(key)
    assert person
    return f"{TENANT}:{person.object_id}"


def asks_to_connect(attacker: Attacker, key: str) -> str:
    """This person says that they want to connect; the id of the sign-in that was made for them."""
    assert attacker.sends(attacker.of(key, text="connect")).status == 202
    found = attacker.rows("SELECT id FROM sign_ins WHERE person = ? AND used_at IS NULL", person_id(key))
    return str(found[0][0])


def connects(attacker: Attacker, chats: Chats, key: str) -> None:
    """This person connects their calendar, as Teams does it by itself."""
    sign_in = asks_to_connect(attacker, key)
    assert offers(attacker, key, sign_in, token_for(chats, person=key)).status == 200


def is_connected(attacker: Attacker, key: str) -> bool:
    """Whether anything of a right to this person's calendar is kept."""
    return bool(attacker.rows("SELECT 1 FROM tokens WHERE person = ?", person_id(key)))


def offers(attacker: Attacker, key: str, sign_in: object, token: object, **changes: Any) -> Reply:
    """Teams, or somebody who says so, hands over a token for this sign-in."""
    value = {"id": sign_in, "connectionName": "", "token": token}
    invoke = {"type": "invoke", "name": "signin/tokenExchange", "value": value}
    return attacker.sends(attacker.of(key, **{**invoke, **changes}))


def token_for(chats: Chats, kind: str = "sso", person: str = "chloe", key: str = "current", **claims: Any) -> str:
    """A token that the local Entra signs, or that somebody else does; None takes a claim away."""
    said = {"kind": kind, "person": person, "key": key, "claims": claims}
    return str(chats._call("/local/entra/tokens", said)["token"])


@contextmanager
def entra_untouched(chats: Chats) -> Iterator[None]:
    """Nobody asks Entra for a token meanwhile."""
    chats.no_faults()
    chats.fault({"where": "entra", "what": "503", "path": "oauth2/v2.0/token"})
    try:
        yield
        assert [rule["done"] for rule in chats._call("/local/faults")["faults"]] == [0]
    finally:
        chats.no_faults()


@dataclass
class Browser:
    """A browser without scripts: it keeps our cookie and goes where it is sent, when a test says so."""

    attacker: Attacker
    cookie: str = ""
    language: str = "en"
    headers: Mapping[str, str] = field(default_factory=dict)

    def opens(self, path: str) -> Reply:
        """Ask one of our own pages; the cookie that comes with the answer is kept."""
        cookie = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        reply = self.attacker.asks("GET", path, headers={"Accept-Language": self.language, **cookie})
        given = reply.headers.get("Set-Cookie", "")
        if given.startswith(f"{COOKIE}="):
            self.cookie = given.removeprefix(f"{COOKIE}=").partition(";")[0].strip('"')
        return reply

    def signs_in(self, address: str, **answers: str) -> str:
        """Answer Entra's page at this address; the path and query with which Entra sends the browser back to us."""
        said: dict[str, str] = {}
        for name, answer in answers.items():
            said[name] = answer
            status, location = self._posts(address, said)
            if status == 302:
                back = urlsplit(location)
                assert back.path.startswith("/sign-in/"), location
                return f"{back.path}?{back.query}"
        raise AssertionError(f"Entra never sent the browser back: {said}")

    def _posts(self, address: str, said: Mapping[str, str]) -> tuple[int, str]:
        where = urlsplit(address)
        with closing(http.client.HTTPConnection("127.0.0.1", self.attacker.pair.ports.page, timeout=20)) as line:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", f"{where.path}?{where.query}", urlencode(said), form)
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location", "")
