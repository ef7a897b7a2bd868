"""A mailbox that makes no online meetings says so in two ways, and neither is a refusal of the whole entry."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from learning.entries import Entry
from learning.errors import GuestsRefused, OnlineRefused, OutsideFailure
from tests.graph.small_graph import ANA, REVIEW, Handler, event, refusal, small_graph
from tests.graph.test_graph_inviting import BEN, INVITE, OneEvent

ONLINE = replace(INVITE, is_online=True)
WHOLE = replace(REVIEW, guests=(BEN,), is_online=True)
STATUSES = [(400, True), (413, True), (422, True), (403, False), (410, False), (503, False)]


class WithoutTeams(OneEvent):
    """As the real one mostly answers for a mailbox without Teams: yes, and the event is none."""

    def change(self, said: dict[str, Any]) -> None:
        super().change({name: value for name, value in said.items() if name != "isOnlineMeeting"})


@pytest.mark.parametrize(("status", "is_of_meeting"), STATUSES)
async def test_what_is_refused_of_making_it_online_is_said_of_the_meeting_alone(
    status: int, *, is_of_meeting: bool
) -> None:
    there = OneEvent()

    async def answer(request: web.Request) -> web.Response:
        if request.method == "PATCH" and "isOnlineMeeting" in await request.text():
            return web.json_response(refusal("ErrorInvalidRequest"), status=status)
        return await there.answer(request)

    async with small_graph(answer) as graph:
        online, plain = await graph.calendar.bring_about(ANA, [ONLINE, INVITE])
    assert isinstance(online, OutsideFailure)
    assert isinstance(online, OnlineRefused) is is_of_meeting
    assert isinstance(plain, Entry)


async def test_a_meeting_that_is_passed_over_is_refused_too_and_nobody_is_invited_meanwhile() -> None:
    there = WithoutTeams()
    [outcome] = await there.comes_of(ONLINE)
    assert isinstance(outcome, OnlineRefused)
    assert there.attendees == []
    [invited] = await there.comes_of(INVITE)
    assert isinstance(invited, Entry)


async def test_guests_that_are_refused_after_the_meeting_was_made_are_said_of_the_guests() -> None:
    there = OneEvent()

    async def answer(request: web.Request) -> web.Response:
        if request.method == "PATCH" and "attendees" in await request.text():
            return web.json_response(refusal("ErrorInvalidRecipients"), status=400)
        return await there.answer(request)

    async with small_graph(answer) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [ONLINE])
    assert isinstance(outcome, GuestsRefused)


@pytest.mark.parametrize(("status", "is_of_meeting"), STATUSES)
async def test_of_an_entry_written_whole_the_meeting_is_blamed_before_the_guests(
    status: int, *, is_of_meeting: bool
) -> None:
    async with small_graph(_batch(status, refusal("ErrorInvalidRequest"))) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [WHOLE])
    assert isinstance(outcome, OutsideFailure)
    assert isinstance(outcome, OnlineRefused) is is_of_meeting


@pytest.mark.parametrize("is_online", [True, False])
async def test_an_entry_written_whole_has_the_meeting_or_it_is_refused(*, is_online: bool) -> None:
    async with small_graph(_batch(201, event("e1") | {"isOnlineMeeting": is_online})) as graph:
        online, plain = await graph.calendar.bring_about(ANA, [WHOLE, replace(WHOLE, key="plain", is_online=False)])
    assert isinstance(online, Entry if is_online else OnlineRefused)
    assert isinstance(plain, Entry)


def _batch(status: int, body: dict[str, Any]) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        asked = json.loads(await request.text())["requests"]
        told = [{"id": one["id"], "status": status, "headers": {}, "body": body} for one in asked]
        return web.json_response({"responses": told})

    return answer
