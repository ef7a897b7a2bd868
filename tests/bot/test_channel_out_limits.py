"""How often the chat service is called: never more often than it allows, never later than it must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.figures import peak
from bot.channel.limits import DOCUMENTED, LONGEST_HOLD_SECONDS, Limiter, Limits, Rate, Ticket

TICK = 0.25
SMALL = Limits(conversation=(Rate(2, 1), Rate(3, 2)), tenant=(Rate(4, 1), Rate(3, 0)))


@dataclass(eq=False)
class Caller:
    """Somebody who calls, as the model sees it: each call of theirs with its start and its end."""

    ticket: Ticket
    chat: str
    calls: list[list[float]] = field(default_factory=list)
    waits: bool = True

    @property
    def is_calling(self) -> bool:
        return bool(self.calls) and len(self.calls[-1]) == 1


class Model:
    """The limiter beside the plainest way to say the same: look through everything that ever happened, each time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.limiter = Limiter(limits)
        self.now = 0.0
        self.all: list[Caller] = []
        self.lines: dict[str, list[Caller]] = {}
        self.held: dict[str, float] = {}

    def join(self, chat: str) -> None:
        caller = Caller(self.limiter.join(chat, self.now), chat)
        self.all.append(caller)
        self.lines.setdefault(chat, []).append(caller)

    def end(self, which: int, seconds: float | None) -> None:
        """One of those who call is answered; after `seconds` they call once more, None: they are done."""
        calling = [caller for caller in self.all if caller.is_calling]
        if not calling:
            return
        caller = calling[which % len(calling)]
        caller.calls[-1].append(self.now)
        self.limiter.ended(caller.ticket, self.now)
        if seconds is None:
            self._leave(caller)
        else:
            self.limiter.hold(caller.ticket, self.now + seconds)
            self.held[caller.chat] = max(self.held.get(caller.chat, 0.0), self.now + seconds)
            caller.waits = True
            self.limiter.again(caller.ticket)

    def give_up(self, which: int) -> None:
        waiting = [caller for caller in self.all if caller.waits and caller in self.lines[caller.chat]]
        if waiting:
            self._leave(waiting[which % len(waiting)])

    def _leave(self, caller: Caller) -> None:
        caller.waits = False
        self.lines[caller.chat].remove(caller)
        self.limiter.leave(caller.ticket, self.now)

    def may_call(self, at: float) -> list[Caller]:
        """Everybody who may call then, the longest waiting first."""
        if not self._fits(self.limits.tenant, self.all, at):
            return []
        first = [line[0] for line in self.lines.values() if line and line[0].waits]
        return sorted((caller for caller in first if self._chat_is_free(caller.chat, at)), key=self.all.index)

    def _chat_is_free(self, chat: str, at: float) -> bool:
        of_chat = [caller for caller in self.all if caller.chat == chat]
        return self.held.get(chat, 0.0) <= at and self._fits(self.limits.conversation, of_chat, at)

    def _fits(self, rates: tuple[Rate, ...], callers: list[Caller], at: float) -> bool:
        ends = [call[1] if len(call) > 1 else float("inf") for caller in callers for call in caller.calls]
        return all(sum(end + rate.seconds > at for end in ends) < rate.calls for rate in rates)

    def look(self) -> None:
        """Whoever may call calls, and nobody else; when nobody may, the limiter knows until when."""
        while (ticket := self.limiter.next(self.now)) is not None:
            caller = self.may_call(self.now)[0]
            assert caller.ticket is ticket
            caller.waits = False
            caller.calls.append([self.now])
        assert self.may_call(self.now) == []
        self._check_wake()

    def _check_wake(self) -> None:
        at = self.limiter.wakes_at()
        later = [self.now + TICK * ticks for ticks in range(1, 40)]
        free = [moment for moment in later if self.may_call(moment)]
        assert at == (free[0] if free else None)


chats = st.sampled_from(["ana", "ben", "chloé", "dan"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), chats),
        st.tuples(st.just("join"), chats),
        st.tuples(st.just("end"), st.integers(0, 3), st.sampled_from([None, None, 0.0, 0.5, 3.0])),
        st.tuples(st.just("give_up"), st.integers(0, 9)),
        st.tuples(st.just("pass"), st.integers(1, 5)),
    ),
    max_size=60,
)


def story(told: list[tuple[object, ...]]) -> Model:
    model = Model(SMALL)
    for what, *details in told:
        if what == "pass":
            model.now += TICK * int(str(details[0]))
        else:
            getattr(model, str(what))(*details)
        model.look()
    return model


@settings(max_examples=200)
@given(steps)
def test_who_may_call_calls_at_once_in_order_and_nobody_else(told: list[tuple[object, ...]]) -> None:
    story(told)


@settings(max_examples=200)
@given(steps, st.data())
def test_no_window_is_exceeded_whenever_the_calls_arrived(told: list[tuple[object, ...]], data: st.DataObject) -> None:
    """A call arrives at some moment between its start and its end: no choice of those moments exceeds a window."""
    model = story(told)
    arrivals: dict[str, list[float]] = {}
    for caller in model.all:
        for call in caller.calls:
            arrived = data.draw(st.sampled_from([call[0], sum(call) / len(call), call[-1]]))
            arrivals.setdefault(caller.chat, []).append(arrived)
    for moments in arrivals.values():
        assert all(peak(moments, rate.seconds) <= rate.calls for rate in SMALL.conversation)
    together = [moment for moments in arrivals.values() for moment in moments]
    assert peak(together, 1) <= 4


@settings(max_examples=100)
@given(steps)
def test_calls_of_one_chat_keep_their_order_and_never_overlap(told: list[tuple[object, ...]]) -> None:
    model = story(told)
    for chat in model.lines:
        calls = [call for caller in model.all if caller.chat == chat for call in caller.calls]
        assert all(len(one) == 2 and one[1] <= other[0] for one, other in pairwise(calls))


def started(limiter: Limiter, now: float) -> list[Ticket]:
    """Everybody who starts now."""
    tickets = []
    while (ticket := limiter.next(now)) is not None:
        tickets.append(ticket)
    return tickets


@pytest.mark.parametrize(("calls", "seconds"), [(7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0)])
def test_a_chat_written_to_without_end_is_written_to_as_often_as_documented(calls: int, seconds: float) -> None:
    limiter, now, moments = Limiter(DOCUMENTED), 0.0, list[float]()
    while now <= seconds * 1.5:
        ticket = limiter.join("ana", now)
        assert started(limiter, now) == [ticket] or limiter.wakes_at() is not None
        if limiter.wakes_at() is not None:
            now = limiter.wakes_at() or now
            assert started(limiter, now) == [ticket]
        moments.append(now)
        limiter.leave(ticket, now)
    assert peak(moments, seconds) == calls


def test_the_tenant_is_written_to_fifty_times_a_second_whoever_it_is() -> None:
    limiter = Limiter(DOCUMENTED)
    tickets = [limiter.join(f"chat {number}", 0.0) for number in range(120)]
    assert started(limiter, 0.0) == tickets[:50]
    assert limiter.wakes_at() is None  # only an answer can tell
    for ticket in tickets[:50]:
        limiter.leave(ticket, 0.5)
    assert limiter.wakes_at() == 1.5
    assert started(limiter, 1.49) == []
    assert started(limiter, 1.5) == tickets[50:100]


def test_a_chat_that_waits_delays_no_other_chat() -> None:
    limiter = Limiter(DOCUMENTED)
    held = limiter.join("ana", 0.0)
    limiter.hold(held, 1000.0)
    others = [limiter.join(f"chat {number}", 0.0) for number in range(30)]
    assert started(limiter, 0.0) == others
    assert limiter.known_wait(held, 0.0) == 1000.0


def refuse(limiter: Limiter, chat: str, now: float, seconds: float) -> None:
    ticket = limiter.join(chat, now)
    assert started(limiter, now) == [ticket]
    limiter.ended(ticket, now)
    limiter.refused(ticket, now, seconds)
    limiter.leave(ticket, now)


def test_a_refusal_in_one_chat_is_about_that_chat() -> None:
    limiter = Limiter(DOCUMENTED)
    for time in range(20):
        refuse(limiter, "ana", 100.0 * time, 60.0)
    assert limiter.known_wait(limiter.join("ben", 1900.0), 1900.0) == 0.0
    assert limiter.known_wait(limiter.join("ana", 1900.0), 1900.0) == 60.0


def test_refusals_in_many_chats_with_nothing_taken_in_between_are_about_the_tenant() -> None:
    limiter = Limiter(DOCUMENTED)
    for number in range(7):
        refuse(limiter, f"chat {number}", 0.0, 20.0)
    assert limiter.known_wait(limiter.join("ben", 0.0), 0.0) == 0.0
    assert len(started(limiter, 0.0)) == 1
    refuse(limiter, "chat 7", 0.0, 20.0)
    waits = limiter.join("chloé", 0.0)
    assert started(limiter, 0.0) == []
    assert limiter.known_wait(waits, 0.0) == limiter.wakes_at() == 20.0
    assert started(limiter, 20.0) == [waits]


def test_a_call_that_was_taken_shows_that_it_is_not_the_tenant() -> None:
    limiter = Limiter(DOCUMENTED)
    for number in range(30):
        refuse(limiter, f"chat {number}", 0.1 * number, 20.0)
        limiter.taken()
    assert limiter.known_wait(limiter.join("ben", 3.0), 3.0) == 0.0


def test_the_service_cannot_silence_a_chat_for_days() -> None:
    limiter = Limiter(DOCUMENTED)
    refuse(limiter, "ana", 0.0, 86400.0)
    assert limiter.known_wait(limiter.join("ana", 0.0), 0.0) == LONGEST_HOLD_SECONDS


def test_idle_chats_are_forgotten_and_busy_ones_are_not() -> None:
    limiter = Limiter(DOCUMENTED)
    for number in range(1000):
        ticket = limiter.join(f"chat {number}", 20.0 * number)
        assert started(limiter, 20.0 * number) == [ticket]
        limiter.leave(ticket, 20.0 * number)
    assert len(limiter) <= 3600 / 20 + 4
