"""What goes into an envelope is what msgraph-sdk would send, whatever people write."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.client import GraphClient
from graph.moulds import Moulds
from graph.requests import move_event, remove_event, write_event
from learning.entries import EntryId, MoveEntry, NewEntry, RemoveEntry, Slot
from tests.graph.small_graph import ANA, NINE, FixedTokens, settings_for

CLIENT = settings_for("https://graph.example")


@given(
    title=st.text(max_size=40),
    text=st.text(max_size=60),
    key=st.text(min_size=1, max_size=10),
    entry=st.text(min_size=1, max_size=20),
    minutes=st.integers(1, 600),
)
def test_what_a_mould_makes_is_what_the_sdk_makes(title: str, text: str, key: str, entry: str, minutes: int) -> None:
    builders = GraphClient(CLIENT, FixedTokens()).builders
    slot = Slot(starts_at=NINE.starts_at, ends_at=NINE.starts_at + timedelta(minutes=minutes))
    new = NewEntry(key=key, slot=slot, title=title, text=text, link_text=text, link="https://a.example/?a=1&b=2")
    there = EntryId(entry)
    for change, made in (
        (new, write_event(builders, ANA, new)),
        (MoveEntry(entry=there, slot=slot), move_event(builders, ANA, there, slot)),
        (RemoveEntry(entry=there), remove_event(builders, ANA, there)),
    ):
        call = Moulds(builders).call(ANA, change)
        assert made.http_method is not None
        assert (call.method, call.url) == (made.http_method.value, made.url)
        assert call.body == (_plain(json.loads(made.content)) if made.content else None)


def _plain(body: Any) -> Any:
    """Without the notes on types that the SDK adds."""
    return {n: _plain(v) for n, v in body.items() if n != "@odata.type"} if isinstance(body, dict) else body
