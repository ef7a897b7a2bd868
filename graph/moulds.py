"""What we write into calendars, as requests for an envelope.

msgraph-sdk makes one request of each form, which takes it half a millisecond; each further one of that form is that
mould with its own person, entry and words in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from graph.envelopes import Call
from graph.event_requests import move_event, remove_event, show_event, write_event
from graph.shapes import html_of, moment_of, title_of, transaction_of, wall_clock_of
from graph.zones import windows_zone
from learning.entries import EntryId, Guest, MoveEntry, NewEntry, RemoveEntry, ShowEntryAs, Slot
from learning.people import PersonId, object_id_of, person_id

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_PERSON = "the-person"
_ENTRY = "the-entry"
_NOBODY = person_id(tenant="no-organisation", object_id=_PERSON)
_SLOT = Slot(
    starts_at=datetime(2026, 3, 2, 9, tzinfo=UTC), ends_at=datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=1)
)
_MIDNIGHT = Slot(
    starts_at=datetime(2026, 3, 2, tzinfo=UTC), ends_at=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=1)
)
_GUEST = Guest(address="nobody@localhost", name="nobody")
_FORMS = 64

AtOnce = NewEntry | MoveEntry | RemoveEntry | ShowEntryAs
"""The changes that are one request each."""


@dataclass(frozen=True, kw_only=True)
class _Mould:
    method: str
    url: str
    body: Mapping[str, Any] | None

    def call(self, person: PersonId, entry: str = "", /, **own: Any) -> Call:
        """This request about that person and entry, with their own properties in place of the mould's."""
        url = self.url.replace(_PERSON, quote(object_id_of(person), safe="")).replace(_ENTRY, quote(entry, safe=""))
        return Call(method=self.method, url=url, body=None if self.body is None else {**self.body, **own})


class Moulds:
    """Makes the requests that write into calendars, the same as `graph.requests` makes them."""

    def __init__(self, builders: GraphServiceClient) -> None:
        self._builders = builders
        self._of_writing = lru_cache(maxsize=_FORMS)(lambda form: _mould(write_event(builders, _NOBODY, form)))
        moving = MoveEntry(entry=EntryId(_ENTRY), slot=_SLOT)
        self._of_moving = lru_cache(lambda: _mould(move_event(builders, _NOBODY, moving)))
        self._of_showing = lru_cache(lambda shown: _mould(show_event(builders, _NOBODY, EntryId(_ENTRY), shown)))
        self._of_removing = lru_cache(lambda: _mould(remove_event(builders, _NOBODY, EntryId(_ENTRY))))

    def call(self, person: PersonId, change: AtOnce) -> Call:
        """The request that brings this change about."""
        match change:
            case NewEntry():
                return self._write(person, change)
            case MoveEntry():
                call = self._of_moving().call(person, change.entry, **_hours(change.slot))
                return replace(call, if_match=change.seen)
            case ShowEntryAs():
                return self._of_showing(change.shown_as).call(person, change.entry)
            case RemoveEntry():
                return self._of_removing().call(person, change.entry)

    def _write(self, person: PersonId, entry: NewEntry) -> Call:
        mould = self._of_writing(_form(entry))
        body = mould.body or {}
        invited: dict[str, Any] = {"attendees": [_attendee(guest) for guest in entry.guests]} if entry.guests else {}
        return mould.call(
            person,
            transactionId=transaction_of(person, entry),
            subject=title_of(entry),
            body={**body["body"], "content": html_of(entry)},
            **_times(entry),
            **invited,
        )


def _form(entry: NewEntry) -> NewEntry:
    """What entries of one form have in common: all but what `_write` puts in itself."""
    slot, guests = _MIDNIGHT if entry.is_all_day else _SLOT, (_GUEST,) if entry.guests else ()
    plain = replace(entry, key="", title="", text="", link_text="", link="https://localhost/")
    return replace(plain, slot=slot, zone="UTC", guests=guests)


def _hours(slot: Slot) -> dict[str, Any]:
    return {"start": _moment(moment_of(slot.starts_at)), "end": _moment(moment_of(slot.ends_at))}


def _times(entry: NewEntry) -> dict[str, Any]:
    slot = entry.slot
    if not entry.is_all_day:
        return _hours(slot)
    zone = windows_zone(entry.zone)
    starts, ends = (wall_clock_of(moment, entry.zone) for moment in (slot.starts_at, slot.ends_at))
    return {"start": _moment(starts, zone), "end": _moment(ends, zone)}


def _moment(wall_clock: str, zone: str = "UTC") -> dict[str, str]:
    return {"dateTime": wall_clock, "timeZone": zone}


def _attendee(guest: Guest) -> dict[str, Any]:
    named = {"address": guest.address} | ({"name": guest.name} if guest.name else {})
    return {"type": "required", "emailAddress": named}


def _mould(request: RequestInformation) -> _Mould:
    request.path_parameters["baseurl"] = ""
    content = json.loads(request.content) if request.content else None
    method = request.http_method
    if method is None:
        raise ValueError("the SDK made a request without a method")
    return _Mould(method=method.value, url=request.url, body=None if content is None else _plain(content))


def _plain(body: Any) -> Any:
    """Without the SDK's notes on types, which Graph knows anyway."""
    if isinstance(body, list):
        return [_plain(value) for value in body]
    if not isinstance(body, dict):
        return body
    return {name: _plain(value) for name, value in body.items() if name != "@odata.type"}
