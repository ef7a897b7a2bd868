"""How often the chat service may be called, and whose turn it is. Pure: the time is handed in, and nobody sleeps here.

A call counts from its start until so many seconds after its end. In between is the moment at which the service counts
it, so that no window of the service's is exceeded either, however long the call was on its way.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from dataclasses import dataclass
from enum import Enum

LONGEST_HOLD_SECONDS = 3600.0
_SWEPT_EACH_SECONDS = 60.0
_SIGN_OF_ALL = 8
"""The service does not say whether it refuses one conversation or the whole tenant. When it has refused this many
different conversations in a row and taken nothing in between, it is the tenant that has to wait."""


@dataclass(frozen=True)
class Rate:
    """At most so many calls in any so many seconds; with 0 seconds, so many under way at once."""

    calls: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What holds for one conversation, and for all calls of the app in its tenant together."""

    conversation: tuple[Rate, ...]
    tenant: tuple[Rate, ...]


DOCUMENTED = Limits(conversation=(Rate(7, 1), Rate(8, 2), Rate(60, 30), Rate(1800, 3600)), tenant=(Rate(50, 1),))
"""Microsoft's limits for a bot in Teams. They hold for an app in a tenant, so replicas of us share the last one."""


class Windows:
    """Counts calls against several rates at once. It remembers as many as the largest rate counts, none older."""

    def __init__(self, rates: tuple[Rate, ...]) -> None:
        self._rates = rates
        self._longest = max((rate.seconds for rate in rates), default=0.0)
        self._under_way = 0
        self._ends: deque[float] = deque(maxlen=max((rate.calls for rate in rates), default=0))

    def free_at(self) -> float:
        """From when one more call fits; infinity while only the end of another one can tell."""
        at = -math.inf
        for rate in self._rates:
            room = rate.calls - self._under_way
            if room <= 0:
                return math.inf
            if len(self._ends) >= room:
                at = max(at, self._ends[-room] + rate.seconds)
        return at

    def start(self) -> None:
        """Count a call that starts now."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """A call that was under way has ended."""
        self._under_way -= 1
        self._ends.append(now)
        while self._ends and self._ends[0] + self._longest <= now:
            self._ends.popleft()

    def is_idle(self, now: float) -> bool:
        """Whether nothing that was counted matters any more."""
        return not self._under_way and (not self._ends or self._ends[-1] + self._longest <= now)


class _State(Enum):
    WAITING = 1
    UNDER_WAY = 2
    BETWEEN = 3


class Ticket:
    """Somebody's place in the line of one conversation."""

    __slots__ = ("line", "number", "state")

    def __init__(self, line: _Line, number: int) -> None:
        self.line = line
        self.number = number
        self.state = _State.WAITING


class _Line:
    """The calls of one conversation, one after the other: who stands first may call, as often as it takes."""

    __slots__ = ("held_until", "is_listed", "places", "windows")

    def __init__(self, rates: tuple[Rate, ...]) -> None:
        self.windows = Windows(rates)
        self.held_until = -math.inf
        self.places: deque[Ticket] = deque()
        self.is_listed = False

    @property
    def waits(self) -> Ticket | None:
        """Who is to call next, if somebody is and nobody calls."""
        return self.places[0] if self.places and self.places[0].state is _State.WAITING else None

    def is_led_by(self, number: int) -> bool:
        """Whether it is this one who is to call next."""
        return self.waits is not None and self.waits.number == number

    def free_at(self) -> float:
        return max(self.held_until, self.windows.free_at())

    def is_idle(self, now: float) -> bool:
        return not self.places and self.held_until <= now and self.windows.is_idle(now)


class Limiter:
    """Lines of calls, a line a conversation. Who came first calls first; a line that must wait lets the others pass.

    `join`, and then `next` says who may call. Each call ends by `ended`, perhaps once more after `again`, and each
    place by `leave`. Lines of idle conversations are forgotten.
    """

    def __init__(self, limits: Limits) -> None:
        self._rates = limits.conversation
        self._tenant = Windows(limits.tenant)
        self._held_until = -math.inf
        self._refused: set[_Line] = set()
        self._lines: dict[str, _Line] = {}
        self._numbers = 0
        self._swept_at = -math.inf
        # A line is in at most one of the two: those that may call, by number; those that must wait, by time.
        self._ready: list[tuple[int, _Line]] = []
        self._later: list[tuple[float, int, _Line]] = []

    def __len__(self) -> int:
        """How many conversations are remembered."""
        return len(self._lines)

    def join(self, conversation: str, now: float) -> Ticket:
        """Stand at the end of this conversation's line."""
        self._sweep(now)
        line = self._lines.get(conversation)
        if line is None:
            line = self._lines[conversation] = _Line(self._rates)
        self._numbers += 1
        ticket = Ticket(line, self._numbers)
        line.places.append(ticket)
        self._list(line)
        return ticket

    def next(self, now: float) -> Ticket | None:
        """Let the next one call that may, if one may: the call starts now."""
        if self._gate() > now:
            return None
        while True:
            while self._later and self._later[0][0] <= now:
                _, number, line = heapq.heappop(self._later)
                heapq.heappush(self._ready, (number, line))
            if not self._ready:
                return None
            number, line = heapq.heappop(self._ready)
            if line.is_led_by(number) and line.free_at() <= now:
                break
            self._list_anew(line)
        line.is_listed = False
        line.windows.start()
        self._tenant.start()
        line.places[0].state = _State.UNDER_WAY
        return line.places[0]

    def ended(self, ticket: Ticket, now: float) -> None:
        """The call was answered, or never will be. Its place is kept."""
        ticket.state = _State.BETWEEN
        ticket.line.windows.end(now)
        self._tenant.end(now)

    def again(self, ticket: Ticket) -> None:
        """Who has called wants to call once more, before those behind."""
        ticket.state = _State.WAITING
        self._list(ticket.line)

    def leave(self, ticket: Ticket, now: float) -> None:
        """Who is done, or gives up, makes room for the next."""
        if ticket.state is _State.UNDER_WAY:
            self.ended(ticket, now)
        ticket.line.places.remove(ticket)
        self._list(ticket.line)

    def hold(self, ticket: Ticket, until: float) -> None:
        """Let this conversation wait until then."""
        ticket.line.held_until = max(ticket.line.held_until, until)

    def refused(self, ticket: Ticket, now: float, seconds: float) -> None:
        """The service asks to wait so long: in this conversation, and everywhere when it says so everywhere."""
        until = now + min(seconds, LONGEST_HOLD_SECONDS)
        self.hold(ticket, until)
        if len(self._refused) < _SIGN_OF_ALL:
            self._refused.add(ticket.line)
        if len(self._refused) == _SIGN_OF_ALL:
            self._held_until = max(self._held_until, until)

    def taken(self) -> None:
        """The service took a call: it does not refuse the whole tenant."""
        self._refused.clear()

    def known_wait(self, ticket: Ticket, now: float) -> float:
        """How many seconds this one certainly has to wait still, as far as is known now; perhaps longer."""
        times = (self._held_until, self._tenant.free_at(), ticket.line.free_at())
        return max(0.0, *(at - now for at in times if at < math.inf))

    def wakes_at(self) -> float | None:
        """When to ask for the `next` again; None when it is enough to do so once a call ended or somebody joined."""
        gate = self._gate()
        if gate == math.inf:
            return None
        while self._ready:
            number, line = self._ready[0]
            if line.is_led_by(number):
                return gate
            heapq.heappop(self._ready)
            self._list_anew(line)
        while self._later:
            at, number, line = self._later[0]
            if line.is_led_by(number) and line.free_at() == at:
                return max(gate, at)
            heapq.heappop(self._later)
            self._list_anew(line)
        return None

    def _gate(self) -> float:
        return max(self._held_until, self._tenant.free_at())

    def _list(self, line: _Line) -> None:
        """Have this line looked at when its time comes, if somebody waits there."""
        first = line.waits
        if first is not None and not line.is_listed:
            line.is_listed = True
            heapq.heappush(self._later, (line.free_at(), first.number, line))

    def _list_anew(self, line: _Line) -> None:
        """Have it looked at when its time comes now: since it was listed, somebody left or it has to wait longer."""
        line.is_listed = False
        self._list(line)

    def _sweep(self, now: float) -> None:
        if now < self._swept_at + _SWEPT_EACH_SECONDS:
            return
        self._swept_at = now
        self._lines = {name: line for name, line in self._lines.items() if line.is_listed or not line.is_idle(now)}
