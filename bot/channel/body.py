"""Reads a JSON body that a stranger sent, without trusting its size, depth, speed or spelling."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NoReturn

from aiohttp import web

from bot.channel.rejections import Malformed, TooLarge, TooSlow, WrongMediaType

if TYPE_CHECKING:
    from aiohttp import StreamReader

LARGEST_BODY = 256 * 1024
_DEEPEST = 64
_LIMIT_SECONDS = 10.0
_CHUNK = 64 * 1024


async def read_object(request: web.BaseRequest) -> dict[str, Any]:
    """Read the JSON object that was sent. Raises a Rejected with 400, 408, 413 or 415."""
    if request.content_type != "application/json":
        raise WrongMediaType("media-type")
    if (request.content_length or 0) > LARGEST_BODY:
        raise TooLarge("length")
    try:
        async with asyncio.timeout(_LIMIT_SECONDS):
            raw = await read_at_most(request.content, LARGEST_BODY)
    except TimeoutError:
        raise TooSlow("slow") from None
    except (web.RequestPayloadError, ConnectionError):
        raise Malformed("cut-off") from None
    if raw is None:
        raise TooLarge("size")
    return _parsed(raw)


async def read_at_most(stream: StreamReader, limit: int) -> bytes | None:
    """Read all of the stream, which comes in pieces; None as soon as it is longer than the limit."""
    read = bytearray()
    async for chunk in stream.iter_chunked(_CHUNK):
        read += chunk
        if len(read) > limit:
            return None
    return bytes(read)


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("json") from None
    if not isinstance(parsed, dict):
        raise Malformed("not-an-object")
    _check_values(parsed)
    return parsed


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check_values(parsed: dict[str, Any]) -> None:
    """Refuse what breaks those who come later: deep nesting (recursion), half characters and NUL (databases)."""
    level: list[Any] = [parsed]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below += value.keys()
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str) and not _is_text(value):
                raise Malformed("characters")
        if not below:
            return
        level = below
    raise Malformed("depth")


def _is_text(value: str) -> bool:
    return "\x00" not in value and (
        value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    )
