"""The tick: reviews whose time has come, rests and sign-ins that end, and calendars that want to be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from learning.actions.age_requests import age_requests
from learning.actions.next_draft import end_rest
from learning.actions.talks import end_passed_talks
from learning.actions.telling import bring, defer_calendar, refresh, tell
from learning.actions.use_sign_in import end_sign_ins
from learning.messages import MessageKind
from learning.people import today_of
from learning.watching import READ_ANYWAY_AFTER, READ_JUST_NOW, RENEW_BEFORE, SOON
from learning.work import Work


def find_due(work: Work, now: datetime) -> None:
    """Bring what is due into the chat, and have each calendar read that we may be behind with."""
    for review in work.reviews.due(now):
        work.reviews.put(replace(review, asked_at=now))
        bring(work, review.learner, MessageKind.REVIEW, review.id, now=now)
        refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    _look_before_time(work, now)
    _end_rests(work, now)
    behind = work.watchings.behind(read_before=now - READ_ANYWAY_AFTER, ends_before=now + RENEW_BEFORE)
    for person in behind:
        defer_calendar(work, person, now=now)
    age_requests(work, now)
    end_passed_talks(work, now)
    end_sign_ins(work, now)


def _look_before_time(work: Work, now: datetime) -> None:
    """A notice may have been lost: what begins soon is looked at once more, unless the calendar was read just now."""
    for person in sorted({review.learner for review in work.reviews.soon(now, now + SOON)}):
        watching = work.watchings.of(person)
        if watching is None or watching.unreachable_at is not None or watching.read_at is None:
            continue
        if watching.read_at + READ_JUST_NOW < now:
            defer_calendar(work, person, now=now)


def _end_rests(work: Work, now: datetime) -> None:
    """On the day that the learner named, where the learner is, the next draft comes."""
    tomorrow_anywhere = (now + timedelta(days=1)).date()
    for cycle in work.cycles.rested(tomorrow_anywhere):
        if cycle.rest_ends_on is None or today_of(work.people.get(cycle.learner), now) < cycle.rest_ends_on:
            continue
        following = end_rest(work, cycle, now)
        if following is not None:
            tell(work, cycle.learner, MessageKind.CONTRACT, following.id, now=now)
