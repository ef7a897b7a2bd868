"""What tests about companions have in common: Ana's cycle, whom she invites, and what her calendar says."""

from __future__ import annotations

from learning.actions.answer_proposal import LeaveIt, MoveThere, answer_proposal
from learning.actions.invitations import guests_invited, guests_refused, in_company, invitations
from learning.actions.invite_companions import InviteCompanions, invite_companions, uninvite_companions
from learning.actions.know_companions import companion_known, unknown_companions
from learning.actions.on_cycle import OnCycle
from learning.calendar_plan import Seen
from learning.companion import Invitation
from learning.entries import Answered, Entry, Guest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review
from learning.views import OwnCalendarView, ProposalView
from tests.cast import ANA, BEN, CHLOE, PEOPLE, slot
from tests.learning.story import Story

GUESTS = {
    BEN: Guest(address="ben@example.org", name="Ben Okafor"),
    CHLOE: Guest(address="chloe@example.org", name="Chloé Martin"),
}
BENS, CHLOES = GUESTS[BEN], GUESTS[CHLOE]
EVA = Guest(address="Eva@Example.org", name="Eva Lindt")
TUESDAY = slot("2026-03-31 09:00", "09:30")


class Beside:
    """Ana's cycle runs, with two reviews in her calendar."""

    def __init__(self, story: Story) -> None:
        self.story = story
        for person in PEOPLE:
            story.arrives(person)
        self.check_in, self.closing = story.running_cycle()
        for person in PEOPLE:
            story.chat_of(person.id)

    def own_calendar(self) -> OwnCalendarView:
        view = self.story.sees(ANA, MessageKind.OWN_CALENDAR, self.check_in.cycle)
        assert isinstance(view, OwnCalendarView)
        return view

    def press(self) -> OnCycle:
        return OnCycle(cycle=self.check_in.cycle, press=self.story.press_on(self.own_calendar().version))

    def invites(self, *people: PersonId, is_online: bool = False) -> None:
        """And what the job `companions` does."""
        inviting = InviteCompanions(on=self.press(), companions=people, is_online=is_online)
        self.story.run(invite_companions, inviting, ANA, self.story.now)
        for unknown in self.story.run(unknown_companions, ANA, self.story.now):
            self.story.run(companion_known, ANA, unknown, GUESTS.get(unknown.person), self.story.now)

    def invites_nobody(self) -> None:
        self.story.run(uninvite_companions, self.press(), ANA, self.story.now)

    def to_invite(self) -> dict[str, Invitation]:
        found = self.story.run(invitations, ANA, set(), self.story.now)
        return {review.kind: each for review, each in found}

    def calendar_is_followed(self) -> None:
        """The calendar takes every guest that it is to have."""
        for review, each in self.story.run(invitations, ANA, set(), self.story.now):
            stands = {guest.guest.address: guest for guest in review.guests}
            guests = tuple(stands.get(guest.address, Answered(guest=guest)) for guest in each.guests)
            entry = self.entry(review, *guests)
            self.story.run(guests_invited, ANA, review.id, entry, self.story.now, online=each.is_online)

    def outlook_refuses(self, review: Review, *guests: Guest) -> bool:
        """The calendar does not take these; whether somebody is left out for that."""
        return self.story.run(guests_refused, ANA, review.id, guests, self.story.now)

    def entry(self, review: Review, *guests: Answered) -> Entry:
        now = self.story.review(review)
        assert now.entry
        assert now.stood
        return Entry(id=now.entry, slot=now.stood, guests=guests)

    def calendar_says(self, review: Review, *guests: Answered) -> None:
        """As the calendar job does: first who was taken out by hand, then what the reviews follow."""
        entry = self.entry(review, *guests)
        self.story.run(in_company, ANA, Seen(entries={entry.id: entry}, mark="m"), self.story.now)
        self.story.calendar_says({entry.id: entry})

    def guests(self, review: Review) -> list[str]:
        return [each.guest.address for each in self.story.review(review).guests]

    def proposal(self) -> ProposalView:
        (_, view), *others = [each for each in self.story.chat_of(ANA) if each[0] is MessageKind.PROPOSAL]
        assert not others
        assert isinstance(view, ProposalView)
        return view

    def answers(self, command: type[MoveThere | LeaveIt], view: ProposalView, who: PersonId = ANA) -> None:
        press = self.story.press_on(view.proposal.version)
        self.story.run(answer_proposal, command(proposal=view.proposal.id, press=press), who, self.story.now)
