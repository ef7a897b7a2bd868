"""The person gave the app the right to their calendar, or could not: keep it, say it, and put the reviews there."""

from __future__ import annotations

from datetime import datetime

from learning.actions.connections import connection_of, refresh_reviews
from learning.actions.telling import defer_calendar, refresh
from learning.connection import WhyNot, connected, refused, undecided
from learning.messages import MessageKind
from learning.people import PersonId
from learning.sign_in import SignInId, used
from learning.watching import ended as not_watched
from learning.watching import reached, start_over
from learning.without_calendar import placed_anew
from learning.work import Work


def calendar_connected(work: Work, sign_in_id: SignInId, person: PersonId, now: datetime) -> None:
    """The right is kept. Reviews that only stood in the chat get a free moment; the calendar is read from its start."""
    sign_in = work.sign_ins.find(sign_in_id)
    if sign_in is not None:
        work.sign_ins.put(used(sign_in, now=now))
        refresh(work, MessageKind.SIGN_IN, sign_in.id, now=now)
    work.connections.put(connected(connection_of(work, person, now), now=now))
    watching = work.watchings.of(person)
    if watching is not None:
        work.watchings.put(reached(not_watched(start_over(watching, watching.window))))
        for review in work.reviews.open_of(person):
            if placed_anew(review) != review:
                work.reviews.put(placed_anew(review))
        refresh_reviews(work, person, now)
        defer_calendar(work, person, now=now)
    refresh(work, MessageKind.CONNECTION, person, now=now)


def could_not_connect(work: Work, person: PersonId, why: WhyNot, claims: str | None, now: datetime) -> None:
    """Something is in the way that the person or their organisation has to do first: the card says what."""
    connection = connection_of(work, person, now)
    if not connection.works:
        work.connections.put(refused(connection, why, claims=claims, now=now))
        refresh(work, MessageKind.CONNECTION, person, now=now)


def did_not_connect(work: Work, person: PersonId, now: datetime) -> None:
    """The person said no, or another account answered: the card is again as it was before."""
    connection = connection_of(work, person, now)
    if connection.asked_at is not None:
        work.connections.put(undecided(connection))
        refresh(work, MessageKind.CONNECTION, person, now=now)
