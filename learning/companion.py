"""Companions: who learns beside the learner in one cycle, and is invited to its reviews if the learner says so.

An invitation is all that they get. What they answer in their calendars is seen by the learner alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from learning.cycle import CycleId
from learning.entries import Answered, Guest
from learning.errors import Refusal
from learning.people import PersonId
from learning.review import Review, ReviewId

MOST_COMPANIONS = 5


class CompanionMissing(Refusal):
    """Nobody was picked to learn beside the learner."""


class TooManyCompanions(Refusal):
    """More companions than a review has room for."""


class CompanionNotOther(Refusal):
    """The learner picked themselves."""


class NoCompanions(Refusal):
    """There is nobody to be invited no more."""


class CompanionState(StrEnum):
    """What there is to say about the invitation of a companion."""

    LOOKED_FOR = "looked for"
    KNOWN = "known"
    UNKNOWN = "unknown"
    UNASKED = "unasked"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody who learns beside the learner, or did until `ended_at`.

    `guest` is what calendars know them by, once that was looked up; `unknown_at` says that nobody knows an address,
    `unasked_at` that nobody could be asked, and `refused_at` that the calendar did not take them as a guest.
    `not_at` are reviews from which the learner took them by hand: there they are not invited again.
    """

    person: PersonId
    invited_at: datetime
    guest: Guest | None = None
    unknown_at: datetime | None = None
    unasked_at: datetime | None = None
    refused_at: datetime | None = None
    ended_at: datetime | None = None
    not_at: frozenset[ReviewId] = frozenset()

    @property
    def state(self) -> CompanionState:
        """How it stands with their invitation."""
        if self.refused_at is not None:
            return CompanionState.REFUSED
        if self.guest is not None:
            return CompanionState.KNOWN
        if self.unknown_at is not None:
            return CompanionState.UNKNOWN
        return CompanionState.LOOKED_FOR if self.unasked_at is None else CompanionState.UNASKED


@dataclass(frozen=True, kw_only=True)
class Company:
    """The companions of one cycle, those of before among them, so that their invitations can be taken back.

    `online_at` says since when its reviews are to have an online meeting, `online_refused_at` that the calendar makes
    none; `online` which of them were given one, since a meeting that the learner takes out by hand is not put back.
    `changes` counts how often the learner changed it, and
    `version` is 0 as long as nothing is kept.
    """

    cycle: CycleId
    learner: PersonId
    companions: tuple[Companion, ...] = ()
    online_at: datetime | None = None
    online_refused_at: datetime | None = None
    online: frozenset[ReviewId] = frozenset()
    changes: int = 0
    version: int = 0

    @property
    def invited(self) -> tuple[Companion, ...]:
        """Those who are companions now."""
        return tuple(each for each in self.companions if each.ended_at is None)

    @property
    def may_be_online(self) -> bool:
        """Whether the learner wants an online meeting, as far as the calendar did not refuse it."""
        return self.online_at is not None and self.online_refused_at is None

    @property
    def is_online(self) -> bool:
        """Whether reviews with companions are to have an online meeting."""
        return self.may_be_online and any(each.refused_at is None for each in self.invited)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What the entry of a review is to have: exactly these guests, and an online meeting if it says so."""

    review: ReviewId
    guests: tuple[Guest, ...] = field(default=())
    is_online: bool = False


def invite(company: Company, people: Collection[PersonId], *, is_online: bool, now: datetime) -> Company:
    """The company of exactly these people, and their reviews online or not. Who takes out everybody goes on alone.

    Whoever could not be invited before is looked up, and invited, once more; so is an online meeting tried once more.
    """
    if not people and company.invited:
        return invite_nobody(company, now=now)
    if not people:
        raise CompanionMissing("companions")
    if company.learner in people:
        raise CompanionNotOther("companions")
    if len(people) > MOST_COMPANIONS:
        raise TooManyCompanions("companions", most=MOST_COMPANIONS)
    ended = _ended(company, [each.person for each in company.invited if each.person not in people], now)
    ended = _with(ended, people, unknown_at=None, unasked_at=None, refused_at=None)
    known = {each.person for each in ended.invited}
    new = tuple(Companion(person=person, invited_at=now) for person in people if person not in known)
    before = tuple(each for each in ended.companions if each.person not in {one.person for one in new})
    again = {each.person: each.guest for each in ended.companions}
    new = tuple(replace(each, guest=again.get(each.person)) for each in new)
    online_at = (company.online_at or now) if is_online else None
    ended = replace(ended, online_at=online_at, online_refused_at=None)
    return replace(ended, companions=(*before, *new), changes=company.changes + 1)


def invite_nobody(company: Company, *, now: datetime) -> Company:
    """The learner goes on alone."""
    if not company.invited:
        raise NoCompanions
    ended = _ended(company, [each.person for each in company.invited], now)
    return replace(ended, online_at=None, online_refused_at=None, changes=company.changes + 1)


def known_as(company: Company, person: PersonId, guest: Guest | None, *, now: datetime) -> Company:
    """What calendars know this companion by; None when nobody knows an address."""
    found = {"guest": guest, "unknown_at": None} if guest else {"unknown_at": now}
    return _with(company, {person}, unasked_at=None, **found)


def not_asked(company: Company, person: PersonId, *, now: datetime) -> Company:
    """Nobody could be asked what calendars know this companion by."""
    return _with(company, {person}, unasked_at=now)


def refuse(company: Company, addresses: Collection[str], *, now: datetime) -> Company:
    """The calendar does not take these as guests: they are not invited until the learner says so once more."""
    refused = {each.person for each in company.invited if each.guest and each.guest.key in addresses}
    return _with(company, refused, refused_at=now)


def refuse_online(company: Company, *, now: datetime) -> Company:
    """The calendar makes no online meeting: none is tried until the learner says so once more."""
    return replace(company, online_refused_at=now) if company.may_be_online else company


def taken_out(company: Company, review: ReviewId, addresses: Collection[str]) -> Company:
    """The learner took these out of one review by hand."""
    gone = {each.person for each in company.invited if each.guest and each.guest.key in addresses}
    for each in company.companions:
        if each.person in gone and review not in each.not_at:
            company = _with(company, {each.person}, not_at=each.not_at | {review})
    return company


def given_online(company: Company, review: ReviewId) -> Company:
    """This review has been given its online meeting."""
    return replace(company, online=company.online | {review})


def guests_of(company: Company, review: ReviewId) -> tuple[Guest, ...]:
    """Whom this review is to have as guests."""
    return tuple(
        each.guest
        for each in company.invited
        if each.guest is not None and each.refused_at is None and review not in each.not_at
    )


def invitation(company: Company, review: Review, stands: Iterable[Answered], *, now: datetime) -> Invitation | None:
    """What has to change about the guests of this review's entry, which has these; None when all is well.

    Whoever is no companion of this cycle, and never was, was invited by the learner's own hand and stays.
    """
    if review.entry is None or not _may_change(review, now):
        return None
    there = [each.guest for each in stands]
    wanted = guests_of(company, review.id)
    ours = {each.guest.key for each in company.companions if each.guest is not None}
    may_stay = {each.guest.key for each in company.invited if each.guest is not None and review.id not in each.not_at}
    stay = [guest for guest in there if guest.key not in ours or guest.key in may_stay]
    come = [guest for guest in wanted if guest.key not in {each.key for each in there}]
    goes_online = company.is_online and review.id not in company.online
    if not come and len(stay) == len(there) and not goes_online:
        return None
    return Invitation(review=review.id, guests=(*stay, *come), is_online=goes_online)


def taken_out_by_hand(company: Company, review: Review, stands: Iterable[Answered]) -> frozenset[str]:
    """The addresses of companions who were guests of the entry, and are no longer, though the app invites them."""
    there = {each.guest.key for each in stands}
    wanted = {guest.key for guest in guests_of(company, review.id)}
    return frozenset({each.guest.key for each in review.guests} & wanted - there)


def _may_change(review: Review, now: datetime) -> bool:
    """A review that is over, gone or begun is left alone, and so is a series: its other times are the learner's own."""
    ahead = review.stood is not None and review.stood.starts_at > now
    return review.is_open and review.gone_at is None and review.series_at is None and ahead


def _ended(company: Company, people: Collection[PersonId], now: datetime) -> Company:
    return _with(company, people, ended_at=now)


def _with(company: Company, people: Collection[PersonId], **facts: object) -> Company:
    changed = tuple(replace(each, **facts) if each.person in people else each for each in company.companions)  # type: ignore[arg-type]  # the facts of a companion
    return replace(company, companions=changed)
