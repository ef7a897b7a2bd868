"""Our part of an entry's text: written so that it is found again, and replaced without touching what others wrote.

It stands in an element of its own, whose id also tells what we wrote (a digest): a part into which somebody typed is
theirs too, so it is kept below the new one. Outlook may rename ids (`x_…`) or drop them: then its link is our mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

LARGEST_TEXT = 512 * 1024
"""In characters. No longer text is taken apart."""
_NAME = "learning-cycles"
_MARK = re.compile(rf"(?:x_)*{_NAME}-([0-9a-f]{{12}})")
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_PARAGRAPH_OPENS = re.compile(r"<p\b[^>]*>\s*\Z", re.IGNORECASE)
_PARAGRAPH_ENDS = re.compile(r"\s*</p\s*>", re.IGNORECASE)


def our_part(text: str, link_text: str, link: str) -> str:
    """The text and its one link, marked as ours; whatever people wrote stays text."""
    if not link.lower().startswith(("https://", "http://")):
        raise ValueError("an entry's link must be a web address")
    said = "<br>".join(escape(line) for line in text.splitlines())
    inside = f'<p>{said}</p><p><a href="{escape(link)}">{escape(link_text)}</a></p>'
    return f'<div id="{_NAME}-{_digest(text + link_text)}">{inside}</div>'


def with_our_part(html: str, part: str, link: str, *, is_needed: bool) -> str | None:
    """The text with this part in place of our former one; None when nothing is to change.

    Where there is none any more somebody took it out: it comes back, before all else, only when it `is_needed`.
    """
    if len(html) > LARGEST_TEXT:
        return None
    finder = _Finder(html, link)
    if (found := finder.marked) is None:
        place = finder.linked
        if place is None:
            return _first(html, part) if is_needed else None
        return html[: place.start] + part + html[place.end :]
    if not found.is_as_written:
        start_tag, kept = html[found.start :].partition(">")[::2]
        tag = start_tag[1:].split()[0]
        return f"{html[: found.start]}{part}<{tag}>{kept}"
    if (mark := _MARK.search(part)) is not None and mark[1] == found.digest:
        return None
    return html[: found.start] + part + html[found.end :]


@dataclass(frozen=True, kw_only=True)
class _Found:
    """Where in the text something of ours stands."""

    start: int
    end: int
    digest: str = ""
    is_as_written: bool = True


class _Finder(HTMLParser):
    """Finds the first element with our mark, and the first link to where ours leads."""

    def __init__(self, html: str, link: str) -> None:
        super().__init__(convert_charrefs=True)
        self.marked: _Found | None = None
        self.linked: _Found | None = None
        self._html = html
        self._link = link
        self._lines = [0, *(line.end() for line in re.finditer("\n", html))]
        self._open: tuple[str, int, str] | None = None
        self._depth = 0
        self._words: list[str] = []
        self._link_from: int | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if self._open is not None:
            self._depth += tag == self._open[0]
        elif self.marked is None and (mark := _MARK.fullmatch(said.get("id") or "")) is not None:
            self._open, self._depth = (tag, self._here(), mark[1]), 1
        if tag == "a" and self.linked is None and said.get("href") == self._link:
            self._link_from = self._here()

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link_from is not None:
            self.linked = self._with_its_paragraph(self._link_from, self._after())
            self._link_from = None
        if self._open is None or tag != self._open[0]:
            return
        self._depth -= 1
        if self._depth == 0:
            _, start, digest = self._open
            is_as_written = _digest("".join(self._words)) == digest
            self.marked = _Found(start=start, end=self._after(), digest=digest, is_as_written=is_as_written)
            self._open = None

    def _with_its_paragraph(self, start: int, end: int) -> _Found:
        opens, ends = _PARAGRAPH_OPENS.search(self._html, max(0, start - 1000), start), None
        if opens is not None:
            ends = _PARAGRAPH_ENDS.match(self._html, end)
        return _Found(start=start, end=end) if not opens or not ends else _Found(start=opens.start(), end=ends.end())

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _after(self) -> int:
        ends = self._html.find(">", self._here())
        return len(self._html) if ends < 0 else ends + 1


def _first(html: str, part: str) -> str:
    body = _BODY.search(html)
    at = 0 if body is None else body.end()
    return html[:at] + part + html[at:]


def _digest(words: str) -> str:
    """Of what is read, whatever becomes of the spaces in it."""
    return sha256("".join(words.split()).encode()).hexdigest()[:12]
