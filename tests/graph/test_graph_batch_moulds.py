"""What goes into an envelope is what msgraph-sdk would send, whatever people write."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from kiota_abstractions.request_information import RequestInformation

from graph.client import GraphClient
from graph.event_requests import move_event, remove_event, show_event, write_event
from graph.moulds import AtOnce, Moulds
from learning.entries import EntryId, Guest, MoveEntry, NewEntry, RemoveEntry, ShowEntryAs, ShownAs, Slot
from tests.graph.small_graph import ANA, NINE, FixedTokens, settings_for

BUILDERS = GraphClient(settings_for("https://graph.example"), FixedTokens()).builders
MOULDS = Moulds(BUILDERS)


DAY = Slot(starts_at=datetime(2026, 3, 28, 23, tzinfo=UTC), ends_at=datetime(2026, 3, 29, 22, tzinfo=UTC))
"""The Sunday on which the clocks go forward, in Amsterdam."""


@given(
    title=st.text(max_size=40),
    text=st.text(max_size=60),
    key=st.text(min_size=1, max_size=10),
    entry=st.text(min_size=1, max_size=20),
    minutes=st.integers(1, 600),
    shown_as=st.sampled_from(ShownAs),
    guests=st.lists(st.builds(Guest, address=st.emails(), name=st.text(max_size=5)), max_size=2).map(tuple),
    is_online=st.booleans(),
    is_all_day=st.booleans(),
    seen=st.sampled_from(["", 'W/"one"']),
)
def test_what_a_mould_makes_is_what_the_sdk_makes(
    title: str, text: str, key: str, entry: str, minutes: int, seen: str, is_all_day: bool, **more: Any
) -> None:
    slot = Slot(starts_at=NINE.starts_at, ends_at=NINE.starts_at + timedelta(minutes=minutes))
    there = EntryId(entry)
    days: Any = {"slot": DAY, "is_all_day": True, "zone": "Europe/Amsterdam"} if is_all_day else {"slot": slot}
    new = NewEntry(key=key, title=title, text=text, link_text=text, link="https://a.example/?a=1&b=2", **days, **more)
    move = MoveEntry(entry=there, slot=slot, seen=seen)
    changes: list[tuple[AtOnce, RequestInformation]] = [
        (new, write_event(BUILDERS, ANA, new)),
        (move, move_event(BUILDERS, ANA, move)),
        (ShowEntryAs(entry=there, shown_as=new.shown_as), show_event(BUILDERS, ANA, there, new.shown_as)),
        (RemoveEntry(entry=there), remove_event(BUILDERS, ANA, there)),
    ]
    for change, made in changes:
        call = MOULDS.call(ANA, change)
        made.path_parameters["baseurl"] = ""
        assert made.http_method is not None
        assert (call.method, call.url) == (made.http_method.value, made.url)
        assert ({call.if_match} if call.if_match else set()) == made.headers.get("If-Match")
        assert call.body == (_plain(json.loads(made.content)) if made.content else None)


def _plain(body: Any) -> Any:
    """Without the notes on types that the SDK adds."""
    if isinstance(body, list):
        return [_plain(one) for one in body]
    return {n: _plain(v) for n, v in body.items() if n != "@odata.type"} if isinstance(body, dict) else body
