"""Rather talk: a peer would rather talk with the learner for a few minutes than write their advice.

The wish stands on the request; when the talk is stands in an appointment of the learner's, once a moment was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from learning.appointment import Appointment
from learning.entries import Availability, Reply, Slot
from learning.errors import Refusal
from learning.feedback import FeedbackRequest, check_open
from learning.free_moments import NOTICE
from learning.free_moments_cost import FREE, cost_of_any, persons_day
from learning.free_moments_day import starts_in, works_on

LENGTH = timedelta(minutes=20)
WITHIN = timedelta(days=14)
"""Ten working days of most people. A talk later than that is of little use for a draft."""
_ONE_DAY = timedelta(days=1)


class TalkWished(Refusal):
    """The peer has said already that they would rather talk."""


class TalkCalledOff(Refusal):
    """The learner called the talk off."""


class TalkOver(Refusal):
    """The talk has begun, or is over."""


class NoTalk(Refusal):
    """There is no talk to be called off."""


class TalkState(StrEnum):
    """What there is to say about a talk."""

    NONE = "none"
    LOOKED_FOR = "looked for"
    BEING_WRITTEN = "being written"
    ARRANGED = "arranged"
    BY_HAND = "by hand"
    OFF = "off"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class Talk:
    """How it stands with the talk about a request, for both of them; `slot` is when it is, once that is known.

    `reply` and `proposes` are what the peer answered in their calendar.
    """

    state: TalkState = TalkState.NONE
    slot: Slot | None = None
    reply: Reply = Reply.NONE
    proposes: Slot | None = None

    @property
    def is_on(self) -> bool:
        """Whether the two are to talk, as far as anybody knows."""
        return self.state not in (TalkState.NONE, TalkState.OFF, TalkState.PASSED)


NO_TALK = Talk()
"""The peer does not wish to talk, as far as anybody knows."""


def wish_to_talk(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The peer would rather talk. The request stays open: they may still write."""
    check_open(request)
    if request.talk_off_at is not None:
        raise TalkCalledOff
    if request.talk_wished_at is not None:
        raise TalkWished
    return replace(request, talk_wished_at=now)


def take_wish_back(request: FeedbackRequest) -> FeedbackRequest:
    """The peer would not talk after all: the request is as that of somebody who has not got to it."""
    check_talk(request)
    return replace(request, talk_wished_at=None, talk_by_hand_at=None)


def call_off(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The learner would rather not talk. The peer may write."""
    check_talk(request)
    return replace(request, talk_off_at=now)


def arrange_by_hand(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The app cannot put the talk into their calendars: they find a time themselves."""
    check_talk(request)
    return replace(request, talk_by_hand_at=request.talk_by_hand_at or now)


def check_talk(request: FeedbackRequest) -> None:
    """Raise NoTalk unless the two are to talk."""
    if not request.wants_talk:
        raise NoTalk


def talk_about(request: FeedbackRequest, appointment: Appointment | None) -> Talk:
    """How it stands. Who deletes the entry, or takes the peer out of it, has called the talk off too."""
    if request.talk_wished_at is None or request.withdrawn_at is not None:
        return NO_TALK
    if request.talk_off_at is not None or (appointment is not None and _was_taken_away(appointment)):
        return Talk(state=TalkState.OFF)
    if appointment is None:
        return Talk(state=TalkState.LOOKED_FOR if request.talk_by_hand_at is None else TalkState.BY_HAND)
    peer = appointment.guests[0]
    if has_passed(appointment):
        came = peer.reply is not Reply.DECLINED
        return Talk(state=TalkState.PASSED, slot=appointment.slot) if came else Talk(state=TalkState.OFF)
    state = TalkState.BEING_WRITTEN if appointment.entry is None else TalkState.ARRANGED
    return Talk(state=state, slot=appointment.slot, reply=peer.reply, proposes=peer.proposes)


def has_passed(talk: Appointment) -> bool:
    """Whether its time has passed while it stood in the calendars."""
    was_called_off = talk.unwanted_at is not None or talk.gone_at is not None
    return talk.ended_at is not None and talk.entry is not None and not was_called_off


def _was_taken_away(talk: Appointment) -> bool:
    """Nobody can talk with who is invited no more."""
    return talk.gone_at is not None or not talk.guests


def talk_window(*, now: datetime) -> Slot:
    """The stretch of time in which they are to talk: two weeks, which hold ten working days of most people."""
    return Slot(starts_at=now + NOTICE, ends_at=now + WITHIN)


def find_talk(learner: Availability, peer: Availability, *, now: datetime, reviews: Sequence[Slot] = ()) -> Slot | None:
    """On the soonest day that has one, the moment nearest to ten o'clock that is free for both; None without one."""
    for day in _working_days(now, learner):
        mine = persons_day(day, learner, LENGTH, reviews)
        theirs = [persons_day(near, peer, LENGTH) for near in _around(day) if works_on(near, peer.hours)]
        for start in starts_in(mine.work, LENGTH):
            slot = Slot(starts_at=start, ends_at=start + LENGTH)
            if start >= now + NOTICE and cost_of_any(slot, [mine]) <= FREE and cost_of_any(slot, theirs) <= FREE:
                return slot
    return None


def _working_days(now: datetime, learner: Availability) -> list[date]:
    """The learner's, within the window."""
    today = now.astimezone(ZoneInfo(learner.hours.zone)).date()
    days = (today + after * _ONE_DAY for after in range(WITHIN.days))
    return [day for day in days if works_on(day, learner.hours)]


def _around(day: date) -> tuple[date, ...]:
    """The days of somebody elsewhere on Earth that share time with this one."""
    return day - _ONE_DAY, day, day + _ONE_DAY
