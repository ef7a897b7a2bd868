"""What Teams asks of the two icons, read from what a PNG file says about itself.

The chunks are those of the PNG specification, third edition, sections 5 and 11.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_LENGTH = 13
CHUNK_FRAME = 12  # four bytes each of length, name and checksum
COLOUR_TYPES_WITH_ALPHA = (4, 6)


@dataclass(frozen=True)
class IconRule:
    """What one icon must be: its side in pixels, and whether it must be able to let the background through."""

    side: int
    transparent: bool


# By the name of the icon in the manifest.
ICONS = {
    "color": IconRule(side=192, transparent=False),
    "outline": IconRule(side=32, transparent=True),
}


def icon_problems(kind: str, name: str, content: bytes) -> Iterator[str]:
    """Say what is wrong with the icon `kind` ("color" or "outline"), whose file is `name`, one sentence each."""
    rule = ICONS[kind]
    try:
        width, height, transparent = _read(content)
    except (ValueError, struct.error):
        yield f"{name} is not a whole PNG picture."
        return
    if (width, height) != (rule.side, rule.side):
        yield f"{name} is {width} by {height} pixels; the {kind} icon must be {rule.side} by {rule.side}."
    if rule.transparent and not transparent:
        yield f"{name} has no transparency; the {kind} icon must be white on a transparent ground."


def _read(content: bytes) -> tuple[int, int, bool]:
    """Answer width, height and whether it has transparency; raises ValueError or struct.error if it is no PNG."""
    if not content.startswith(SIGNATURE):
        raise ValueError("no PNG signature")
    chunks = dict(_chunks(content))
    header = chunks.get(b"IHDR", b"")
    if len(header) != HEADER_LENGTH or b"IEND" not in chunks:
        raise ValueError("cut short")
    width, height, _depth, colour_type = struct.unpack(">IIBB", header[:10])
    return width, height, colour_type in COLOUR_TYPES_WITH_ALPHA or b"tRNS" in chunks


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = len(SIGNATURE)
    while start < len(content):
        length, name = struct.unpack_from(">I4s", content, start)
        yield name, content[start + 8 : start + 8 + length]
        start += CHUNK_FRAME + length
