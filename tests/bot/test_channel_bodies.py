"""What a body may be that comes in: an activity, and nothing that traps who reads it. Row 13 of the attack table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.turn import Said
from tests.bot.channel_world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def _deep(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


ROW_13_WITHIN: dict[str, bytes] = {
    "13 2 MB": b'"' + b"a" * 2_000_000 + b'"',
    "13 depth 100,000": _deep(100_000),
    "13 depth 900": _deep(900),
    "13 depth 100": _deep(100),
    "13 not UTF-8": b'"\xff\xfe"',
    "13 half a character": rb'"\ud800"',
    "13 half a character as a name": rb'{"\udc00": 1}',
    "13 NUL": rb'["a\u0000b"]',
    "13 NaN": b"NaN",
    "13 endless": b"-Infinity",
    "13 a number of 100,000 digits": b"9" * 100_000,
}


@pytest.mark.parametrize("row", ROW_13_WITHIN)
async def test_an_activity_with_a_trap_inside_is_refused(world: World, row: str) -> None:
    body = json.dumps(world.message(value="here")).encode()
    answer = await world.send(body.replace(b'"here"', ROW_13_WITHIN[row]))
    world.check_refused(answer.status, 400, 413)


async def test_what_people_really_type_comes_in(world: World) -> None:
    text = "Über die Brücke: 你好 \U0001f331 \U0001d11e"
    for asciified in (True, False):
        body = json.dumps(world.message(text, id=f"typed-{asciified}"), ensure_ascii=asciified).encode()
        assert (await world.send(body)).status == 202
    assert [turn.happening for turn in world.turns] == [Said(text=text)] * 2


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"null", b'"message"', b"{}", b'{"type": "message"}'], ids=repr)
async def test_13_a_body_that_is_no_activity_is_refused(world: World, body: bytes) -> None:
    world.check_refused((await world.send(body)).status, 400)


FIELDS = sorted(
    {"type", "id", "name", "channelId", "serviceUrl", "from", "recipient", "conversation", "channelData", "text"}
    | {"replyToId", "action", "membersAdded", "entities", "locale", "localTimezone", "value"}
)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("wrong", [5, True, [], ["x"], {}, {"id": 5}, "x" * 2000], ids=repr)
async def test_13_wrong_types_are_never_an_error_of_ours(world: World, name: str, wrong: object) -> None:
    change: dict[str, Any] = {name: wrong}
    for activity in (world.message(**change), world.press(**change)):
        assert (await world.send(activity)).status in {200, 202, 400, 403, 501}


async def test_13_5_mb_in_pieces_are_cut_off(world: World) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(80):
            yield b" " * 65536

    headers = {"Authorization": f"Bearer {world.token()}", "Content-Type": "application/json"}
    async with world.client.post(world.app.make_url("/api/messages"), data=pieces(), headers=headers) as answer:
        world.check_refused(answer.status, 413)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_13_other_media_types_are_refused(world: World, media_type: str) -> None:
    answer = await world.send(world.message(), Content_Type=media_type)
    world.check_refused(answer.status, 415)


async def test_13_a_broken_compression_is_refused(world: World) -> None:
    answer = await world.send(world.message(), Content_Encoding="gzip")
    world.check_refused(answer.status, 400)


async def test_the_body_of_a_stranger_is_not_even_read(world: World) -> None:
    answer = await world.send(b"not JSON at all", authorization=None)
    world.check_refused(answer.status, 401)


@pytest.mark.parametrize("name", ["id", "name", "replyToId", "action"])
async def test_13_an_id_as_long_as_a_book_is_refused(world: World, name: str) -> None:
    change: dict[str, Any] = {name: "x" * 2000}
    answer = await world.send(world.message(**change))
    world.check_refused(answer.status, 400)
