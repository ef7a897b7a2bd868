"""The entries of reviews get the companions as guests, and lose those who are companions no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from learning.actions.companions_replied import companions_replied
from learning.actions.telling import defer_calendar, refresh
from learning.calendar_plan import Seen
from learning.companion import (
    Company,
    Invitation,
    given_online,
    invitation,
    refuse,
    refuse_online,
    taken_out,
    taken_out_by_hand,
)
from learning.cycle import CycleId
from learning.entries import Entry, Guest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewId
from learning.review_entry import replied
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class InCompany:
    """A review that is still to be held, and the company of its cycle: those of now, and those of before."""

    review: Review
    company: Company


def in_company(work: Work, person: PersonId, seen: Seen | None, now: datetime) -> Mapping[ReviewId, InCompany]:
    """The reviews of this person in whose cycle somebody is, or was, invited.

    Whom the learner took out of an entry by hand, by what was seen, is not invited to it again. That is looked at
    before the reviews follow: by then nobody knows any more who was invited.
    """
    companies: dict[CycleId, Company] = {}
    found: dict[ReviewId, InCompany] = {}
    for review in work.reviews.open_of(person):
        company = companies.get(review.cycle) or work.companies.of(review.cycle, learner=person)
        entry = seen.entries.get(review.entry) if seen is not None and review.entry is not None else None
        if entry is not None and (gone := taken_out_by_hand(company, review, entry.guests)):
            company = work.companies.put(taken_out(company, review.id, gone))
        companies[review.cycle] = company
        if company.companions:
            found[review.id] = InCompany(review=review, company=company)
    return {each: InCompany(review=one.review, company=companies[one.review.cycle]) for each, one in found.items()}


def invitations(
    work: Work, person: PersonId, changing: Collection[str], now: datetime
) -> Sequence[tuple[Review, Invitation]]:
    """The reviews whose entry is to have other guests than it has. One that is changing otherwise has to wait."""
    reviews = work.reviews.open_of(person)
    companies = {each.cycle: work.companies.of(each.cycle, learner=person) for each in reviews}
    found = [(each, invitation(companies[each.cycle], each, each.guests, now=now)) for each in reviews]
    wanted = [(review, each) for review, each in found if each is not None]
    if any(review.id in changing for review, _ in wanted):
        defer_calendar(work, person, now=now)
    return [(review, each) for review, each in wanted if review.id not in changing]


def guests_invited(
    work: Work, person: PersonId, review_id: ReviewId, entry: Entry, now: datetime, *, online: bool
) -> None:
    """Keep whom the entry has as guests by now, and that it was given its online meeting."""
    review = work.reviews.for_learner(review_id, learner=person)
    if entry.guests != review.guests:
        review = work.reviews.put(replied(review, entry.guests))
        companions_replied(work, review, entry.guests, now)
        refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    company = work.companies.of(review.cycle, learner=person)
    if online and review.id not in company.online:
        company = work.companies.put(given_online(company, review.id))
    if invitation(company, review, review.guests, now=now) is not None:
        defer_calendar(work, person, now=now)  # the learner chose others meanwhile


def guests_refused(work: Work, person: PersonId, review_id: ReviewId, guests: Sequence[Guest], now: datetime) -> bool:
    """The calendar did not take these: who is no guest of the entry yet is invited no more, and the learner reads so.

    Nobody can say which of them was refused. False when there is nobody to leave out.
    """
    review = work.reviews.for_learner(review_id, learner=person)
    stand = {each.guest.key for each in review.guests} if review.entry is not None else set()
    new = {guest.key for guest in guests} - stand
    if not new:
        return False
    company = refuse(work.companies.of(review.cycle, learner=person), new, now=now)
    if review.entry is None:  # written whole: what was blamed on the online meeting was theirs
        company = replace(company, online_refused_at=None)
    _keep_refused(work, company, now)
    return True


def online_refused(work: Work, person: PersonId, review_id: ReviewId, now: datetime) -> None:
    """The calendar made no online meeting: the cycle's reviews go on without, and the learner reads so."""
    review = work.reviews.for_learner(review_id, learner=person)
    _keep_refused(work, refuse_online(work.companies.of(review.cycle, learner=person), now=now), now)


def _keep_refused(work: Work, company: Company, now: datetime) -> None:
    work.companies.put(company)
    refresh(work, MessageKind.OWN_CALENDAR, company.cycle, now=now)
    defer_calendar(work, company.learner, now=now)
