"""What a person does to their events beside dragging and deleting: all under `/window/{key}/calendar`, and settings."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin.preferences import Hours
from standin.window.calendar import gone
from standin.window.events import written
from standin.window.requests import bad_request, conflict, moment, person_of, read_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from standin.world import World


class DoingApi:
    """One handler for each thing. 404 where the event is gone, 409 with a sentence where it cannot be done."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_hand = world.by_hand

    async def write(self, request: web.Request) -> web.Response:
        """POST …/calendar `{subject, start, end, showAs?, isAllDay?}`: an event of their own."""
        person, said = person_of(request), await read_object(request)
        start, end = _stretch(said)
        shown_as, all_day = _text(said, "showAs", "busy"), said.get("isAllDay", False)
        if not isinstance(all_day, bool):
            raise bad_request("isAllDay must be true or false.")
        with _doing():
            entry = self._by_hand.write(
                person.key, _text(said, "subject"), start, end, show_as=shown_as, all_day=all_day
            )
        return web.json_response({"id": entry.id}, status=201)

    async def rename(self, request: web.Request) -> web.Response:
        """POST …/rename `{subject}`."""
        return await _done(request, self._by_hand.rename, "subject")

    async def rewrite(self, request: web.Request) -> web.Response:
        """POST …/body `{content}`: the whole new text, in HTML."""
        return await _done(request, self._by_hand.rewrite, "content")

    async def show_as(self, request: web.Request) -> web.Response:
        """POST …/show-as `{showAs}`."""
        return await _done(request, self._by_hand.show_as, "showAs")

    async def make_whole_days(self, request: web.Request) -> web.Response:
        """POST …/whole-days `{}`."""
        return await _done(request, self._by_hand.make_whole_days)

    async def copy(self, request: web.Request) -> web.Response:
        """POST …/copy `{start}`: another one like it, then."""
        key, event_id, said = await _about(request)
        with _doing():
            entry = self._by_hand.copy(key, event_id, moment(said.get("start"), "start"))
        return web.json_response({"id": entry.id}, status=201)

    async def recur(self, request: web.Request) -> web.Response:
        """POST …/recurrence `{every: "day" or "week", times}`."""
        key, event_id, said = await _about(request)
        times = said.get("times")
        if not isinstance(times, int) or isinstance(times, bool):
            raise bad_request("times must be a whole number.")
        with _doing():
            self._by_hand.recur(key, event_id, _text(said, "every"), times)
        return web.Response(status=204)

    async def put_into(self, request: web.Request) -> web.Response:
        """POST …/calendar `{name}`: into another calendar; an empty name is the usual one."""
        return await _done(request, self._by_hand.put_into, "name")

    async def respond(self, request: web.Request) -> web.Response:
        """POST …/respond `{answer, proposes?: {start, end}}`: by somebody who is invited."""
        key, event_id, said = await _about(request)
        proposes = said.get("proposes")
        if proposes is not None and not isinstance(proposes, dict):
            raise bad_request("proposes must have start and end.")
        with _doing():
            self._by_hand.respond(key, event_id, _text(said, "answer"), _stretch(proposes) if proposes else None)
        return web.Response(status=204)

    async def deleted(self, request: web.Request) -> web.Response:
        """GET …/calendar/deleted: what can be had back, the last one first."""
        found = self._by_hand.deleted(person_of(request).key)
        return web.json_response(
            [{"id": one.id, "subject": one.properties.get("subject", ""), "start": written(one.start)} for one in found]
        )

    async def restore(self, request: web.Request) -> web.Response:
        """POST …/restore `{}`: back out of what was deleted."""
        return await _done(request, self._by_hand.restore)

    async def settings(self, request: web.Request) -> web.Response:
        """POST /window/{key}/settings `{zone?, workingHours?: {days, start, end}}`: where they are, when they work."""
        person, said = person_of(request), await read_object(request)
        zone = _text(said, "zone") if "zone" in said else None
        try:
            self._world.preferences.change(person, zone=zone, hours=_hours(said.get("workingHours")))
        except (ValueError, TypeError, LookupError) as error:
            raise bad_request(f"These settings cannot be read: {error}") from error
        self._world.feed.publish_to_all("people")
        return web.Response(status=204)


async def _done(request: web.Request, do: Callable[..., None], *words: str) -> web.Response:
    """This is done to an event, with these texts out of what is said."""
    key, event_id, said = await _about(request)
    texts = [_text(said, name) for name in words]
    with _doing():
        do(key, event_id, *texts)
    return web.Response(status=204)


@contextmanager
def _doing() -> Iterator[None]:
    """What cannot be done, in HTTP's words."""
    try:
        yield
    except KeyError as error:
        raise gone() from error
    except ValueError as error:
        raise conflict(str(error)) from error


async def _about(request: web.Request) -> tuple[str, str, dict[str, Any]]:
    """Whose event this is about, which one, and what is said."""
    return person_of(request).key, request.match_info["id"], await read_object(request)


def _text(said: dict[str, Any], name: str, usual: str | None = None) -> str:
    text = said.get(name, usual)
    if not isinstance(text, str):
        raise bad_request(f"{name} must be a text.")
    return text


def _hours(said: Any) -> Hours | None:
    if said is None:
        return None
    start, end = (time.fromisoformat(said[name]) for name in ("start", "end"))
    return Hours(days=tuple(said["days"]), start=start, end=end)


def _stretch(said: dict[str, Any]) -> tuple[datetime, datetime]:
    start, end = (moment(said.get(name), name) for name in ("start", "end"))
    if end <= start:
        raise bad_request("An event must end after it starts.")
    return start, end
