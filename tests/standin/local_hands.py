"""What people do in their calendars, through the window, beside what the app sees through Graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.standin.local_graph import ANA, BEN, DELTA, NOW, REVIEW, WINDOW, Answer, Graph

if TYPE_CHECKING:
    from standin.people import Person
    from standin.server import Running

GUEST_BEN = {"emailAddress": {"address": BEN.mail, "name": BEN.name}, "type": "required"}
OUTSIDER = {"emailAddress": {"address": "eva@outside.example", "name": "Eva"}, "type": "optional"}
ONLINE = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}


@dataclass
class Hands:
    """Both sides of the same calendars."""

    graph: Graph
    standin: Running

    async def do(self, what: str, body: object, person: str = "ana", *, method: str = "POST") -> tuple[int, Any]:
        """A call of the window of this person: status and answer; `what` is what follows `/window/{person}/`."""
        return await self.graph.local(self.standin, method, f"/window/{person}/{what}", body)

    async def to(self, event_id: str, what: str, body: object, person: str = "ana") -> None:
        """Something that is done to an event, and works."""
        status, answer = await self.do(f"calendar/{quote(event_id)}/{what}", body, person)
        assert status == 204, answer

    async def drag(self, event_id: str, start: str, end: str, person: str = "ana") -> None:
        """To another time of 2026, such as `04-01T10:00`, in UTC."""
        moments = {"start": f"2026-{start}:00Z", "end": f"2026-{end}:00Z"}
        await self.to(event_id, "move", moments, person)

    async def delete(self, event_id: str, person: str = "ana") -> None:
        status, answer = await self.do(f"calendar/{quote(event_id)}", None, person, method="DELETE")
        assert status == 204, answer

    async def seen(self, person: str = "ana", subject: str = "Learning review") -> list[dict[str, Any]]:
        """The events with this title that the window shows from March to June."""
        found: list[dict[str, Any]] = []
        for day in (0, 90):
            start, end = NOW + timedelta(days=day), NOW + timedelta(days=day + 90)
            query = f"from={start:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"
            _, events = await self.do(f"calendar?{query}", None, person, method="GET")
            found += [event for event in events if subject in event["subject"]]
        return found

    async def only(self, person: str = "ana") -> dict[str, Any]:
        """The one review that stands in this calendar."""
        [event] = await self.seen(person)
        return event

    async def get(self, event_id: str, person: Person = ANA, **more: Any) -> Answer:
        return await self.graph.call("GET", f"{events_of(person)}/{quote(event_id)}", **more)

    async def patch(self, event_id: str, body: object, **more: Any) -> dict[str, Any]:
        answer = await self.graph.call("PATCH", f"{events_of(ANA)}/{quote(event_id)}", body, **more)
        assert answer.status == 200, answer.body
        event: dict[str, Any] = answer.body
        return event

    async def invite(self, *guests: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A review of Ana's to which the app invites these."""
        answer = await self.graph.call("POST", events_of(ANA), REVIEW | {"attendees": list(guests)} | more)
        assert answer.status == 201, answer.body
        event: dict[str, Any] = answer.body
        return event

    async def mark(self) -> str:
        """From where Ana's changes are asked for next."""
        return (await self.graph.changes(DELTA, query=WINDOW))[1]

    async def told(self, mark: str) -> dict[str, dict[str, Any]]:
        """What changed since, by id."""
        return {change["id"]: change for change in (await self.graph.changes(mark))[0]}

    async def view(self, person: Person = ANA, subject: str = "Learning review") -> list[dict[str, Any]]:
        """The events with this title in Graph's calendar view."""
        path = f"/v1.0/users/{person.object_id}/calendarView"
        answer = await self.graph.call("GET", path, query={**WINDOW, "$top": "999"})
        return [event for event in answer.body["value"] if event["subject"] == subject]


def events_of(person: Person) -> str:
    return f"/v1.0/users/{person.object_id}/events"
