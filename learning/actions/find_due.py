"""The tick: reviews whose time has come, rests and sign-ins that end, and calendars that want to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from learning.actions.age_requests import end_requests, remind_of_requests
from learning.actions.next_draft import end_rest
from learning.actions.talks import end_passed_talks
from learning.actions.telling import bring, defer_calendar, refresh, tell
from learning.actions.use_sign_in import end_sign_ins
from learning.messages import MessageKind
from learning.watching import READ_ANYWAY_AFTER, READ_JUST_NOW, SOON
from learning.work import Work

PIECE = 50
"""How much of each kind is kept at once. In a large company much is due in the same minute, and what people press must
not wait until all of that is kept."""

PRESSES_ARE_KEPT = timedelta(days=90)
"""A button is pressed twice within moments; much later its card has long shown another state."""
PRESSES_FORGOTTEN_AT_ONCE = 200


Part = Callable[[Work, datetime, int], int]
"""Takes at most so many of what is due, such that they are not due any more, and says how many it took."""


def _ask_about_reviews(work: Work, now: datetime, most: int) -> int:
    due = work.reviews.due(now, most=most)
    for review in due:
        work.reviews.put(replace(review, asked_at=now))
        bring(work, review.learner, MessageKind.REVIEW, review.id, now=now)
        refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    return len(due)


def _look_before_time(work: Work, now: datetime, most: int) -> int:
    """A notice may have been lost: what begins soon is looked at once more, unless the calendar was read just now."""
    learners = work.watchings.before_review(now, until=now + SOON, read_before=now - READ_JUST_NOW, most=most)
    for learner in learners:
        defer_calendar(work, learner, now=now)
    return len(learners)


def _end_rests(work: Work, now: datetime, most: int) -> int:
    """On the day that the learner named, where the learner is, the next draft comes."""
    tomorrow_anywhere = (now + timedelta(days=1)).date()
    over = [rest for rest in work.cycles.rests(tomorrow_anywhere) if rest.is_over(now)][:most]
    for rest in over:
        following = end_rest(work, work.cycles.for_learner(rest.cycle, learner=rest.learner), now)
        if following is not None:
            tell(work, rest.learner, MessageKind.CONTRACT, following.id, now=now)
    return len(over)


def _read_anyway(work: Work, now: datetime, most: int) -> int:
    """Each is deferred once: its job goes on until the calendar is read, or is said to be out of reach."""
    behind = work.watchings.behind(now, most=most)
    for person in behind:
        defer_calendar(work, person, now=now)
    work.watchings.look_again(behind, now + READ_ANYWAY_AFTER)
    return len(behind)


def _forget_presses(work: Work, now: datetime, _: int) -> int:
    """A few each time are enough, however many there are."""
    work.presses.forget(pressed_before=now - PRESSES_ARE_KEPT, most=PRESSES_FORGOTTEN_AT_ONCE)
    return 0


PARTS: tuple[Part, ...] = (
    _ask_about_reviews,
    _look_before_time,
    _end_rests,
    _read_anyway,
    end_requests,  # before the reminders: a late tick never does both
    remind_of_requests,
    end_passed_talks,
    end_sign_ins,
    _forget_presses,
)


def find_due(work: Work, now: datetime, parts: Sequence[Part] = PARTS) -> bool:
    """Bring what is due into the chat, and have each calendar read that we may be behind with: one piece of each part.

    The answer is whether there may be more of any.
    """
    return PIECE in [part(work, now, PIECE) for part in parts]
