"""What follows for a review from what people did in the calendar: it is kept, and told where it has to be."""

from __future__ import annotations

from datetime import datetime

from learning.actions.companions_replied import companions_replied
from learning.actions.telling import bring, refresh, tell
from learning.calendar_steps import (
    Arrived,
    AskAboutGone,
    BackAtWork,
    Clash,
    Follow,
    ForgetFormer,
    LetGo,
    MadeSeries,
    MadeSingle,
    OutsideHours,
    RemovedByHand,
    Renamed,
    Replied,
    Returned,
    StandsElsewhere,
    Stay,
    Step,
)
from learning.clash import back_at_work, told_of_away, told_of_hours
from learning.messages import MessageKind
from learning.review import Review
from learning.review_entry import (
    follow,
    gone,
    let_go,
    made_series,
    made_single,
    moved,
    removed,
    renamed,
    replied,
    returned,
    stands_elsewhere,
    stays,
    without_former,
)
from learning.work import Work

_UNSEEN = (StandsElsewhere, ForgetFormer, MadeSeries, MadeSingle, Clash, BackAtWork, OutsideHours, RemovedByHand)
"""What changes nothing on the cycle's card."""


def take_step(work: Work, review: Review, step: Step, now: datetime) -> Review:
    """The review after this step, kept. Most of it is told by bringing the cycle's card up to date."""
    changed = _changed(review, step, now)
    if changed != review:
        changed = work.reviews.put(changed)
        if not isinstance(step, _UNSEEN):
            refresh(work, MessageKind.CYCLE, review.cycle, now=now)
        _tell(work, changed, step, now)
    return changed


def _changed(review: Review, step: Step, now: datetime) -> Review:  # noqa: C901, PLR0911, PLR0912 - one line a step
    match step:
        case Follow(slot=slot):
            return follow(review, slot, now=now)
        case Arrived(slot=slot):
            return moved(review, slot)
        case AskAboutGone():
            return gone(review, now=now)
        case Returned():
            return returned(review)
        case Renamed(title=title):
            return renamed(review, title)
        case MadeSeries():
            return made_series(review, now=now)
        case MadeSingle():
            return made_single(review)
        case Stay():
            return stays(review)
        case StandsElsewhere(is_elsewhere=is_elsewhere):
            return stands_elsewhere(review, is_elsewhere=is_elsewhere)
        case Replied(guests=guests):
            return replied(review, guests)
        case Clash(away=away):
            return told_of_away(review, away)
        case BackAtWork():
            return back_at_work(review, now=now)
        case OutsideHours():
            return told_of_hours(review, now=now)
        case LetGo():
            return let_go(review)
        case RemovedByHand():
            return removed(review)
        case ForgetFormer(entry=entry):
            return without_former(review, entry)
        case _:
            return review  # what is written, moved or removed is kept once it was done


def _tell(work: Work, review: Review, step: Step, now: datetime) -> None:
    """The few things that are a message of their own, or stand on one."""
    match step:
        case Follow() | MadeSeries():
            _tell_moved_once(work, review, now)
        case AskAboutGone():
            tell(work, review.learner, MessageKind.REVIEW_GONE, review.id, now=now)
        case Returned():
            refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
        case Clash() | OutsideHours():
            bring(work, review.learner, MessageKind.REVIEW_CLASH, review.id, now=now)
        case Replied(guests=guests):
            companions_replied(work, review, guests, now)
    if not isinstance(step, Clash | OutsideHours):
        refresh(work, MessageKind.REVIEW_CLASH, review.id, now=now)  # its question may have settled itself


def _tell_moved_once(work: Work, review: Review, now: datetime) -> None:
    """A review that is dragged again before the chat could say so is told once, with the newer time."""
    unsaid = [m for m in work.messages.about(MessageKind.REVIEW_MOVED, review.id) if m.sent is None and m.is_due]
    if not unsaid:
        tell(work, review.learner, MessageKind.REVIEW_MOVED, review.id, now=now)
