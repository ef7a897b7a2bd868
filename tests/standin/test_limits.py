from __future__ import annotations

from dataclasses import dataclass

from standin.limits import Limits, Rate

IN_A_CHAT = (Rate(7, 1), Rate(8, 2), Rate(60, 30), Rate(1800, 3600))


@dataclass
class Watch:
    at: float = 100.0

    def __call__(self) -> float:
        return self.at


def test_calls_above_any_of_the_rates_are_told_when_to_come_again() -> None:
    watch = Watch()
    limits = Limits(now=watch)
    assert [limits.take("chat", IN_A_CHAT) for _ in range(8)] == [0] * 7 + [1]

    watch.at += 1.0
    assert limits.take("chat", IN_A_CHAT) == 0, "the eighth in two seconds"
    assert limits.take("chat", IN_A_CHAT) == 1, "the ninth in two seconds"
    assert limits.take("another chat", IN_A_CHAT) == 0


def test_a_steady_stream_meets_the_longer_rates() -> None:
    watch = Watch()
    limits = Limits(now=watch)
    waits = []
    for _ in range(62):
        waits.append(limits.take("chat", IN_A_CHAT))
        watch.at += 0.4
    assert waits[:60] == [0] * 60
    assert waits[60] == 6, "24 of 30 seconds are over"


def test_refused_calls_do_not_count() -> None:
    watch = Watch()
    limits = Limits(now=watch)
    rates = (Rate(1, 1),)
    assert [limits.take("x", rates) for _ in range(3)] == [0, 1, 1]
    watch.at += 1.0
    assert limits.take("x", rates) == 0
