"""Graph's addresses for a calendar: events, what stands in a window, what changed in it, free and busy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from aiohttp import web

from standin.graph import asking, delta, events, meeting_times, schedule, writing, zones
from standin.graph.errors import GraphError, bad_request, item_not_found
from standin.graph.mailbox import Window
from standin.graph.people_routes import need_person

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.graph.asking import Asked
    from standin.graph.delta import DeltaTokens, Round
    from standin.graph.mailbox import Entry
    from standin.people import Person
    from standin.world import World

_LONGEST_WINDOW = timedelta(days=1825)
_NO_OPTIONS: frozenset[str] = frozenset()
_SELECT = frozenset({"$select"})
_VIEW_OPTIONS = frozenset({"$select", "$top", "$skip", "$orderby", "$count"})
_TIMES_OPTIONS = frozenset({"$select", "$top", "$skip", "$count"})
_DELTA_OPTIONS = frozenset({"$deltatoken", "$skiptoken"})
_DELTA_SPELLINGS = ("delta", "delta()", "microsoft.graph.delta()")
_BY_START = {None, "start/datetime", "start/datetime asc"}


class CalendarRoutes:
    """Answers about one person's calendar."""

    def __init__(self, world: World, tokens: DeltaTokens) -> None:
        self._world = world
        self._calendars = world.calendars
        self._base = f"{world.settings.https_address}/v1.0"
        self._tokens = tokens

    def addresses(self) -> list[tuple[str, str, Callable[..., Awaitable[web.Response]]]]:
        """Method, address and who answers it; each `{}` is given to the answer as text."""
        found: list[tuple[str, str, Callable[..., Awaitable[web.Response]]]] = [
            ("POST", "users/{}/calendar/getSchedule", self.get_schedule),
            ("POST", "users/{}/findMeetingTimes", self.find_meeting_times),
            ("GET", "users/{}/calendarView", self.view),
        ]
        for spelled in _DELTA_SPELLINGS:
            found += [("GET", f"users/{{}}/calendarView/{spelled}", self.delta)]
        for prefix in ("users/{}/events", "users/{}/calendar/events"):
            found += [
                ("POST", prefix, self.create),
                ("GET", f"{prefix}/{{}}", self.get),
                ("PATCH", f"{prefix}/{{}}", self.patch),
                ("DELETE", f"{prefix}/{{}}", self.delete),
                ("GET", f"{prefix}/{{}}/instances", self.instances),
            ]
        return found

    async def create(self, asked: Asked, user_id: str) -> web.Response:
        """A new event, or again the one that this transactionId made."""
        person = need_person(user_id)
        asked.refuse_options(_NO_OPTIONS)
        entry = self._calendars.write_new(person, writing.read(await asked.json(), creates=True))
        response = self._event(asked, person, entry, status=201)
        response.headers["Location"] = f"{self._base}/users('{person.object_id}')/events('{quote(entry.id, safe='')}')"
        return response

    async def get(self, asked: Asked, user_id: str, event_id: str) -> web.Response:
        """One event."""
        person = need_person(user_id)
        asked.refuse_options(_SELECT)
        return self._event(asked, person, self._need(person, event_id))

    async def patch(self, asked: Asked, user_id: str, event_id: str) -> web.Response:
        """Change what the body mentions."""
        person = need_person(user_id)
        asked.refuse_options(_NO_OPTIONS)
        written = writing.read(await asked.json(), creates=False)
        entry = self._need(person, event_id)
        _check_match(asked, entry)
        return self._event(asked, person, self._calendars.rewrite(person, entry, written))

    async def delete(self, asked: Asked, user_id: str, event_id: str) -> web.Response:
        """Delete it."""
        person = need_person(user_id)
        _check_match(asked, self._need(person, event_id))
        self._calendars.drop(person, event_id)
        return web.Response(status=204)

    async def view(self, asked: Asked, user_id: str) -> web.Response:
        """A page of what stands in a window, by start."""
        person = need_person(user_id)
        asked.refuse_options(_VIEW_OPTIONS)
        order = asked.option("$orderby")
        if (order.lower() if order else None) not in _BY_START:
            raise bad_request(f"The order '{order}' is not supported here.", "ErrorInvalidUrlQuery")
        found = self._calendars.mailbox(person.key).standing(_window(asked))
        return self._listed(asked, person, "calendarView", found)

    async def instances(self, asked: Asked, user_id: str, event_id: str) -> web.Response:
        """A page of the times of a series that stand in a window, by start."""
        person = need_person(user_id)
        asked.refuse_options(_TIMES_OPTIONS)
        series, window = self._need(person, event_id), _window(asked)
        times = (one for one in self._calendars.mailbox(person.key).present() if one.series == series.id)
        found = sorted((one for one in times if window.overlaps(one.start, one.end)), key=lambda one: one.start)
        return self._listed(asked, person, f"events/{quote(event_id, safe='')}/instances", found)

    async def delta(self, asked: Asked, user_id: str) -> web.Response:
        """A page of what changed in a window since a token; without a token of what stands in it."""
        person = need_person(user_id)
        asked.refuse_options(_DELTA_OPTIONS)
        mailbox = self._calendars.mailbox(person.key)
        page = delta.read_page(mailbox, self._round(asked, person), asked.page_size)
        value = [_told(asked, person, entry) if stands else events.removed(entry) for entry, stands in page.entries]
        name, after = ("$skiptoken", page.more) if page.more else ("$deltatoken", page.next)
        link = self._link(person, "calendarView/delta", {name: self._tokens.write(after)})
        body = {
            "@odata.context": self._context(person, "calendarView"),
            "@odata.nextLink" if page.more else "@odata.deltaLink": link,
            "value": value,
        }
        return web.json_response(body)

    async def get_schedule(self, asked: Asked, user_id: str) -> web.Response:
        """Who is free when."""
        need_person(user_id)
        asked.refuse_options(_NO_OPTIONS)
        value = schedule.get_schedule(self._world, await asked.json(), asked.zone)
        context = f"{self._base}/$metadata#Collection(microsoft.graph.scheduleInformation)"
        return web.json_response({"@odata.context": context, "value": value})

    async def find_meeting_times(self, asked: Asked, user_id: str) -> web.Response:
        """When all of them could meet; for people alone, never for an app by its own right."""
        person = need_person(user_id)
        asked.refuse_options(_NO_OPTIONS)
        if asked.caller.person is None:
            raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        found = meeting_times.find(self._world, person, await asked.json(), asked.zone)
        context = f"{self._base}/$metadata#microsoft.graph.meetingTimeSuggestionsResult"
        return web.json_response({"@odata.context": context, **found})

    def _need(self, person: Person, event_id: str) -> Entry:
        entry = self._calendars.mailbox(person.key).entries.get(event_id)
        if entry is None or entry.gone or entry.hidden:
            raise item_not_found()
        return entry

    def _round(self, asked: Asked, person: Person) -> Round:
        mailbox = self._calendars.mailbox(person.key)
        token = asked.option("$skiptoken") or asked.option("$deltatoken")
        if token is None:
            return delta.first_round(mailbox, person.object_id, _window(asked))
        known = self._tokens.read(token, person.object_id)
        return known if asked.option("$skiptoken") else known.until(mailbox.number)

    def _event(self, asked: Asked, person: Person, entry: Entry, *, status: int = 200) -> web.Response:
        context = self._context(person, "events/$entity")
        body = asked.selected(_shape(asked, person, entry), context)
        return web.json_response(body, status=status, headers={"ETag": events.etag(entry)})

    def _listed(self, asked: Asked, person: Person, what: str, found: list[Entry]) -> web.Response:
        """The page of these that was asked for."""
        top = asking.number(asked.option("$top"), "$top", asked.page_size)
        skip = asking.number(asked.option("$skip"), "$skip", 0, lowest=0, highest=100_000)
        page = [asked.selected(_shape(asked, person, entry), "") for entry in found[skip : skip + top]]
        body: dict[str, Any] = {"@odata.context": self._context(person, what), "value": page}
        if (asked.option("$count") or "").lower() == "true":
            body["@odata.count"] = len(found)
        if skip + top < len(found):
            query = dict(asked.request.query) | {"$top": str(top), "$skip": str(skip + top)}
            body["@odata.nextLink"] = self._link(person, what, query)
        return web.json_response(body)

    def _context(self, person: Person, what: str) -> str:
        return f"{self._base}/$metadata#users('{person.object_id}')/{what}"

    def _link(self, person: Person, what: str, query: dict[str, str]) -> str:
        return f"{self._base}/users/{person.object_id}/{what}?{urlencode(query, safe='$')}"


def _shape(asked: Asked, person: Person, entry: Entry) -> dict[str, Any]:
    return events.shape(entry, person, zone=asked.zone, body_as_text=asked.body_as_text)


def _told(asked: Asked, person: Person, entry: Entry) -> dict[str, Any]:
    """What a delta answer says of an event that stands in the window."""
    if entry.series and not entry.is_exception:
        return events.bare(entry, asked.zone)
    return _shape(asked, person, entry)


def _window(asked: Asked) -> Window:
    start = zones.read_query_moment(asked.option("startDateTime"), "startDateTime")
    end = zones.read_query_moment(asked.option("endDateTime"), "endDateTime")
    if not start < end or end - start > _LONGEST_WINDOW:
        raise bad_request(
            f"The end must come after the start, at most {_LONGEST_WINDOW.days} days.", "ErrorInvalidParameter"
        )
    return Window(start=start, end=end)


def _check_match(asked: Asked, entry: Entry) -> None:
    wanted = asked.request.headers.get("If-Match", "*")
    if wanted not in {"*", events.etag(entry)}:
        raise GraphError(412, "ErrorIrresolvableConflict", "The event was changed in the meantime.")
