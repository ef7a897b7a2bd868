"""Compares what should stand in a learner's calendar with what does: a list of steps, nothing done yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.calendar_steps import (
    Arrived,
    AskAboutGone,
    FindMoment,
    Follow,
    ForgetFormer,
    LetGo,
    MadeSeries,
    MadeSingle,
    Move,
    Remove,
    RemovedByHand,
    RemoveFormer,
    Renamed,
    Replied,
    Returned,
    StandsElsewhere,
    Stay,
    Step,
    Write,
)
from learning.clash import clashes
from learning.entries import Entry, EntryId, Slot, WorkingHours
from learning.review import Review


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one reading of a calendar told.

    `entries` holds those of ours that were looked at: as they stand, or None for one that is certainly gone. What was
    not looked at has not changed. `here` names those of which the reading itself told, `elsewhere` those that stand
    though it says that they are gone, or nothing of them where it tells all: in another of the person's calendars, or
    outside the stretch of time that is read. `away` is when the person is out of office, as far as that is new; `back`
    are the moments of reviews about which they were asked, and at which they are so no more; `hours` is when they work,
    None where that was not read. From `mark` it is read on.
    """

    entries: Mapping[EntryId, Entry | None]
    mark: str
    here: frozenset[EntryId] = frozenset()
    elsewhere: frozenset[EntryId] = frozenset()
    away: tuple[Slot, ...] = ()
    back: frozenset[Slot] = frozenset()
    hours: WorkingHours | None = None

    def version_of(self, entry: EntryId) -> str:
        """Which version of the entry was looked at; empty where none was."""
        found = self.entries.get(entry)
        return found.version if found is not None else ""


def compare(kept: Iterable[Review], seen: Seen, *, now: datetime, new_hours: WorkingHours | None = None) -> list[Step]:
    """The steps that bring the reviews and the calendar together; `new_hours` where the learner's have changed."""
    return [step for review in kept for step in _steps(review, seen, now, new_hours)]


def looks_empty(standing: Collection[EntryId], seen: Seen) -> bool:
    """Whether all that stood, two or more, is gone in one reading: nobody does that, so nothing follows unasked."""
    return len(standing) > 1 and all(entry in seen.entries and seen.entries[entry] is None for entry in standing)


def _steps(review: Review, seen: Seen, now: datetime, new_hours: WorkingHours | None) -> Iterator[Step]:
    if not review.is_open:  # held, left out or dropped
        yield from _over(review, seen, now)
        return
    yield from _doubled(review, seen)
    entry = seen.entries.get(review.entry) if review.entry is not None else None
    if review.gone_at is not None:
        if entry is None:
            return  # the learner was asked; only their answer goes on, or the entry itself
        yield Returned(review=review.id)  # the deletion was undone: the question has answered itself
    if review.entry is None:  # nothing stands for it that we know of
        yield from _unwritten(review)
        return
    if entry is None and review.entry in seen.entries:
        yield AskAboutGone(review=review.id)  # it was fetched, and is certainly gone
        return
    if entry is not None:  # what was not looked at has not changed
        yield from _made_of_it(review, entry, seen)
    place = list(_standing(review, entry, now))
    yield from place
    if not any(isinstance(step, Follow | Stay) for step in place):  # whose hand placed it just now knows
        yield from clashes(review, seen.away, new_hours, back=seen.back, now=now)


def _over(review: Review, seen: Seen, now: datetime) -> Iterator[Step]:
    entry = seen.entries.get(review.entry) if review.entry is not None else None
    if review.unwanted_at is None:
        if review.was_left_out_by_hand and entry is not None and entry.slot.starts_at > now:
            yield Returned(review=review.id)  # deleted, left out, and brought back: it is wanted after all
            yield from _doubled(review, seen)
            yield from _made_of_it(review, entry, seen)
            yield from _standing(review, entry, now)
        return  # what has passed stays, as what happened
    if review.is_half_written:
        yield Write(review=review.id)  # so that we know what is to be removed
    elif review.entry in seen.entries and entry is None:
        yield RemovedByHand(review=review.id)  # should the review be wanted again, it needs another
    elif review.entry is not None:  # it lies ahead and is wanted no more; a series is the learner's own
        yield LetGo(review=review.id) if _is_series(review, entry) else Remove(review=review.id)


def _doubled(review: Review, seen: Seen) -> Iterator[Step]:
    """Entries that were deleted, and in whose place another was written: one that stands again is one too many."""
    for former in review.former:
        entry = seen.entries.get(former)
        if entry is None:
            continue  # it stands nowhere, as it should
        kind = ForgetFormer if entry.is_series else RemoveFormer  # a series is the learner's own
        yield kind(review=review.id, entry=former)


def _unwritten(review: Review) -> Iterator[Step]:
    if review.is_half_written:
        yield Write(review=review.id)  # where it was begun; then it can be moved to where it is wanted by now
    elif review.asked_at is None:  # else its card is in the chat already: too late for an entry
        yield FindMoment(review=review.id) if review.slot is None else Write(review=review.id)  # first when, then where


def _made_of_it(review: Review, entry: Entry, seen: Seen) -> Iterator[Step]:
    """What people made of an entry, wherever it stands."""
    if entry.title not in ("", review.title or review.wrote_title):
        yield Renamed(review=review.id, title=entry.title)  # neither theirs as we know it nor ours
    if entry.is_series and review.series_at is None:
        yield MadeSeries(review=review.id)  # since the last reading
    if not entry.is_series and review.series_at is not None:
        yield MadeSingle(review=review.id)  # it was one until the last reading
    if entry.id in (seen.here if review.is_elsewhere else seen.elsewhere):
        yield StandsElsewhere(review=review.id, is_elsewhere=not review.is_elsewhere)  # it went there, or came back
    if entry.guests != review.guests:
        yield Replied(review=review.id, guests=entry.guests)  # invited, taken out, accepted, declined or proposed


def _standing(review: Review, entry: Entry | None, now: datetime) -> Iterator[Step]:
    """What follows from the place of an entry: `slot` is our wish, `stood` where we last knew it."""
    stands = entry.slot if entry else review.stood
    is_series = _is_series(review, entry)
    if stands is not None and stands not in (review.slot, review.stood):
        if not is_series or stands.starts_at > now:
            yield Follow(review=review.id, slot=stands)  # the learner's hand, also when we were about to move it
            return
        stands = review.stood  # the series begins in the past by now: the review stays where it was
    if is_series and review.slot != review.stood:
        yield Stay(review=review.id)  # whatever is wanted: the other times of the series are the learner's own
    elif review.slot is None:
        yield FindMoment(review=review.id)  # a new moment is wanted; the entry is moved there
    elif stands != review.slot:
        yield Move(review=review.id)  # it has not been moved yet by us
    elif stands != review.stood:
        yield Arrived(review=review.id, slot=stands)  # moved by us, just before a crash: nothing to tell


def _is_series(review: Review, entry: Entry | None) -> bool:
    return entry.is_series if entry is not None else review.series_at is not None
