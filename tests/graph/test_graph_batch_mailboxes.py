"""No mailbox is called more often than Microsoft allows, and none waits for another."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.mailboxes import MOST_AT_ONCE, Mailboxes
from graph.turns import Turns
from learning.errors import OutsideFailure

ANA, BEN = "ana", "ben"


def test_four_calls_at_once_and_no_fifth() -> None:
    mailboxes = Mailboxes()
    mailboxes.start(ANA, 3, 0)
    assert mailboxes.has_room(ANA, 1)
    assert not mailboxes.has_room(ANA, 2)
    assert mailboxes.has_room(BEN, 4)
    mailboxes.end(ANA, 3, 1)
    assert mailboxes.has_room(ANA, 4)


def test_a_held_mailbox_waits_until_then_and_the_longest_hold_counts() -> None:
    mailboxes = Mailboxes()
    mailboxes.hold(ANA, 30, 100)
    mailboxes.hold(ANA, 10, 100)
    assert mailboxes.wait(ANA, 1, 110) == 20
    assert mailboxes.wait(ANA, 1, 130) == 0
    assert mailboxes.wait(BEN, 1, 110) == 0
    mailboxes.hold(ANA, 10**9, 200)
    assert mailboxes.wait(ANA, 1, 200) == 3600


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 2)), max_size=40))
def test_ten_thousand_calls_in_any_ten_minutes_and_no_more(steps: list[tuple[int, float]]) -> None:
    """Most of the budget is used up at once; what is let through after that keeps to it."""
    mailboxes, now = Mailboxes(), 0.0
    sent = [(now, 9_950)]
    mailboxes.start(ANA, 9_950, now)
    mailboxes.end(ANA, 9_950, now)
    for calls, pause in steps:
        now += pause
        wait = mailboxes.wait(ANA, calls, now)
        now += wait
        mailboxes.start(ANA, calls, now)
        mailboxes.end(ANA, calls, now)
        sent.append((now, calls))
        assert sum(some for at, some in sent if at > now - 600) <= 10_000
        assert wait == 0 or now >= 600, "nobody waits while there is room"


def test_mailboxes_at_rest_are_forgotten() -> None:
    mailboxes = Mailboxes()
    for number in range(100):
        mailboxes.start(f"m{number}", 1, 0)
        mailboxes.end(f"m{number}", 1, 0)
    mailboxes.hold("held", 3000, 0)
    mailboxes.start(ANA, 1, 601)
    assert len(mailboxes) == 2


async def test_who_waits_for_a_place_gets_it_in_order_and_others_pass() -> None:
    turns, seen = Turns(), list[str]()
    may_go = asyncio.Event()

    async def call(name: str, mailbox: str, calls: int) -> None:
        async with turns.take(mailbox, calls):
            seen.append(name)
            if name == "first":
                await may_go.wait()

    async with asyncio.TaskGroup() as group:
        for name, mailbox, calls in (("first", ANA, 2), ("second", ANA, 4), ("third", ANA, 1), ("other", BEN, 4)):
            group.create_task(call(name, mailbox, calls))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert seen == ["first", "other"], "the third does not overtake the second, which needs more room"
        may_go.set()
    assert seen == ["first", "other", "second", "third"]


async def test_who_gives_up_waiting_leaves_no_place_taken() -> None:
    turns = Turns()
    async with turns.take(ANA, MOST_AT_ONCE):
        waiting = [asyncio.create_task(_pass(turns)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    waiting[1].cancel()  # in the very moment in which its turn came
    assert [type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)][2] is type(None)
    async with asyncio.timeout(1), turns.take(ANA, MOST_AT_ONCE):
        pass


async def test_a_hold_that_comes_while_somebody_waits_holds_them_too() -> None:
    turns = Turns()
    async with turns.take(ANA, MOST_AT_ONCE):
        waiting = asyncio.create_task(_pass(turns))
        await asyncio.sleep(0)
        turns.hold(ANA, timedelta(seconds=30))
    with pytest.raises(OutsideFailure) as caught:
        await waiting
    assert caught.value.retry_after is not None
    with pytest.raises(OutsideFailure):
        await _pass(turns)


async def _pass(turns: Turns) -> None:
    async with turns.take(ANA, 1):
        pass
