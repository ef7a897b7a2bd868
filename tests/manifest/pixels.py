"""The pixels of a PNG picture, so that a test can look at them."""

from __future__ import annotations

import struct
import zlib

PIXEL = 4
RGBA_OF_EIGHT_BITS = (8, 6, 0, 0, 0)


def rgba(content: bytes) -> list[tuple[int, ...]]:
    width, height, *kind = struct.unpack_from(">IIBBBBB", content, 16)
    assert tuple(kind) == RGBA_OF_EIGHT_BITS, "only plain RGBA pictures can be looked at here"
    data = zlib.decompress(_image_data(content))
    line_length = width * PIXEL
    above, found = bytes(line_length), []
    for start in range(0, height * (line_length + 1), line_length + 1):
        above = _unfiltered(data[start], data[start + 1 : start + 1 + line_length], above)
        found += [tuple(above[at : at + PIXEL]) for at in range(0, line_length, PIXEL)]
    return found


def _image_data(content: bytes) -> bytes:
    at, data = 8, b""
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += 12 + length
    return data


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """Undo one of the five line filters of PNG."""
    found = bytearray(line)
    for at in range(len(found)):
        left, corner = (found[at - PIXEL], above[at - PIXEL]) if at >= PIXEL else (0, 0)
        up = above[at]
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda value: abs(guess - value))
        found[at] = (found[at] + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
    return bytes(found)
