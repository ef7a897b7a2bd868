"""A talk gets its moment, or has to be arranged by hand; and what the actions about talks share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.change_end import follow_until
from learning.actions.reach import request_of
from learning.actions.telling import defer_calendar, refresh, refresh_asking
from learning.appointment import Appointment, AppointmentId, AppointmentKind, end, removed
from learning.entries import Answered, Guest, ShownAs, Slot
from learning.feedback import FeedbackRequest, RequestId
from learning.jobs import JobKind, talk_lock
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.talk import TalkOver, arrange_by_hand, has_passed
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class TalkToPlace:
    """A talk without a moment, and the two who are to talk. `reviews` is where reviews of the learner stand."""

    request: FeedbackRequest
    learner: Person
    reviews: tuple[Slot, ...]


def talk_to_place(work: Work, request_id: RequestId, now: datetime) -> TalkToPlace | None:
    """The talk about this request if it still wants a moment; else None."""
    request = request_of(work, request_id)
    if request is None or not request.wants_talk or request.talk_by_hand_at or talk_of(work, request):
        return None
    open_reviews = work.reviews.open_of(request.learner)
    return TalkToPlace(
        request=request,
        learner=work.people.get(request.learner),
        reviews=tuple(review.slot for review in open_reviews if review.slot is not None),
    )


def place_talk(work: Work, request_id: RequestId, slot: Slot, guest: Guest, now: datetime) -> None:
    """Keep the moment that was found, and have it written into the learner's calendar, with the peer invited."""
    to_place = talk_to_place(work, request_id, now)
    if to_place is None:
        return  # called off, or placed, while a moment was looked for
    request = to_place.request
    work.appointments.add(
        Appointment(
            id=AppointmentId(work.new_id()),
            learner=request.learner,
            kind=AppointmentKind.TALK,
            about=request.id,
            slot=slot,
            planned=slot,
            guests=(Answered(guest=guest),),
            shown_as=ShownAs.BUSY,
        )
    )
    follow_until(work, request.learner, slot.ends_at, now)
    refresh_talk(work, request, now)


def talk_by_hand(work: Work, request_id: RequestId, now: datetime) -> None:
    """The app cannot put this talk into their calendars: both are told, and arrange it themselves."""
    to_place = talk_to_place(work, request_id, now)
    if to_place is not None:
        refresh_talk(work, work.requests.put(arrange_by_hand(to_place.request, now=now)), now)


def defer_talk(work: Work, request: FeedbackRequest, now: datetime) -> None:
    """Have a moment looked for."""
    work.jobs.defer(JobKind.TALK, request.id, lock=talk_lock(request.id), due_at=now)


def end_talk(work: Work, request: FeedbackRequest, now: datetime) -> None:
    """Have the talk's entry, if there is one and it lies ahead, taken out of the calendars."""
    talk = talk_of(work, request)
    if talk is not None:
        work.appointments.put(end(talk, now=now))
        defer_calendar(work, request.learner, now=now)


def end_passed_talks(work: Work, now: datetime, most: int) -> int:
    """Have both cards say that the time of a talk has passed; one that no calendar ever had is theirs to arrange.

    At most so many; how many those were.
    """
    over = work.appointments.talks_over(now, most=most)
    for talk in over:
        request = work.requests.for_learner(RequestId(talk.about), learner=talk.learner)
        if talk.entry is None and request.wants_talk:
            request = work.requests.put(arrange_by_hand(request, now=now))
        work.appointments.put(end(talk, now=now))
        refresh_talk(work, request, now)
    return len(over)


def talk_refused(work: Work, person: PersonId, about: AppointmentId, now: datetime) -> None:
    """The calendar did not take the talk with its guest: nothing of it stands, and the two arrange it themselves."""
    talk = work.appointments.for_learner(about, learner=person)
    request = work.requests.for_learner(RequestId(talk.about), learner=person)
    if request.wants_talk:
        request = work.requests.put(arrange_by_hand(request, now=now))
    work.appointments.put(end(removed(talk), now=now))
    refresh_talk(work, request, now)


def check_talk_ahead(work: Work, request: FeedbackRequest, now: datetime) -> None:
    """Raise TalkOver when they have talked, or begun to."""
    talk = talk_of(work, request)
    if talk is not None and not talk.lies_ahead(now):
        raise TalkOver


def talk_of(work: Work, request: FeedbackRequest) -> Appointment | None:
    """The talk about this request, once it has a moment. Who has loaded the request may see it."""
    of_request = work.appointments.about(request.id, learner=request.learner)
    return next((each for each in of_request if each.ended_at is None or has_passed(each)), None)


def refresh_talk(work: Work, request: FeedbackRequest, now: datetime) -> None:
    """Have both cards, and the learner's lists, say how it stands."""
    for kind in (MessageKind.REQUEST, MessageKind.ADVICE):
        refresh(work, kind, request.id, now=now)
    refresh_asking(work, request.contract, now=now)
