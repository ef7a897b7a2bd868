"""The requests about single entries of a calendar, made by the SDK's request builders and models."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.models.sensitivity import Sensitivity
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder

from graph.shapes import html_of, moment_of, title_of, transaction_of, wall_clock_of
from graph.zones import windows_zone
from learning.entries import EntryId, Guest, MoveEntry, NewEntry, ShownAs, Slot
from learning.people import PersonId, object_id_of, person_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiota_abstractions.request_information import RequestInformation
    from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
    from msgraph.graph_service_client import GraphServiceClient

_REMINDER_MINUTES = 15
_SHOWN = {
    ShownAs.BUSY: FreeBusyStatus.Busy,
    ShownAs.FREE: FreeBusyStatus.Free,
    ShownAs.TENTATIVE: FreeBusyStatus.Tentative,
    ShownAs.AWAY: FreeBusyStatus.Oof,
    ShownAs.ELSEWHERE: FreeBusyStatus.WorkingElsewhere,
}
_READ = [
    *("id", "subject", "start", "end", "originalStartTimeZone", "showAs", "isAllDay"),
    *("type", "seriesMasterId", "organizer", "attendees"),
]


def write_event(graph: GraphServiceClient, person: PersonId, entry: NewEntry) -> RequestInformation:
    """Write this entry. The same person and key give the same transaction id, with which Graph repeats its answer.

    It is private. A reminder comes a quarter of an hour before, but not in the evening before a whole day.
    """
    event = Event(
        transaction_id=transaction_of(person, entry),
        subject=title_of(entry),
        body=ItemBody(content_type=BodyType.Html, content=html_of(entry)),
        sensitivity=Sensitivity.Private,
        show_as=_SHOWN[entry.shown_as],
        is_reminder_on=not entry.is_all_day,
        reminder_minutes_before_start=_REMINDER_MINUTES,
    )
    event.start, event.end = _times(entry)
    if entry.is_all_day:
        event.is_all_day = True
    if entry.guests:
        event.attendees = [attendee_of(guest) for guest in entry.guests]
    if entry.is_online:
        _make_online(event)
    return _events(graph, person).to_post_request_information(event)


def move_event(graph: GraphServiceClient, person: PersonId, change: MoveEntry) -> RequestInformation:
    """Let this entry begin and end then. Only what changes is sent: the rest is the person's.

    That it lasts hours goes along: between other times than midnights Graph refuses a day that its owner made of it.
    """
    slot = change.slot
    event = Event(is_all_day=False, start=utc(slot.starts_at), end=utc(slot.ends_at))
    request = _events(graph, person).by_event_id(change.entry).to_patch_request_information(event)
    return _only_if(change.seen, request) if change.seen else request


def show_event(graph: GraphServiceClient, person: PersonId, entry: EntryId, shown_as: ShownAs) -> RequestInformation:
    """Let this entry take its owner's time so."""
    change = Event(show_as=_SHOWN[shown_as])
    return _events(graph, person).by_event_id(entry).to_patch_request_information(change)


def remove_event(graph: GraphServiceClient, person: PersonId, entry: EntryId) -> RequestInformation:
    """Take this entry out of the calendar."""
    return _events(graph, person).by_event_id(entry).to_delete_request_information()


def read_event(graph: GraphServiceClient, person: PersonId, entry: EntryId) -> RequestInformation:
    """Read how this entry stands in the calendar, without the text that people wrote into it."""
    return _read(graph, person, entry, _READ)


def read_event_text(graph: GraphServiceClient, person: PersonId, entry: EntryId) -> RequestInformation:
    """Read this entry with its text: a part of that text is ours, and only that is to be changed."""
    return _read(graph, person, entry, [*_READ, "body", "isOnlineMeeting"])


def invite_to_event(
    graph: GraphServiceClient,
    person: PersonId,
    entry: EntryId,
    *,
    etag: str,
    attendees: Sequence[Attendee] | None,
    html: str | None,
) -> RequestInformation:
    """Let this entry have these attendees and this text, if it still is as it was when it was read (`etag`)."""
    change = Event()
    if attendees is not None:
        change.attendees = list(attendees)
    if html is not None:
        change.body = ItemBody(content_type=BodyType.Html, content=html)
    return _only_if(etag, _events(graph, person).by_event_id(entry).to_patch_request_information(change))


def meet_online(graph: GraphServiceClient, person: PersonId, entry: EntryId, *, etag: str) -> RequestInformation:
    """Give this entry an online meeting, if it still is as it was when it was read."""
    change = Event()
    _make_online(change)
    return _only_if(etag, _events(graph, person).by_event_id(entry).to_patch_request_information(change))


def attendee_of(guest: Guest) -> Attendee:
    """The guest as an event names them."""
    return Attendee(
        email_address=EmailAddress(address=guest.address, name=guest.name or None), type=AttendeeType.Required
    )


def one_of_each(graph: GraphServiceClient) -> list[RequestInformation]:
    """Each kind of request once, for nobody; see `graph.requests.one_of_each`."""
    nobody = person_id(tenant="warm", object_id="up")
    starts_at = datetime(2026, 3, 2, tzinfo=UTC)
    slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(days=1))
    entry, guest = EntryId("id"), Guest(address="nobody@localhost")
    plain = NewEntry(key="k", slot=slot, title="t", text="t", link_text="l", link="https://localhost/")
    new = replace(plain, is_all_day=True, guests=(guest,), is_online=True)
    return [
        write_event(graph, nobody, new),
        move_event(graph, nobody, MoveEntry(entry=entry, slot=slot)),
        show_event(graph, nobody, entry, ShownAs.FREE),
        remove_event(graph, nobody, entry),
        read_event(graph, nobody, entry),
        read_event_text(graph, nobody, entry),
        invite_to_event(graph, nobody, entry, etag="e", attendees=[attendee_of(guest)], html="<p></p>"),
        meet_online(graph, nobody, entry, etag="e"),
    ]


def utc(moment: datetime) -> DateTimeTimeZone:
    """This moment as Graph takes it."""
    return DateTimeTimeZone(date_time=moment_of(moment), time_zone="UTC")


def _events(graph: GraphServiceClient, person: PersonId) -> EventsRequestBuilder:
    return graph.users.by_user_id(object_id_of(person)).events


def _read(graph: GraphServiceClient, person: PersonId, entry: EntryId, select: list[str]) -> RequestInformation:
    wanted = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(select=select)
    builder = _events(graph, person).by_event_id(entry)
    return builder.to_get_request_information(RequestConfiguration(query_parameters=wanted))


def _times(entry: NewEntry) -> tuple[DateTimeTimeZone, DateTimeTimeZone]:
    """Whole days go out with their dates, in the zone in which they begin at midnight."""
    slot = entry.slot
    if not entry.is_all_day:
        return utc(slot.starts_at), utc(slot.ends_at)
    zone = windows_zone(entry.zone)
    starts, ends = (wall_clock_of(moment, entry.zone) for moment in (slot.starts_at, slot.ends_at))
    return DateTimeTimeZone(date_time=starts, time_zone=zone), DateTimeTimeZone(date_time=ends, time_zone=zone)


def _make_online(event: Event) -> None:
    event.is_online_meeting = True
    event.online_meeting_provider = OnlineMeetingProviderType.TeamsForBusiness


def _only_if(etag: str, request: RequestInformation) -> RequestInformation:
    request.headers.try_add("If-Match", etag)
    return request
