from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.failures import GraphFailure, Nonsense, NotFound
from learning.entries import EntryId, NewEntry
from learning.errors import MaybeDone, OutsideFailure
from tests.graph.small_graph import (
    ANA,
    REVIEW,
    FixedTokens,
    Handler,
    always,
    dawdle,
    event,
    hang_up,
    in_envelopes,
    listening,
    refusal,
    settings_for,
    small_graph,
    write,
)

ENTRY = EntryId("AAMk/+=")


async def failure_of(handler: Handler, *, time_limit: float = 5.0) -> tuple[OutsideFailure, int]:
    async with small_graph(handler, time_limit=time_limit) as graph:
        with pytest.raises(OutsideFailure) as caught:
            await graph.calendar.find(ANA, ENTRY)
        return caught.value, len(graph.asked)


async def test_every_request_carries_the_persons_token_and_asks_for_ids_that_never_change() -> None:
    async with small_graph(always(200, event("e1"))) as graph:
        await graph.calendar.find(ANA, ENTRY)
        [request] = graph.asked
    assert request.headers["Authorization"] == f"Bearer token-of-{ANA}"
    assert 'IdType="ImmutableId"' in request.headers["Prefer"]


async def test_an_address_has_no_slash_too_many_and_ids_cannot_leave_their_place_in_it() -> None:
    async with small_graph(always(200, event("e1"))) as graph:
        await graph.calendar.find(ANA, EntryId("../../x?y=1"))
        [request] = graph.asked
    assert request.raw_path.startswith("/v1.0/users/a1000000-0000-4000-8000-000000000001/events/..%2F..%2Fx%3Fy%3D1?")


async def test_a_throttled_request_says_how_long_to_wait_and_is_not_repeated() -> None:
    failure, asked = await failure_of(always(429, refusal("ApplicationThrottled"), headers={"Retry-After": "200"}))
    assert (failure.retry_after, failure.permanent, failure.needs_consent) == (timedelta(seconds=200), False, False)
    assert asked == 1


async def test_a_service_that_rests_is_asked_again_later_and_not_at_once() -> None:
    failure, asked = await failure_of(always(503, refusal("ServiceUnavailable"), headers={"Retry-After": "7"}))
    assert (failure.retry_after, failure.permanent) == (timedelta(seconds=7), False)
    assert asked == 1


@pytest.mark.parametrize("header", ["-5", "soon", "1e9", "Mon, 02 Mar 2026 09:00:00 GMT", ""])
async def test_a_retry_after_that_is_no_number_of_seconds_is_passed_over(header: str) -> None:
    failure, _ = await failure_of(always(429, refusal("TooManyRequests"), headers={"Retry-After": header}))
    assert failure.retry_after is None
    assert not failure.permanent


@pytest.mark.parametrize("status", [401, 403])
async def test_a_missing_right_asks_for_consent(status: int) -> None:
    failure, _ = await failure_of(always(status, refusal("ErrorAccessDenied")))
    assert failure.needs_consent


async def test_a_refused_token_is_replaced_once_and_not_twice() -> None:
    failure, asked = await failure_of(always(401, refusal("InvalidAuthenticationToken")))
    assert failure.needs_consent
    assert asked == 2


@pytest.mark.parametrize(("status", "permanent"), [(400, True), (405, True), (413, True), (409, False), (500, False)])
async def test_only_a_refusal_that_will_stay_one_is_permanent(status: int, permanent: bool) -> None:
    failure, _ = await failure_of(always(status, refusal("ErrorSomething")))
    assert failure.permanent is permanent
    assert isinstance(failure, GraphFailure)
    assert (failure.status, failure.code) == (status, "ErrorSomething")


async def test_a_dropped_connection_is_a_passing_failure_and_what_may_have_been_done_is_not_repeated() -> None:
    reading, _ = await failure_of(hang_up)
    async with small_graph(hang_up) as graph:
        with pytest.raises(MaybeDone) as watching:
            await graph.calendar.watch(ANA, secret="s", until=REVIEW.slot.ends_at)
        assert len(graph.asked) == 1
    assert not reading.permanent
    assert not watching.value.permanent


async def test_a_slow_answer_ends_at_the_time_limit() -> None:
    failure, _ = await failure_of(dawdle, time_limit=0.3)
    assert not failure.permanent


async def test_an_answer_that_drips_ends_at_the_time_limit_too() -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    failure, _ = await failure_of(drip, time_limit=0.5)
    assert not failure.permanent


async def test_a_server_that_is_not_there_is_a_passing_failure() -> None:
    async with listening(always(200, {})) as address:
        settings = settings_for(address)
    client = GraphClient(settings, FixedTokens())
    with pytest.raises(OutsideFailure) as caught:
        await GraphCalendar(client, settings).find(ANA, ENTRY)
    await client.close()
    assert not caught.value.permanent


NONSENSE: list[tuple[int, Any, str | None]] = [
    (200, None, "<html><body>Please sign in to the proxy</body></html>"),
    (200, [], None),
    (200, None, None),
    (200, {}, None),
    (200, {"id": 7}, None),
    (200, {"id": "e1", "start": "09:00", "end": "10:00"}, None),
    (200, {"id": "e1", "start": {"dateTime": "soon", "timeZone": "UTC"}, "end": {}}, None),
    (200, event("e1", end="2026-03-01T09:00:00"), None),
    (200, event("e1") | {"start": {"dateTime": "2026-03-02T09:00:00", "timeZone": "Nowhere/Land"}}, None),
    (200, None, "[" * 100_000),
]


@pytest.mark.parametrize(("status", "body", "text"), NONSENSE)
async def test_an_answer_that_makes_no_sense_is_a_failure_that_quotes_nothing_of_it(
    status: int, body: Any, text: str | None
) -> None:
    failure, _ = await failure_of(always(status, body, text=text))
    assert isinstance(failure, Nonsense)
    assert not failure.permanent
    assert len(str(failure)) < 120


async def test_a_redirect_is_not_followed_and_not_taken_for_an_answer() -> None:
    failure, asked = await failure_of(always(302, event("e1"), headers={"Location": "http://127.0.0.1:1/elsewhere"}))
    assert isinstance(failure, Nonsense)
    assert asked == 1


async def test_an_entry_that_graph_says_is_gone_is_gone() -> None:
    async with small_graph(always(404, refusal("ErrorItemNotFound"))) as graph:
        assert await graph.calendar.find(ANA, ENTRY) is None


@pytest.mark.parametrize("code", ["MailboxNotEnabledForRESTAPI", "ErrorInvalidUser", "ResourceNotFound"])
async def test_a_mailbox_that_cannot_be_reached_does_not_make_its_entries_look_deleted(code: str) -> None:
    async with small_graph(always(404, refusal(code))) as graph:
        with pytest.raises(NotFound):
            await graph.calendar.find(ANA, ENTRY)


async def test_a_404_page_of_a_proxy_does_not_make_an_entry_look_deleted() -> None:
    async with small_graph(always(404, text="<h1>Not Found</h1>")) as graph:
        with pytest.raises(OutsideFailure) as caught:
            await graph.calendar.find(ANA, ENTRY)
    assert not isinstance(caught.value, NotFound)
    assert not caught.value.permanent


async def test_reading_an_entry_asks_for_how_it_stands_and_for_none_of_the_text_in_it() -> None:
    async with small_graph(always(200, event("e1"))) as graph:
        await graph.calendar.find(ANA, ENTRY)
        wanted = graph.asked[0].query["$select"].split(",")
    assert {"id", "start", "end", "subject", "showAs", "attendees"} <= set(wanted)
    assert not [name for name in wanted if name.startswith("body")]


async def test_an_appointment_without_length_counts_as_a_minute() -> None:
    async with small_graph(always(200, event("e1", end="2026-03-02T09:00:00.0000000"))) as graph:
        found = await graph.calendar.find(ANA, ENTRY)
    assert found is not None
    assert found.slot.length == timedelta(minutes=1)


async def sent_by(*entries: NewEntry) -> list[Any]:
    """What goes out when these are written, one after the other."""
    async with small_graph(in_envelopes(always(201, event("e1")))) as graph:
        for entry in entries:
            await write(graph.calendar, ANA, entry)
        return [json.loads(body)["requests"][0]["body"] for body in graph.bodies]


async def test_what_people_wrote_stays_text_in_the_entry() -> None:
    entry = replace(
        REVIEW,
        title="Learning\r\nreview",
        text="<script>alert(1)</script>\n& more",
        link_text='"><img src=x>',
        link='https://learning.example/?a=1&b="2"',
    )
    [sent] = await sent_by(entry)
    assert sent["subject"] == "Learning review"
    assert sent["body"]["contentType"] == "html"
    assert "<script" not in sent["body"]["content"]
    assert "<img" not in sent["body"]["content"]
    assert 'href="https://learning.example/?a=1&amp;b=&quot;2&quot;"' in sent["body"]["content"]
    assert sent["body"]["content"].count("<a ") == 1


async def test_a_link_that_is_no_web_address_is_not_written() -> None:
    entry = replace(REVIEW, link="javascript:alert(1)")
    async with small_graph(always(201, event("e1"))) as graph:
        with pytest.raises(ValueError, match="web address"):
            await write(graph.calendar, ANA, entry)
        assert graph.asked == []


async def test_a_repeated_write_carries_the_same_transaction_and_another_key_another_one() -> None:
    other = replace(REVIEW, key="review-2")
    first, again, second = await sent_by(REVIEW, REVIEW, other)
    assert first == again
    assert first["transactionId"] != second["transactionId"]
    assert (first["sensitivity"], first["showAs"], first["reminderMinutesBeforeStart"]) == ("private", "busy", 15)
    assert first["isReminderOn"] is True
    assert first["start"] == {"dateTime": "2026-03-02T09:00:00", "timeZone": "UTC"}
    assert "attendees" not in first


async def test_no_log_shows_a_token_or_what_an_entry_says(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with small_graph(in_envelopes(always(201, event("e1")))) as graph:
        await graph.client.warm()
        await write(graph.calendar, ANA, REVIEW)
    assert "token-of" not in caplog.text
    assert REVIEW.text not in caplog.text
