"""Reads what changed in a calendar, page after page, without trusting the pages to end."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.failures import GraphFailure, Nonsense
from graph.models import DeltaPage, delta_page_in
from graph.requests import read_changes, read_changes_at
from learning.entries import Changes, Entry, EntryId, Slot
from learning.errors import MarkEnded, OutsideFailure

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation

    from graph.mailbox_client import MailboxClient
    from learning.people import PersonId

MOST_PAGES = 100
_IN_UTC = 'outlook.timezone="UTC"'
_PAGE_SIZE = "odata.maxpagesize=100"
_SHORT = 'outlook.body-content-type="text"'
"""No text of anybody's is wanted, but Graph leaves none out here: as plain text it is shortest."""
_ENDED = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "fullsyncrequired"})


async def changes_since(client: MailboxClient, person: PersonId, *, since: str | None, within: Slot) -> Changes:
    """What the calendar reports since the mark; what it reports twice counts once, as it was reported last.

    A mark remembers its own stretch of time: `within` matters only without one. Raises MarkEnded.
    """
    if since is None:
        return await _read(client, person, read_changes(client.builders, person, within))
    if not client.is_own(since):
        raise MarkEnded  # Graph has another address than when the mark was made
    try:
        return await _read(client, person, read_changes_at(client.builders, person, since))
    except GraphFailure as failure:
        if _says_that_the_mark_ended(failure):
            raise MarkEnded from failure
        raise


async def _read(client: MailboxClient, person: PersonId, request: RequestInformation) -> Changes:
    became: dict[EntryId, Entry | None] = {}
    bare: set[EntryId] = set()
    asked: set[str] = set()
    for _ in range(MOST_PAGES):
        page = await delta_page_in(await client.send(person, request, _PAGE_SIZE, _IN_UTC, _SHORT))
        became.update(page.changed)
        bare |= page.bare
        link = _own_link(client, page)
        if page.mark is not None:
            return Changes(
                entries=tuple(_as_its_series(entry, became, bare) for entry in became.values() if entry is not None),
                gone=tuple(entry_id for entry_id, entry in became.items() if entry is None),
                mark=page.mark,
            )
        if link in asked:
            raise Nonsense("its pages of changes lead in a circle")
        asked.add(link)
        request = read_changes_at(client.builders, person, link)
    raise OutsideFailure(f"Graph reports changes on more than {MOST_PAGES} pages")


def _as_its_series(entry: Entry, became: dict[EntryId, Entry | None], bare: set[EntryId]) -> Entry:
    """Of each time of a series Graph tells next to nothing: out of office every Friday is told once, by the series."""
    series = became.get(entry.part_of) if entry.part_of is not None and entry.id in bare else None
    return entry if series is None else replace(entry, shown_as=series.shown_as)


def _own_link(client: MailboxClient, page: DeltaPage) -> str:
    link = page.mark or page.next_link
    if link is None or not client.is_own(link):
        raise Nonsense("it leads to somebody else's address")
    return link


def _says_that_the_mark_ended(failure: GraphFailure) -> bool:
    return failure.status == HTTPStatus.GONE or (failure.code or "").lower() in _ENDED
