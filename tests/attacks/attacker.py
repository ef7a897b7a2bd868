"""Somebody who sends what they like to the running service: forged tokens, forged activities, broken bodies."""

from __future__ import annotations

import http.client
import json
import sqlite3
import time
import uuid
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from app.local_run import APP_ID, TENANT, Pair
from standin.entra.keys import KeyRing, SigningKey
from standin.people import by_key
from standin.store import Store
from standin.teams.activities import conversation_id

ISSUER = "https://api.botframework.com"
OTHER_TENANT = "72f988bf-0000-4000-8000-000000000047"
LEAVES_OUT = "(left out)"
"""As the value of a field: the field is left out."""


@cache
def own_key() -> rsa.RSAPrivateKey:
    """A key that nobody but the attacker knows."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Reply:
    """What the service answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Attacker:
    """Speaks HTTP to the service as anybody can who reaches its address."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.service_url = f"http://127.0.0.1:{pair.ports.page}/teams/"

    # --- tokens

    def channel_key(self) -> SigningKey:
        """The key with which Teams signs, as only Teams has it."""
        return KeyRing(Store(self.pair.folder / "microsoft365"), "channel").current

    def entra_key(self) -> SigningKey:
        """The key with which Entra signs."""
        return KeyRing(Store(self.pair.folder / "microsoft365"), "entra").current

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good token says, with changes."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3600, "serviceurl": self.service_url}
        return without_left_out({**good, **changes})

    def token(self, **changes: Any) -> str:
        """A token that Teams signed, for these claims, however odd they are."""
        key = self.channel_key()
        claims = json.dumps(self.claims(**changes)).encode()
        return jwt.api_jws.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})

    def forged(self, *, kid: str | None = None, **changes: Any) -> str:
        """A token under the attacker's own key, which says that it was signed with the key of this id."""
        headers = {"kid": kid} if kid is not None else {}
        return jwt.encode(self.claims(**changes), own_key(), algorithm="RS256", headers=headers)

    # --- activities

    def message(self, text: str = "new", **changes: Any) -> dict[str, Any]:
        """A message as Teams sends it, of somebody who never wrote before; with changes."""
        stranger = str(uuid.uuid4())
        good = {
            "type": "message",
            "id": uuid.uuid4().hex,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": f"29:{stranger}", "name": "Somebody", "aadObjectId": stranger},
            "recipient": {"id": f"28:{APP_ID}", "name": "Learning Cycles"},
            "conversation": {"id": f"a:{stranger}", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "text": text,
        }
        return without_left_out({**good, **changes})

    def of(self, key: str, **changes: Any) -> dict[str, Any]:
        """A message of this person of the local organisation."""
        person = by_key(key)
        assert person
        sender = {"id": person.teams_id, "name": person.name, "aadObjectId": person.object_id}
        chat = {"id": conversation_id(person, APP_ID), "conversationType": "personal", "tenantId": TENANT}
        return self.message(**{"from": sender, "conversation": chat, **changes})

    def press_of(self, key: str, verb: str, data: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        """A button that this person presses."""
        action = {"type": "Action.Execute", "verb": verb, "data": dict(data)}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "text": LEAVES_OUT, "replyToId": "m"}
        return self.of(key, **{**invoke, "value": {"action": action, "trigger": "manual"}, **changes})

    # --- requests

    def sends(self, activity: object, authorization: str | None = "good", **headers: str) -> Reply:
        """Post it to the chat's door; `good` is a good token, None no such header."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): said for name, said in headers.items()}}
        if authorization is not None:
            sent["Authorization"] = f"Bearer {self.token()}" if authorization == "good" else authorization
        return self.asks("POST", "/api/messages", body=body, headers=sent)

    def asks(
        self,
        method: str,
        path: str,
        *,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request on a connection of its own; an iterable body goes out in chunks."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.pair.ports.messages, timeout=30)
        with closing(connection):
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
                connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            read = answer.read()
            return Reply(answer.status, read, dict(answer.getheaders()), time.monotonic() - began)

    # --- what the service kept

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the service's database."""
        path = self.pair.folder / "learning-cycles.db"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(query, values).fetchall()

    def knows(self, activity: Mapping[str, Any]) -> bool:
        """Whether the sender of this activity was ever heard: their first turn makes a row."""
        sender = activity.get("from")
        person = f"{TENANT}:{sender.get('aadObjectId')}" if isinstance(sender, Mapping) else ""
        return bool(self.rows("SELECT 1 FROM people WHERE id = ?", person))

    def people(self) -> int:
        """How many people were heard so far."""
        return int(self.rows("SELECT count(*) FROM people")[0][0])


def without_left_out(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value != LEAVES_OUT}
