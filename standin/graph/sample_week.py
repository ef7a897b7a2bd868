"""A believable busy calendar for each person, always the same for the same person and first day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from standin.graph import ids
from standin.graph.mailbox import Entry, Mailbox
from standin.people import PEOPLE

if TYPE_CHECKING:
    from standin.people import Person

WEEKS = 35
"""Eight months."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PROJECTS = (
    "Orchard launch",
    "Website refresh",
    "Customer survey",
    "Spring catalogue",
    "Data clean-up",
    "Green office",
)
_MEETINGS = ("{} planning", "{} review", "{}: open questions", "{} weekly", "Workshop {}")
_ONE_OFFS = ("Supplier call", "Interview candidate", "Budget questions", "Demo for sales", "Coffee with a newcomer")
_LONGEST_MEETINGS_A_DAY = timedelta(hours=4)


@dataclass
class _Day:
    """What is taken on one day, so that no two things stand at the same time."""

    on: date
    taken: list[tuple[datetime, datetime]] = field(default_factory=list)

    def take(self, start: datetime, length: timedelta) -> bool:
        """Whether this stretch was free, and is taken now."""
        end = start + length
        booked = sum((until - since for since, until in self.taken), timedelta())
        if booked + length > _LONGEST_MEETINGS_A_DAY or any(a < end and start < b for a, b in self.taken):
            return False
        self.taken.append((start, end))
        return True


@dataclass(frozen=True, kw_only=True)
class _Habit:
    """Something that comes back each week on some days."""

    subject: str
    days: tuple[str, ...]
    at: time
    length: timedelta
    organizer: str
    show_as: str = "busy"
    sensitivity: str = "normal"


def calendar_of(person: Person, now: datetime) -> Mailbox:
    """This person's calendar at the first start: from the Monday of this week on, for eight months."""
    chance = random.Random(f"calendar of {person.key}")  # noqa: S311 - the same calendar each time is the point
    zone = ZoneInfo(person.zone)
    monday = now.astimezone(zone).date()
    monday -= timedelta(days=monday.weekday())
    away = _days_away(chance, monday)
    habits = _habits(person, chance)
    filling = _Filling(person=person, chance=chance, zone=zone, written_at=now - timedelta(days=30))
    for number in range(WEEKS * 7):
        day = _Day(on=monday + timedelta(days=number))
        if day.on in away or _DAYS[day.on.weekday()] not in person.works_on:
            continue
        for habit in habits:
            if _DAYS[day.on.weekday()] in habit.days:
                filling.add(day, habit)
        filling.add_one_off(day)
    for first, days, subject in _stretches(away, chance):
        filling.add_away(first, days, subject)
    return filling.mailbox


@dataclass(kw_only=True)
class _Filling:
    """A mailbox while it is being filled."""

    person: Person
    chance: random.Random
    zone: ZoneInfo
    written_at: datetime
    mailbox: Mailbox = field(default_factory=Mailbox)

    def add(self, day: _Day, habit: _Habit) -> None:
        """The habit on this day, unless something else stands there."""
        start = datetime.combine(day.on, habit.at, tzinfo=self.zone)
        if day.take(start, habit.length):
            said = {"subject": habit.subject, "showAs": habit.show_as, "sensitivity": habit.sensitivity}
            self._put(start, start + habit.length, habit.organizer, said)

    def add_one_off(self, day: _Day) -> None:
        """Now and then something that comes only once."""
        if self.chance.random() < 0.35:  # noqa: PLR2004 - about every third day
            habit = _Habit(
                subject=self.chance.choice(_ONE_OFFS),
                days=(),
                at=_within(self.person, self.chance, 1, 6),
                length=timedelta(minutes=self.chance.choice((30, 45, 60))),
                organizer=self.chance.choice(_colleagues(self.person)),
                show_as=self.chance.choice(("busy", "busy", "tentative")),
            )
            self.add(day, habit)

    def add_away(self, first: date, days: int, subject: str) -> None:
        """Whole days away."""
        start = datetime.combine(first, time(), tzinfo=self.zone)
        end = datetime.combine(first + timedelta(days=days), time(), tzinfo=self.zone)
        self._put(start, end, self.person.key, {"subject": subject, "showAs": "oof", "isAllDay": True})

    def _put(self, start: datetime, end: datetime, organizer: str, said: dict[str, Any]) -> None:
        entry = Entry(
            id=ids.event_id(self.chance.randbytes(16)),
            number=0,
            start=start.astimezone(UTC),
            end=end.astimezone(UTC),
            zone=self.person.windows_zone,
            organizer=organizer,
            by_app=False,
            created_at=self.written_at,
            changed_at=self.written_at,
            properties=said,
        )
        self.mailbox.put(entry, self.written_at)


def _habits(person: Person, chance: random.Random) -> list[_Habit]:
    one_to_one, other = chance.sample(_colleagues(person), 2)
    days = list(person.works_on)
    half, hour = timedelta(minutes=30), timedelta(hours=1)
    habits = [
        _Habit(subject="Stand-up", days=person.works_on, at=_later(person, 30), length=half / 2, organizer=other),
        _Habit(subject="Lunch", days=person.works_on, at=time(12, 30), length=half, organizer=person.key),
        _Habit(
            subject=f"1:1 {_first_name(one_to_one)} / {person.name.split()[0]}",
            days=(chance.choice(days),),
            at=_within(person, chance, 1, 3),
            length=half,
            organizer=person.key,
        ),
        _Habit(
            subject=chance.choice(("Physiotherapy", "School run")),
            days=(chance.choice(days),),
            at=_later(person, 7 * 60),
            length=hour,
            organizer=person.key,
            show_as="oof",
            sensitivity="private",
        ),
    ]
    meetings = [
        _Habit(
            subject=chance.choice(_MEETINGS).format(project),
            days=tuple(chance.sample(days, 2)),
            at=_within(person, chance, 1, 7),
            length=chance.choice((hour, hour, hour * 1.5)),
            organizer=chance.choice([person.key, *_colleagues(person)]),
        )
        for project in chance.sample(_PROJECTS, 3)
    ]
    return habits + meetings


def _days_away(chance: random.Random, monday: date) -> set[date]:
    """A week of holiday, a long weekend and a few single days, none of them in the first three weeks."""
    week = monday + timedelta(weeks=chance.randrange(8, WEEKS - 2))
    long_weekend = monday + timedelta(weeks=chance.randrange(4, 8), days=3)
    single = [monday + timedelta(weeks=chance.randrange(3, WEEKS), days=chance.randrange(5)) for _ in range(3)]
    return {week + timedelta(days=day) for day in range(5)} | {long_weekend, long_weekend + timedelta(days=1), *single}


def _stretches(away: set[date], chance: random.Random) -> list[tuple[date, int, str]]:
    """Days in a row as one: its first day, its length, and what it is called."""
    stretches = []
    for first in sorted(day for day in away if day - timedelta(days=1) not in away):
        days = 1
        while first + timedelta(days=days) in away:
            days += 1
        subject = "Holiday" if days > 1 else chance.choice(("Day off", "Out of office", "Training day"))
        stretches.append((first, days, subject))
    return stretches


def _colleagues(person: Person) -> list[str]:
    return [other.key for other in PEOPLE if other.key != person.key]


def _first_name(key: str) -> str:
    return next(person.name for person in PEOPLE if person.key == key).split()[0]


def _within(person: Person, chance: random.Random, first_hour: int, last_hour: int) -> time:
    """A half hour so many hours after work begins."""
    return _later(person, 30 * chance.randrange(first_hour * 2, last_hour * 2))


def _later(person: Person, minutes: int) -> time:
    return (datetime.combine(date.min, person.works_from) + timedelta(minutes=minutes)).time()
