"""Row 13: bodies that are too large, too deep, cut off, or something else than an activity. And never an answer 500."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.attacks.attacker import Attacker

JSON = {"Content-Type": "application/json"}
MB = 1_000_000


def good(attacker: Attacker) -> dict[str, str]:
    return {**JSON, "Authorization": f"Bearer {attacker.token()}"}


def deep(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


WITHIN: dict[str, bytes] = {
    "2 MB": b'"' + b"a" * 2 * MB + b'"',
    "depth 100,000": deep(100_000),
    "depth 900": deep(900),
    "objects within objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "not UTF-8": b'"\xff\xfe"',
    "half a character": rb'"\ud800"',
    "half a character as a name": rb'{"\udc00": 1}',
    "NUL": rb'["a\u0000b"]',
    "NaN": b"NaN",
    "endless": b"-Infinity",
    "a number of 100,000 digits": b"9" * 100_000,
}


@pytest.mark.parametrize("trap", WITHIN)
def test_row_13_an_activity_with_a_trap_inside_is_refused(attacker: Attacker, trap: str) -> None:
    activity = attacker.message(value="here")
    reply = attacker.sends(json.dumps(activity).encode().replace(b'"here"', WITHIN[trap]))
    assert reply.status in {400, 413}
    assert not attacker.knows(activity)


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"null", b"5", b'"message"', b"{}", b'{"type": "message"}'])
def test_row_13_a_body_that_is_no_activity_is_refused(attacker: Attacker, body: bytes) -> None:
    assert attacker.sends(body).status == 400


def test_row_13_5_mb_in_pieces_are_cut_off(attacker: Attacker) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(80):
            yield b" " * 65_536

    reply = attacker.asks("POST", "/api/messages", body=pieces(), headers=good(attacker))
    assert reply.status == 413


def test_row_13_a_length_that_is_promised_is_enough_to_be_refused(attacker: Attacker) -> None:
    with socket.create_connection(("127.0.0.1", attacker.pair.ports.messages), timeout=5) as line:
        head = "".join(f"{name}: {said}\r\n" for name, said in good(attacker).items())
        line.sendall(f"POST /api/messages HTTP/1.1\r\nHost: x\r\n{head}Content-Length: 5000000\r\n\r\n".encode())
        assert b" 413 " in line.recv(100)


def test_row_13_a_small_body_that_unpacks_to_a_large_one_is_cut_off(attacker: Attacker) -> None:
    packed = gzip.compress(b" " * 50 * MB)
    assert len(packed) < 0.1 * MB
    assert attacker.sends(packed, Content_Encoding="gzip").status in {400, 413}


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_row_13_other_media_types_are_refused(attacker: Attacker, media_type: str) -> None:
    assert attacker.sends(attacker.message(), Content_Type=media_type).status == 415


FIELDS = sorted(
    {"type", "id", "name", "channelId", "serviceUrl", "from", "recipient", "conversation", "channelData", "text"}
    | {"replyToId", "action", "membersAdded", "entities", "locale", "localTimezone", "value"}
)
WRONG: tuple[Any, ...] = (5, True, None, [], ["x"], {}, {"id": 5}, "x" * 2000, "../..", "\u202e\u2028")


@pytest.mark.parametrize("name", FIELDS)
def test_row_13_wrong_types_are_never_an_error_of_ours(attacker: Attacker, name: str) -> None:
    for wrong in WRONG:
        changes: dict[str, Any] = {name: wrong}
        for activity in (attacker.of("dan", **changes), attacker.press_of("dan", "no_such_verb", {}, **changes)):
            assert attacker.sends(activity).status in {200, 202, 400, 403, 501}


def test_row_13_a_stranger_is_refused_before_the_body_is_read(attacker: Attacker) -> None:
    """Nobody makes us wait for, or keep, what they promise to send."""
    with socket.create_connection(("127.0.0.1", attacker.pair.ports.messages), timeout=5) as line:
        line.sendall(b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")
        assert b" 401 " in line.recv(100)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_not_for_the_chat(attacker: Attacker, method: str) -> None:
    assert attacker.asks(method, "/api/messages").status == 405


@pytest.mark.parametrize(
    "path", ["/%2e%2e/%2e%2e/etc/passwd", "/api/messages/../../x", "/\u0000", "//evil.example", "/x?" + "q" * 7000]
)
def test_paths_that_nobody_serves_are_not_found(attacker: Attacker, path: str) -> None:
    assert attacker.asks("GET", quote(path, safe="/?%=.")).status in {400, 404}
