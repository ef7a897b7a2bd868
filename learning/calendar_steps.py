"""The steps that bring reviews and a calendar together, each named for what somebody did or what the app does."""

from __future__ import annotations

from dataclasses import dataclass

from learning.entries import Answered, EntryId, Slot
from learning.review import ReviewId


@dataclass(frozen=True, kw_only=True)
class Follow:
    """The learner moved the entry: the review goes along."""

    review: ReviewId
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class AskAboutGone:
    """The learner deleted the entry: ask what it means. It is never put back unasked."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Returned:
    """The learner took the deletion back: nothing is to be asked any more, and what was left out is wanted again."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class RemoveFormer:
    """An entry in whose place another was written stands again: the app removes it, so that there is one."""

    review: ReviewId
    entry: EntryId


@dataclass(frozen=True, kw_only=True)
class ForgetFormer:
    """Such an entry recurs by now: it is the learner's own."""

    review: ReviewId
    entry: EntryId


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """The learner gave the entry another title: that is its title from now on."""

    review: ReviewId
    title: str


@dataclass(frozen=True, kw_only=True)
class MadeSeries:
    """The learner made the entry recur: the review is its first time, the others are theirs."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class MadeSingle:
    """The entry recurs no more."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class StandsElsewhere:
    """The entry stands where readings of the calendar do not tell of it, or no longer does: look at it each time."""

    review: ReviewId
    is_elsewhere: bool


@dataclass(frozen=True, kw_only=True)
class Replied:
    """The guests of the entry, or what they answered, are not what we knew."""

    review: ReviewId
    guests: tuple[Answered, ...]


@dataclass(frozen=True, kw_only=True)
class Clash:
    """The learner is out of office when the review is: say so, and move nothing unasked."""

    review: ReviewId
    away: Slot


@dataclass(frozen=True, kw_only=True)
class BackAtWork:
    """The learner is out of office no more when the review is: what they were asked about that is settled."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class OutsideHours:
    """The learner works at other hours by now, and the moment that the app found lies outside them: say so."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class FindMoment:
    """The review has no time yet."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Write:
    """Its entry is not written, or may be though we do not know its id: the same key gives the one there is."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Move:
    """The review is to be elsewhere than its entry stands: the app moves the entry."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Stay:
    """The review is to be elsewhere, but its entry recurs: it stays where that stands."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """The entry stands where the app moved it, though nobody could say so before."""

    review: ReviewId
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class Remove:
    """The review is over before its time: the app removes the entry."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class RemovedByHand:
    """The review is over before its time, and the learner deleted the entry: nothing is left to remove."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class LetGo:
    """The review is over before its time, but its entry recurs: it is the learner's own from now on."""

    review: ReviewId


Step = (
    Follow
    | AskAboutGone
    | Returned
    | RemoveFormer
    | ForgetFormer
    | Renamed
    | MadeSeries
    | MadeSingle
    | StandsElsewhere
    | Replied
    | Clash
    | BackAtWork
    | OutsideHours
    | FindMoment
    | Write
    | Move
    | Stay
    | Arrived
    | Remove
    | RemovedByHand
    | LetGo
)
