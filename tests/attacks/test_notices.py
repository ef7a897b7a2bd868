"""Rows 21 to 23: who says that a calendar changed without being Graph, or without the secret that we gave it."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from app.local_run import TENANT
from tests.attacks.attacker import OTHER_TENANT, Attacker, Reply
from tests.attacks.signing_in import connects
from tests.attacks.test_cards import settles
from tests.journeys.chats import Chats

NOTICES = "/graph/notices"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Watch:
    """How Graph knows that it may tell us of Ana's calendar."""

    id: str
    secret: str


def tells(attacker: Attacker, body: object) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return attacker.asks("POST", NOTICES, body=raw, headers=JSON)


def notice(watch: Watch, **changes: Any) -> dict[str, Any]:
    said = {"subscriptionId": watch.id, "clientState": watch.secret, "changeType": "updated", "tenantId": TENANT}
    return {"value": [{**said, "resource": "users/x/events/y", **changes}]}


@pytest.fixture(scope="module")
def watch(attacker: Attacker, chats: Chats) -> Iterator[Watch]:
    """Ana's cycle runs, her calendar is followed, and Graph's own notices are lost from now on."""
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    chats.press("ana", chats.card("ana", "My learning contract"), "Start the cycle", goal="Speak less")
    connects(attacker, chats, "ana")
    chats.card("ana", "Drag them in Outlook")
    deadline = time.monotonic() + 20
    while not (found := attacker.rows("SELECT watch, secret FROM watchings WHERE watch IS NOT NULL")):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    chats.fault({"where": "notices", "what": "lost"})
    settles(attacker)
    yield Watch(*found[0])
    chats.no_faults()


def readings(attacker: Attacker) -> list[tuple[Any, ...]]:
    """What changes in the database when a calendar is to be read: its jobs, and when it was read last."""
    waiting = attacker.rows("SELECT count(*) FROM jobs WHERE kind = 'calendar'")
    return waiting + attacker.rows("SELECT * FROM watchings ORDER BY 1")


WITHOUT_THE_SECRET: dict[str, dict[str, Any]] = {
    "wrong secret": {"clientState": "guess"},
    "no secret": {"clientState": None},
    "empty secret": {"clientState": ""},
    "list of the secret": {"clientState": ["{secret}"]},
    "the secret and more": {"clientState": "{secret}x"},
    "unknown watch": {"subscriptionId": "11111111-2222-4333-8444-555555555555"},
    "list of watches": {"subscriptionId": ["{id}"]},
    "other organisation": {"tenantId": OTHER_TENANT},
    "wrong secret of a lifecycle": {"clientState": "guess", "lifecycleEvent": "subscriptionRemoved"},
    "unknown lifecycle": {"lifecycleEvent": "exploded"},
}


@pytest.mark.parametrize("way", WITHOUT_THE_SECRET)
def test_row_21_a_notice_that_is_not_graphs_changes_nothing(attacker: Attacker, watch: Watch, way: str) -> None:
    filled = json.dumps(WITHOUT_THE_SECRET[way]).replace("{secret}", watch.secret).replace("{id}", watch.id)
    settles(attacker)
    before = readings(attacker)
    reply = tells(attacker, notice(watch, **json.loads(filled)))
    assert (reply.status, reply.body) == (202, b"")
    assert readings(attacker) == before


@pytest.mark.usefixtures("watch")
@pytest.mark.parametrize("item", [None, 7, "text", [], {}], ids=repr)
def test_row_21_what_is_no_notice_is_dropped(attacker: Attacker, item: object) -> None:
    settles(attacker)
    before = readings(attacker)
    assert tells(attacker, {"value": [item]}).status == 202
    assert readings(attacker) == before


def test_row_21_the_true_notice_is_followed(attacker: Attacker, chats: Chats, watch: Watch) -> None:
    """Otherwise the other tests of this row would say nothing."""
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    assert tells(attacker, notice(watch, clientState="guess")).status == 202
    time.sleep(0.5)
    assert not any("now stands on" in json.dumps(message["card"]) for message in chats.messages("ana"))
    assert tells(attacker, notice(watch)).status == 202
    chats.card("ana", "now stands on Tuesday 31 March")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"hello", 400),
        (b"[]", 400),
        (b'{"value": {}}', 400),
        (b"[" * 200_000, 400),
        (b'{"value":' * 20_000, 400),
        (b'{"value": [' + b"9" * 5_000 + b"]}", 400),
        (b" " * (256 * 1024 + 1), 413),
        (b" " * 5_000_000, 413),
    ],
    ids=["empty", "words", "list", "no list", "deep", "deeper", "long number", "large", "5 MB"],
)
def test_row_21_a_body_that_is_no_notices_is_refused(attacker: Attacker, body: bytes, status: int) -> None:
    assert tells(attacker, body).status == status


def test_row_21_a_body_that_grows_on_the_way_is_refused(attacker: Attacker) -> None:
    pieces = (b" " * 16_384 for _ in range(40))
    assert attacker.asks("POST", NOTICES, body=pieces, headers=JSON).status == 413


def test_row_21_when_notices_cannot_be_kept_graph_is_told_in_time_to_send_them_again(
    attacker: Attacker, watch: Watch
) -> None:
    with closing(sqlite3.connect(attacker.pair.folder / "learning-cycles.db", isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        reply = tells(attacker, notice(watch))
        held.execute("ROLLBACK")
    assert reply.status == 503
    assert reply.seconds < 3


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", "%3Cimg+src=x+onerror=alert(1)%3E"])
@pytest.mark.parametrize("method", ["POST"])
def test_row_22_the_handshakes_token_is_text_that_no_browser_runs(attacker: Attacker, script: str, method: str) -> None:
    reply = attacker.asks(method, f"{NOTICES}?validationToken={script}")
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("token", ["", "x" * 1025])
def test_row_22_a_handshake_that_is_none_is_refused(attacker: Attacker, token: str) -> None:
    assert attacker.asks("POST", f"{NOTICES}?validationToken={token}").status == 400


def test_row_23_nothing_in_a_rich_notice_is_believed(attacker: Attacker, watch: Watch) -> None:
    """We never ask for rich ones: their tokens and contents prove nothing, and only the secret counts."""
    token = attacker.entra_key().sign({"aud": "x", "iss": "https://sts.windows.net/x/", "appid": "x"})
    rich = notice(watch, clientState="guess", encryptedContent={"data": "x", "dataKey": "x", "dataSignature": "x"})
    settles(attacker)
    before = readings(attacker)
    assert tells(attacker, rich | {"validationTokens": [token]}).status == 202
    assert tells(attacker, rich | {"validationTokens": [None, 5]}).status == 202
    assert readings(attacker) == before
