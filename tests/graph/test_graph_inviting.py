"""People are invited to an entry that stands, and nothing that its owner or Outlook put there is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from graph.failures import GraphFailure, Nonsense
from graph.marks import our_part
from learning.entries import Answered, Entry, EntryId, Guest, InviteTo, MoveEntry, Reply
from learning.errors import GuestsRefused, OutsideFailure
from tests.graph.small_graph import ANA, NINE, REVIEW, Handler, always, event, hang_up, refusal, small_graph
from tests.graph_contract import NOT_HERE, GraphContract

LINK = "https://learning.example/review/1"
OURS = our_part("How is it going?", "Open", LINK)
BEN = Guest(address="ben@meadow.example", name="Ben")
CHLOE = Guest(address="chloe@meadow.example", name="Chloé")
BLOB = '<div>________<a href="https://teams.example/meet/1">Join the meeting</a></div>'
INVITE = InviteTo(entry=EntryId("e1"), guests=(BEN,), text="You two look back.", link_text="Open", link=LINK)
ROOM = {"type": "resource", "status": {}, "emailAddress": {"name": "Room 1", "address": "room1@meadow.example"}}


@dataclass
class OneEvent:
    """A Graph with one event, which counts its changes as Exchange does."""

    html: str = f"<html><body>{OURS}<p>My notes</p></body></html>"
    attendees: list[dict[str, Any]] = field(default_factory=list)
    is_online: bool = False
    changes: int = 0
    sneaks: int = 0
    """So many times its owner changes it, right after we read it."""
    patches: list[dict[str, Any]] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        plain: dict[str, Any] = event("e1")
        return plain | {
            "@odata.etag": f'W/"{self.changes}"',
            "subject": "Mine now",
            "body": {"contentType": "html", "content": self.html},
            "attendees": self.attendees,
            "organizer": {"emailAddress": {"name": "Ana", "address": "ana@meadow.example"}},
            "isOnlineMeeting": self.is_online,
        }

    async def answer(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            shown = self.shown()
            if self.sneaks:
                self.sneaks -= 1
                self.changes += 1
                self.html = self.html.replace("My notes", "My notes, and more")
            return web.json_response(shown)
        if request.headers["If-Match"] != f'W/"{self.changes}"':
            return web.json_response(refusal("ErrorIrresolvableConflict"), status=412)
        self.change(await request.json())
        return web.json_response(self.shown())

    def change(self, said: dict[str, Any]) -> None:
        self.changes += 1
        self.patches.append(said)
        if "attendees" in said:
            self.attendees = [one | {"status": {"response": "none"}} for one in said["attendees"]]
        if said.get("isOnlineMeeting"):
            self.is_online, self.html = True, self.html.replace("</body>", f"{BLOB}</body>")
        if "body" in said:
            self.html = said["body"]["content"]
            self.is_online = self.is_online and BLOB in self.html

    async def comes_of(self, *changes: InviteTo) -> list[Entry | OutsideFailure | None]:
        async with small_graph(self.answer) as graph:
            return list(await graph.calendar.bring_about(ANA, changes))


async def test_who_is_invited_stands_in_the_entry_and_our_words_are_the_new_ones() -> None:
    there = OneEvent()
    [entry] = await there.comes_of(INVITE)
    assert isinstance(entry, Entry)
    assert (entry.slot, entry.title, entry.guests) == (NINE, "Mine now", (Answered(guest=BEN),))
    assert "You two look back." in there.html
    assert "How is it going?" not in there.html
    assert "<p>My notes</p>" in there.html
    [sent] = there.patches
    assert {name for name in sent if not name.startswith("@")} == {"attendees", "body"}


async def test_inviting_twice_changes_nothing_the_second_time() -> None:
    there = OneEvent()
    first = await there.comes_of(INVITE)
    there.attendees[0]["status"] = {"response": "accepted"}
    [again] = await there.comes_of(replace(INVITE, guests=(Guest(address="BEN@meadow.example"),)))
    assert len(there.patches) == 1
    assert isinstance(again, Entry)
    assert again.guests[0].reply is Reply.ACCEPTED
    assert isinstance(first[0], Entry)


async def test_an_online_meeting_is_never_lost_by_a_new_text() -> None:
    there = OneEvent()
    await there.comes_of(replace(INVITE, is_online=True))
    assert there.is_online
    await there.comes_of(replace(INVITE, guests=(BEN, CHLOE), text="You three."))
    await there.comes_of(replace(INVITE, guests=(), text="For you alone."))
    assert there.is_online
    assert BLOB in there.html
    assert "For you alone." in there.html
    assert there.attendees == []


async def test_the_meeting_that_is_there_is_not_asked_for_again() -> None:
    there = OneEvent(is_online=True, html=f"<body>{OURS}{BLOB}</body>")
    await there.comes_of(replace(INVITE, is_online=True))
    assert [name for sent in there.patches for name in sent if name == "isOnlineMeeting"] == []
    assert there.is_online


async def test_a_room_that_the_owner_booked_stays_booked() -> None:
    there = OneEvent(attendees=[ROOM])
    [entry] = await there.comes_of(INVITE)
    assert [one["type"] for one in there.attendees] == ["required", "resource"]
    assert isinstance(entry, Entry)
    assert [one.guest for one in entry.guests] == [BEN]


@pytest.mark.parametrize("with_one", [True, False])
async def test_our_part_that_the_owner_took_out_comes_back_only_for_guests(with_one: bool) -> None:
    there = OneEvent(html="<body><p>My notes</p></body>", attendees=[{"emailAddress": {"address": CHLOE.address}}])
    await there.comes_of(replace(INVITE, guests=(BEN,) if with_one else ()))
    assert ("You two look back." in there.html) is with_one
    assert "<p>My notes</p>" in there.html


async def test_whoever_writes_in_the_same_moment_keeps_what_they_wrote() -> None:
    there = OneEvent(sneaks=1)
    [entry] = await there.comes_of(INVITE)
    assert isinstance(entry, Entry)
    assert "My notes, and more" in there.html
    assert "You two look back." in there.html


async def test_an_entry_that_changes_all_the_time_is_left_for_later() -> None:
    there = OneEvent(sneaks=9)
    [outcome] = await there.comes_of(INVITE)
    assert isinstance(outcome, OutsideFailure)
    assert not outcome.permanent
    assert there.patches == []


async def test_an_entry_that_is_gone_invites_nobody() -> None:
    async with small_graph(always(404, refusal("ErrorItemNotFound"))) as graph:
        assert await graph.calendar.bring_about(ANA, [INVITE]) == [None]


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        (always(403, refusal("ErrorAccessDenied")), GraphFailure),
        (always(404, refusal("MailboxNotEnabledForRESTAPI")), GraphFailure),
        (always(200, event("e1")), Nonsense),
        (always(200, event("e1") | {"body": {"content": ""}, "@odata.etag": None}), Nonsense),
        (always(200, event("e1") | {"body": {"content": ""}, "@odata.etag": 'W/"1"\r\nX: y'}), Nonsense),
        (hang_up, OutsideFailure),
    ],
)
async def test_what_goes_wrong_is_an_answer_and_never_raised(handler: Handler, kind: type[OutsideFailure]) -> None:
    async with small_graph(handler) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [INVITE])
    assert isinstance(outcome, kind)


@pytest.mark.parametrize(("method", "is_of_guests"), [("PATCH", True), ("GET", False)])
async def test_only_what_is_refused_of_the_invitation_itself_is_said_of_the_guests(
    method: str, *, is_of_guests: bool
) -> None:
    there = OneEvent()

    async def answer(request: web.Request) -> web.Response:
        if request.method == method:
            return web.json_response(refusal("ErrorInvalidRecipients"), status=400)
        return await there.answer(request)

    async with small_graph(answer) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [INVITE])
    assert isinstance(outcome, GuestsRefused) is is_of_guests
    assert isinstance(outcome, OutsideFailure)
    assert outcome.permanent


async def test_taking_everybody_out_is_refused_for_nobodys_sake() -> None:
    ben = {"emailAddress": {"name": BEN.name, "address": BEN.address}, "type": "required", "status": {}}
    there = OneEvent(attendees=[ben])

    async def answer(request: web.Request) -> web.Response:
        refused = request.method == "PATCH"
        return web.json_response(refusal("Bad"), status=400) if refused else await there.answer(request)

    async with small_graph(answer) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [replace(INVITE, guests=())])
    assert isinstance(outcome, GraphFailure)


async def test_what_is_refused_as_a_whole_is_said_of_nobodys_guests() -> None:
    async with small_graph(always(400, refusal("BadRequest"))) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [replace(REVIEW, guests=(BEN,))])
    assert isinstance(outcome, GraphFailure)


async def test_an_invitation_waits_for_nothing_else_and_each_answer_stands_in_its_place() -> None:
    there = OneEvent()

    async def answer(request: web.Request) -> web.Response:
        if not request.path.endswith("/$batch"):
            return await there.answer(request)
        asked = (await request.json())["requests"]
        told = [{"id": one["id"], "status": 201, "headers": {}, "body": event(f"n{one['id']}")} for one in asked]
        return web.json_response({"responses": told})

    async with small_graph(answer) as graph:
        move = MoveEntry(entry=EntryId("e2"), slot=NINE)
        outcomes = await graph.calendar.bring_about(ANA, [REVIEW, INVITE, move])
    assert [one.id for one in outcomes if isinstance(one, Entry)] == ["n0", "e1", "n1"]


async def test_when_an_envelope_fails_nobody_is_invited_meanwhile() -> None:
    async with small_graph(always(503, refusal("ErrorServerBusy"))) as graph:
        outcomes = await graph.calendar.bring_about(ANA, [INVITE, REVIEW])
        assert len(graph.asked) == 1
    assert all(isinstance(outcome, GraphFailure) for outcome in outcomes)


async def test_what_goes_out_satisfies_microsofts_schema() -> None:
    if not GraphContract.available():
        pytest.skip(NOT_HERE)
    contract, there = GraphContract(), OneEvent(attendees=[ROOM])
    async with small_graph(there.answer) as graph:
        await graph.calendar.bring_about(ANA, [replace(INVITE, is_online=True)])
        asked = list(zip(graph.asked, graph.bodies, strict=True))
    assert [request.method for request, _ in asked] == ["GET", "PATCH", "PATCH"]
    for request, body in asked:
        sent = json.loads(body) if body else None
        assert (
            contract.request(
                request.method, request.raw_path.partition("?")[0], dict(request.headers), dict(request.query), sent
            )
            == []
        )
