"""A chat service that is busy, slow or broken: what is tried again, what is put off, and what may come twice."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.channel.connector import Connector
from bot.channel.http_pool import HttpPool
from bot.channel.limits import Limits, Rate
from bot.channel.settings import ChannelSettings
from learning.errors import MaybeDone, OutsideFailure
from tests.bot.chat_service import (
    CHAT,
    Answer,
    Service,
    any_token,
    hangs,
    hangs_up,
    never_ends,
    opened,
    says,
    takes,
)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with opened() as service:
        yield service


async def put_off(post: Awaitable[object]) -> OutsideFailure:
    """The failure of this call, which was certainly not carried out and may be asked for again."""
    with pytest.raises(OutsideFailure) as caught:
        await post
    assert not caught.value.permanent
    assert not isinstance(caught.value, MaybeDone)
    return caught.value


@pytest.mark.parametrize("status", [412, 429, 503])
async def test_what_is_refused_for_now_is_tried_again_and_arrives_once(service: Service, status: int) -> None:
    service.answers = [says(status), says(status, {}, Retry_After="0")]
    assert await service.post() == "1"
    assert service.calls == [(CHAT, "hello")] * 3


async def test_a_short_wait_that_is_asked_for_is_waited_for(service: Service) -> None:
    service.answers = [says(429, {}, Retry_After="1")]
    began = time.monotonic()
    await service.post()
    assert 1.0 <= time.monotonic() - began < 2.5


@pytest.mark.parametrize("status", [429, 503])
async def test_a_long_wait_is_left_to_the_job_and_nobody_is_asked_meanwhile(service: Service, status: int) -> None:
    service.answers = [says(status, {}, Retry_After="30")]
    began = time.monotonic()
    assert (await put_off(service.post())).retry_after == timedelta(seconds=30)
    again = await put_off(service.post())
    assert again.retry_after is not None
    assert timedelta(seconds=25) < again.retry_after <= timedelta(seconds=30)
    assert time.monotonic() - began < 2
    assert service.calls == [(CHAT, "hello")]


async def test_a_wait_of_one_chat_is_not_the_others(service: Service) -> None:
    service.answers = [says(429, {}, Retry_After="30")]
    await put_off(service.post())
    assert await service.post(chat="a:ben") == "1"


async def test_when_every_chat_is_refused_the_whole_organisation_is_left_alone(service: Service) -> None:
    service.always = says(429, {}, Retry_After="30")
    for number in range(8):
        await put_off(service.post(chat=f"a:{number}"))
    asked = len(service.calls)
    assert (await put_off(service.post(chat="a:somebody-else"))).retry_after is not None
    assert len(service.calls) == asked == 8


async def test_a_service_that_only_refuses_is_asked_four_times(service: Service) -> None:
    service.always = says(412)
    began = time.monotonic()
    await put_off(service.post())
    assert len(service.calls) == 4
    assert time.monotonic() - began < 4


UNCLEAR = pytest.mark.parametrize("unclear", [says(502), says(504), hangs_up], ids=["502", "504", "dropped"])


@UNCLEAR
async def test_a_message_that_may_be_there_is_repeated_by_its_job_alone(service: Service, unclear: Answer) -> None:
    service.answers = [unclear]
    with pytest.raises(MaybeDone) as caught:
        await service.post()
    assert not caught.value.permanent
    assert len(service.calls) == 1
    assert await service.post() == "1"


@UNCLEAR
async def test_an_answer_that_may_be_there_is_repeated_once(service: Service, unclear: Answer) -> None:
    service.answers = [unclear]
    assert await service.reply() == "1"
    assert len(service.calls) == 2
    service.answers = [unclear, unclear]
    with pytest.raises(MaybeDone):
        await service.reply()
    assert len(service.calls) == 4


@UNCLEAR
async def test_what_does_no_harm_twice_is_repeated(service: Service, unclear: Answer) -> None:
    service.answers = [unclear, unclear, unclear]
    await service.update()
    assert len(service.calls) == 4


@pytest.mark.parametrize("bad", [hangs, never_ends])
async def test_a_service_that_never_finishes_is_not_waited_for(bad: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channel.http_pool._LIMIT_SECONDS", 0.5)
    async with opened() as service:
        service.answers = [bad]
        began = time.monotonic()
        with pytest.raises(OutsideFailure):
            await service.post()
        assert time.monotonic() - began < 2
        assert await service.post() == "1"


async def test_a_service_that_is_not_there_was_certainly_not_told() -> None:
    pool = HttpPool(None)
    await pool.start()
    url = f"http://127.0.0.1:{unused_port()}/"
    connector = Connector(ChannelSettings(app_id="app", tenant="t", loopback_service_urls=(url,)), pool, any_token)
    await put_off(connector.post(url, CHAT, {}))
    await pool.close()


async def test_without_a_token_nobody_is_called_and_the_reason_is_kept() -> None:
    async def no_token() -> str:
        raise OutsideFailure("Entra has trouble", retry_after=timedelta(seconds=9))

    async with opened(token=no_token) as service:
        failure = await put_off(service.post())
        assert (str(failure), failure.retry_after) == ("Entra has trouble", timedelta(seconds=9))
        assert service.calls == []


async def test_messages_to_one_chat_arrive_in_order_and_to_others_beside_them() -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.1)
        return await takes(request)

    many = Limits(conversation=(Rate(100, 1),), tenant=(Rate(100, 1),))
    async with opened(limits=many) as service:
        service.answers = [says(429, {}, Retry_After="0"), slowly, says(412)]
        texts = [str(number) for number in range(6)]
        began = time.monotonic()
        await asyncio.gather(*(service.post(text, chat) for text in texts for chat in ("a:ana", "a:ben")))
        heard = [text for chat, text in service.calls if chat == "a:ana"]
        assert sorted(heard) == heard
        assert set(heard) == set(texts)
        assert time.monotonic() - began < 2


async def test_a_chat_over_its_limit_is_put_off_at_once_while_others_are_written_to() -> None:
    async with opened(limits=Limits(conversation=(Rate(2, 60),), tenant=(Rate(50, 1),))) as service:
        began = time.monotonic()
        await service.post()
        await service.post()
        failure = await put_off(service.post())
        assert failure.retry_after is not None
        assert timedelta(seconds=50) < failure.retry_after <= timedelta(seconds=60)
        await asyncio.gather(*(service.post(chat=f"a:{number}") for number in range(20)))
        assert time.monotonic() - began < 2
        assert Counter(chat for chat, _ in service.calls)[CHAT] == 2


async def test_who_waits_behind_too_many_is_put_off_in_the_end() -> None:
    async with opened(limits=Limits(conversation=(), tenant=(Rate(1, 2),))) as service:
        results = await asyncio.gather(*(service.post(chat=f"a:{n}") for n in range(4)), return_exceptions=True)
        assert [isinstance(result, OutsideFailure) for result in results] == [False, False, True, True]
        assert len(service.calls) == 2


async def test_somebody_who_stops_waiting_lets_the_next_one_call(service: Service) -> None:
    service.answers = [hangs]
    first = asyncio.create_task(service.post("first"))
    second = asyncio.create_task(service.post("second"))
    async with asyncio.timeout(5):
        while not service.calls:  # noqa: ASYNC110  what is waited for is the other side's
            await asyncio.sleep(0.01)
    first.cancel()
    assert await second == "1"
    assert service.calls == [(CHAT, "first"), (CHAT, "second")]


async def test_a_hundred_chats_never_see_more_than_fifty_calls_a_second(service: Service) -> None:
    began = time.monotonic()
    await asyncio.gather(*(service.post(chat=f"a:{number}") for number in range(100)))
    assert 1.0 <= time.monotonic() - began < 3
    assert len(service.calls) == 100
