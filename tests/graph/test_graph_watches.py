from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from learning.errors import OutsideFailure
from tests.graph.small_graph import ANA, Handler, always, refusal, small_graph

UNTIL = datetime(2026, 3, 9, 8, tzinfo=UTC)
WATCH = {"id": "w1", "expirationDateTime": "2026-03-09T08:00:00.0000000Z", "changeType": "updated"}


async def test_a_watch_asks_for_every_change_and_gives_its_secret_and_both_addresses() -> None:
    async with small_graph(always(201, WATCH)) as graph:
        watch = await graph.calendar.watch(ANA, secret="s3cret", until=UNTIL)
        [body] = graph.bodies
    assert (watch.id, watch.ends_at) == ("w1", UNTIL)
    assert json.loads(body) == {
        "changeType": "created,updated,deleted",
        "clientState": "s3cret",
        "expirationDateTime": "2026-03-09T08:00:00+00:00",
        "latestSupportedTlsVersion": "v1_2",
        "lifecycleNotificationUrl": "https://learning.example/graph/notices",
        "notificationUrl": "https://learning.example/graph/notices",
        "resource": "users/a1000000-0000-4000-8000-000000000001/events",
    }


async def test_a_secret_that_graph_would_cut_is_not_sent() -> None:
    async with small_graph(always(201, WATCH)) as graph:
        with pytest.raises(ValueError, match="128"):
            await graph.calendar.watch(ANA, secret="s" * 129, until=UNTIL)
        assert graph.asked == []


async def test_prolonging_a_watch_changes_nothing_but_its_end() -> None:
    async with small_graph(always(200, WATCH)) as graph:
        assert await graph.calendar.keep_watching(ANA, "w1", until=UNTIL) is not None
        assert json.loads(graph.bodies[0]) == {"expirationDateTime": "2026-03-09T08:00:00+00:00"}


async def test_a_watch_that_graph_forgot_is_none() -> None:
    async with small_graph(always(404, refusal("ResourceNotFound"))) as graph:
        assert await graph.calendar.keep_watching(ANA, "w1", until=UNTIL) is None


async def test_trouble_on_the_way_does_not_look_like_a_forgotten_watch() -> None:
    async with small_graph(always(404, text="<h1>Not Found</h1>")) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.keep_watching(ANA, "w1", until=UNTIL)


@pytest.mark.parametrize("ends", ["2026-03-09T08:00:00", "soon", None, 7])
async def test_a_watch_whose_end_cannot_be_read_is_a_failure(ends: object) -> None:
    async with small_graph(always(201, WATCH | {"expirationDateTime": ends})) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.watch(ANA, secret="s", until=UNTIL)


async def test_a_time_without_a_zone_never_leaves_the_house() -> None:
    async with small_graph(always(200, WATCH)) as graph:
        with pytest.raises(ValueError, match="zone"):
            await graph.calendar.keep_watching(ANA, "w1", until=datetime(2026, 3, 9))  # noqa: DTZ001 - the point
        assert graph.asked == []


async def test_a_watch_that_is_in_doubt_is_confirmed_and_goes_on() -> None:
    async with small_graph(always(204)) as graph:
        assert await graph.calendar.reauthorize(ANA, "w1")
        [asked] = graph.asked
    assert (asked.method, asked.path) == ("POST", "/v1.0/subscriptions/w1/reauthorize")


@pytest.mark.parametrize(("status", "code"), [(404, "ResourceNotFound"), (404, "ExtensionError"), (410, "Gone")])
async def test_a_watch_that_is_no_more_cannot_be_confirmed(status: int, code: str) -> None:
    async with small_graph(always(status, refusal(code))) as graph:
        assert not await graph.calendar.reauthorize(ANA, "w1")


@pytest.mark.parametrize("handler", [always(503, {}), always(404, text="<h1>Not found</h1>"), always(200, text="<p>")])
async def test_whether_a_watch_was_confirmed_is_not_guessed(handler: Handler) -> None:
    async with small_graph(handler) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.reauthorize(ANA, "w1")
