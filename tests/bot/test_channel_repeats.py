"""A turn runs once, however often Teams sends it, and to its end, whatever becomes of the connection."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.channel.repeats import Repeats
from bot.turn import Answer, TextAnswer, Turn
from tests.bot.channel_world import World, opened


@pytest.mark.parametrize("status", [301, 400, 403, 404, 429, 500, 502])
async def test_an_answer_that_cannot_be_delivered_does_not_make_teams_repeat_the_turn(
    world: World, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers_with(TextAnswer(text="my secret"))
    world.connector.answers(status, {"error": {"code": "MessageWritesBlocked", "message": "my secret"}})
    assert (await world.send(world.message())).status == 202
    assert f"{status} MessageWritesBlocked" in caplog.text
    assert "my secret" not in caplog.text


async def test_a_press_that_teams_sends_again_runs_once_and_gets_the_first_answer(world: World) -> None:
    started, answered = asyncio.Event(), asyncio.Event()

    async def slow(turn: Turn) -> Answer:
        started.set()
        await answered.wait()
        return TextAnswer(text=f"answer {len(world.turns)} to {turn.activity}")

    world.says[:] = [slow]
    press = world.press(id="once")
    sending = [asyncio.create_task(world.send(press)) for _ in range(3)]
    await started.wait()
    await asyncio.sleep(0.1)
    answered.set()
    answers = [*await asyncio.gather(*sending), await world.send(press)]
    assert [(await answer.json())["value"] for answer in answers] == ["answer 1 to once"] * 4
    assert len(world.turns) == 1


async def test_a_turn_goes_on_when_teams_hangs_up_and_the_repeat_gets_its_answer(world: World) -> None:
    async def slow(_turn: Turn) -> Answer:
        await asyncio.sleep(0.3)
        return TextAnswer(text="done")

    world.says[:] = [slow]
    press = world.press(id="once")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(world.send(press), 0.1)
    assert (await (await world.send(press)).json())["value"] == "done"
    assert len(world.turns) == 1


async def test_nobody_gets_the_answer_to_somebody_elses_press(world: World) -> None:
    async def slow(turn: Turn) -> Answer:
        return TextAnswer(text=f"for {turn.name}")

    world.says[:] = [slow]
    ben: dict[str, Any] = {"from": {"id": "29:ben", "name": "Ben", "aadObjectId": "ben"}}
    answers = [await world.send(press) for press in (world.press(id="same"), world.press(id="same", **ben))]
    assert [(await answer.json())["value"] for answer in answers] == ["for Ana", "for Ben"]


async def test_what_failed_may_run_again() -> None:
    repeats: Repeats[str] = Repeats()
    runs: list[int] = []

    async def fails_once() -> str:
        runs.append(1)
        if len(runs) == 1:
            raise ConnectionError
        return "second"

    with pytest.raises(ConnectionError):
        await repeats.once(("a",), fails_once)
    assert await repeats.once(("a",), fails_once) == "second"


async def test_answers_are_forgotten_after_some_minutes_and_beyond_a_number() -> None:
    now = 0.0
    repeats: Repeats[int] = Repeats(most=2, monotonic=lambda: now)
    runs = iter(range(100))

    async def run() -> int:
        return next(runs)

    assert [await repeats.once((key,), run) for key in ("a", "b", "a", "b")] == [0, 1, 0, 1]
    assert await repeats.once(("b",), run) == 1
    assert [await repeats.once((key,), run) for key in ("c", "a")] == [2, 3]
    now = 301.0
    assert await repeats.once(("a",), run) == 4


async def test_the_channel_waits_for_running_turns_before_it_closes() -> None:
    started = asyncio.Event()
    async with opened() as world:

        async def slow(_turn: Turn) -> Answer:
            started.set()
            await asyncio.sleep(0.2)
            return TextAnswer(text="done")

        world.says[:] = [slow]
        sending = asyncio.create_task(world.send(world.message()))
        await started.wait()
        await world.channel.close()
        assert (await sending).status == 202
        assert world.connector.calls[0].body["text"] == "done"


async def test_a_slow_connector_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.answers_with(TextAnswer(text="hello"))
    released = asyncio.Event()

    async def never() -> web.Response:
        await released.wait()
        return web.json_response({"id": "late"})

    world.connector.answer = never
    monkeypatch.setattr("bot.channel.http_pool._LIMIT_SECONDS", 0.2)
    await world.channel.close()
    await world.channel.start()
    assert (await asyncio.wait_for(world.send(world.message()), 5)).status == 202
    released.set()
