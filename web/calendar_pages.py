"""The private addresses at which calendars read a person's reviews. Whoever has one reads when they are, no more.

Calendars send no sign-in with what they ask, so the address is the key. It is in no record of ours, and what leads
nowhere is answered alike, whether it was removed or never was.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from aiohttp import ETag, web

from learning.actions.hand_out_feed import HandedOut, hand_out_feed
from learning.errors import NotHere
from learning.feed import FeedEntry
from learning.people import Person
from learning.work import Runner
from web.calendar_file import feed_file, review_file
from wording.speaker import Speaker

FEED_PATH = "/calendar/{secret}.ics"
REVIEW_PATH = "/calendar/{secret}/{review}.ics"

_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_FILE_NAME = "learning-review.ics"


class CalendarPages:
    """`link` leads from an entry to the chat with the app."""

    def __init__(
        self, runner: Runner, speaker_for: Callable[[Person], Speaker], clock: Callable[[], datetime], *, link: str
    ) -> None:
        self._runner = runner
        self._speaker_for = speaker_for
        self._clock = clock
        self._link = link

    def routes(self) -> list[web.RouteDef]:
        """Asked with GET, or with HEAD by who only wants to know whether anything changed."""
        return [web.get(FEED_PATH, self.feed), web.get(REVIEW_PATH, self.review)]

    async def feed(self, request: web.Request) -> web.Response:
        """All reviews that stand in the file."""
        found = await self._found(request)
        if found is None:
            return _nothing_here()
        speaker = self._speaker_for(found.reader)
        body = await asyncio.to_thread(feed_file, found.entries, speaker, link=self._link)  # a full one takes 50 ms
        return _answer(request, body, found.changed_at)

    async def review(self, request: web.Request) -> web.Response:
        """One review, to be put into a calendar by hand."""
        found = await self._found(request)
        entry = _entry(found, request.match_info["review"]) if found else None
        if found is None or entry is None:
            return _nothing_here()
        body = review_file(entry, self._speaker_for(found.reader), link=self._link)
        response = _answer(request, body, entry.changed_at)
        response.headers["Content-Disposition"] = f'attachment; filename="{_FILE_NAME}"'
        return response

    async def _found(self, request: web.Request) -> HandedOut | None:
        try:
            return await self._runner.run(hand_out_feed, request.match_info["secret"], self._clock())
        except NotHere:
            return None


def _entry(found: HandedOut, review: str) -> FeedEntry | None:
    return next((entry for entry in found.entries if entry.review == review), None)


def _answer(request: web.Request, body: bytes, changed_at: datetime) -> web.Response:
    """The file, or that the one the calendar has is still the same."""
    tag, modified = hashlib.sha256(body).hexdigest()[:32], changed_at.astimezone(UTC).replace(microsecond=0)
    if _is_known(request, tag, modified):
        response = web.Response(status=HTTPStatus.NOT_MODIFIED, headers=_HEADERS)
    else:
        response = web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=_HEADERS)
    response.etag = tag
    response.last_modified = modified
    return response


def _is_known(request: web.Request, tag: str, modified: datetime) -> bool:
    """By its tag; by its time only where no tag was sent, since a time is only as fine as a second."""
    tags: tuple[ETag, ...] | None = request.if_none_match
    if tags is not None:
        return any(each.value in ("*", tag) for each in tags)
    since = request.if_modified_since
    return since is not None and modified <= since


def _nothing_here() -> web.Response:
    return web.Response(status=HTTPStatus.NOT_FOUND, text="404: Not Found", headers=_HEADERS)
