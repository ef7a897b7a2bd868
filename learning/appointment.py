"""Appointments: what else of a cycle stands in a calendar where its learner wants that: steps, learning time, talks.

None of it is ever asked about: an appointment that its learner deletes is let go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from learning.entries import Answered, Entry, EntryId, ShownAs, Slot
from learning.people import PersonId

AppointmentId = NewType("AppointmentId", str)

_ONE_DAY = timedelta(days=1)


class AppointmentKind(StrEnum):
    """A step with a day, an hour of learning that comes every week, or a short talk in place of written advice."""

    STEP = "step"
    LEARNING_TIME = "learning_time"
    TALK = "talk"


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One calendar entry of a learner that is no review.

    `about` is the id of the cycle, or, of a talk, of the request for advice. `slot` is where it is to be, `stood` where
    its entry stood when we last knew, kept before it is written there; `entry` is that entry. `planned` is where it was
    put first. `shown_as` says what it is to make of the learner's time, `stood_as` what it made of it when we last
    knew, `shown_by_hand_at` when the learner chose that; `looked_at` when the days around it were last looked at.
    `words` are the learner's own; they stand in the calendar only if it `shows_words`. `guests` are those whom the app
    invited, with what they answered. `elsewhere_at` says since when readings of the calendar do not tell of its entry,
    or that none has yet.

    `gone_at` says when the learner let it go by deleting its entry (or made something else of it); `ended_at` when it
    was to be no more, `unwanted_at` since when its entry, which lies ahead, shall leave the calendar. `writes` counts
    the entries written for it, since each needs a key of its own.
    """

    id: AppointmentId
    learner: PersonId
    kind: AppointmentKind
    about: str
    slot: Slot
    planned: Slot
    words: str = ""
    shows_words: bool = False
    is_all_day: bool = False
    guests: tuple[Answered, ...] = ()
    shown_as: ShownAs = ShownAs.FREE
    entry: EntryId | None = None
    stood: Slot | None = None
    stood_as: ShownAs | None = None
    shown_by_hand_at: datetime | None = None
    looked_at: datetime | None = None
    elsewhere_at: datetime | None = None
    writes: int = 0
    gone_at: datetime | None = None
    ended_at: datetime | None = None
    unwanted_at: datetime | None = None
    version: int = 1

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to be: neither ended nor let go."""
        return self.ended_at is None and self.gone_at is None

    @property
    def is_half_written(self) -> bool:
        """Whether its entry was begun to be written, and may stand by now, though we do not know its id."""
        return self.entry is None and self.stood is not None

    @property
    def is_elsewhere(self) -> bool:
        """Whether readings of the calendar do not tell of its entry, or none has yet."""
        return self.elsewhere_at is not None

    @property
    def entry_key(self) -> str:
        """The key under which its next entry is written."""
        return f"{self.id}-{self.writes}"

    def lies_ahead(self, now: datetime) -> bool:
        """Whether it has not begun yet; a step lies ahead, or goes on, until its day is over."""
        stands = self.stood or self.slot
        return (stands.ends_at if self.is_all_day else stands.starts_at) > now


def begin_writing(appointment: Appointment) -> Appointment:
    """The appointment whose entry is about to be written where it is."""
    return replace(
        appointment,
        stood=appointment.stood or appointment.slot,
        stood_as=appointment.stood_as or appointment.shown_as,
    )


def as_begun(appointment: Appointment) -> Appointment:
    """The appointment as its entry was begun to be written, whatever it is to be by now."""
    return replace(
        appointment,
        slot=appointment.stood or appointment.slot,
        shown_as=appointment.stood_as or appointment.shown_as,
    )


def written(appointment: Appointment, entry: Entry, *, now: datetime) -> Appointment:
    """The appointment with its entry, as it stands. Where the learner changed that meanwhile, it is followed.

    It is looked at until a reading tells of it: what is deleted before the first one, none ever tells of.
    """
    known = replace(appointment, entry=entry.id, elsewhere_at=now)
    if entry.slot != appointment.stood:
        known = follow(known, entry.slot, is_all_day=entry.is_all_day)
    if entry.shown_as is not appointment.stood_as:
        known = shown_by_hand(known, entry.shown_as, now=now)
    return known


def follow(appointment: Appointment, slot: Slot, *, is_all_day: bool) -> Appointment:
    """The learner moved its entry, and no other: the appointment is where that is."""
    return replace(appointment, slot=slot, stood=slot, is_all_day=is_all_day)


def move_to(appointment: Appointment, slot: Slot) -> Appointment:
    """It is wanted there, and lasts hours, also where its owner had made a day of it: the app moves the entry."""
    return replace(appointment, slot=slot, is_all_day=False)


def moved(appointment: Appointment, slot: Slot) -> Appointment:
    """The app moved the entry there."""
    return replace(appointment, stood=slot)


def show_as(appointment: Appointment, shown_as: ShownAs) -> Appointment:
    """It is to make this of the learner's time: the app changes the entry."""
    return replace(appointment, shown_as=shown_as)


def shown(appointment: Appointment, shown_as: ShownAs) -> Appointment:
    """The app changed what the entry makes of the learner's time."""
    return replace(appointment, stood_as=shown_as)


def shown_by_hand(appointment: Appointment, shown_as: ShownAs, *, now: datetime) -> Appointment:
    """The learner chose what it makes of their time: so it stays."""
    return replace(appointment, shown_as=shown_as, stood_as=shown_as, shown_by_hand_at=now)


def looked_around(appointment: Appointment, *, now: datetime) -> Appointment:
    """The days around it were looked at."""
    return replace(appointment, looked_at=now)


def stands_elsewhere(appointment: Appointment, *, is_elsewhere: bool, now: datetime) -> Appointment:
    """Its entry stands where readings of the calendar do not tell of it, or no longer does."""
    return replace(appointment, elsewhere_at=now if is_elsewhere else None)


def replied(appointment: Appointment, guests: tuple[Answered, ...]) -> Appointment:
    """Those of its guests who are still invited, with what they answered."""
    return replace(appointment, guests=guests)


def let_go(appointment: Appointment, *, now: datetime) -> Appointment:
    """The learner deleted its entry, or made something of their own of it: it is not asked about, nor put back."""
    return replace(appointment, gone_at=now, unwanted_at=None)


def returned(appointment: Appointment) -> Appointment:
    """The learner took the deleting back."""
    return replace(appointment, gone_at=None)


def end(appointment: Appointment, *, now: datetime) -> Appointment:
    """It is to be no more. What lies ahead leaves the calendar; what has passed stays, as what happened."""
    if appointment.ended_at is not None:
        return appointment
    leaves = appointment.gone_at is None and appointment.lies_ahead(now)
    return replace(appointment, ended_at=now, unwanted_at=now if leaves else None)


def removed(appointment: Appointment) -> Appointment:
    """The app removed the entry. Should another be written, it is a new one."""
    without = replace(appointment, entry=None, stood=None, stood_as=None, elsewhere_at=None)
    return replace(without, writes=appointment.writes + 1)


def slot_in(appointment: Appointment, zone: str) -> Slot:
    """Where it is; one of whole days is on the same days in whatever zone its learner is by now."""
    return in_whole_days(appointment.slot, zone) if appointment.is_all_day else appointment.slot


def whole_day(day: date, zone: str) -> Slot:
    """This day from midnight to midnight in this zone, which is not always 24 hours."""
    return _days(day, 1, zone)


def in_whole_days(slot: Slot, zone: str) -> Slot:
    """The stretch of an entry of whole days, as days in this zone.

    A calendar may tell of such an entry by midnights of another zone, or of UTC: the days that it shows are the same.
    """
    starts_at = slot.starts_at.astimezone(UTC)
    is_utc_midnight = starts_at.time() == time()
    there = slot.starts_at.astimezone(ZoneInfo(zone))
    day = starts_at.date() if is_utc_midnight and there.time() != time() else (there + _ONE_DAY / 2).date()
    return _days(day, max(1, round(slot.length / _ONE_DAY)), zone)


def _days(first: date, count: int, zone: str) -> Slot:
    there = ZoneInfo(zone)
    return Slot(
        starts_at=datetime.combine(first, time(), there).astimezone(UTC),
        ends_at=datetime.combine(first + count * _ONE_DAY, time(), there).astimezone(UTC),
    )
