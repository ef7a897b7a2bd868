"""Who learns beside Ana: she chooses them, they answer in their calendars, and she decides what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from hypothesis import strategies as st

from learning.actions.answer_proposal import LeaveIt, MoveThere, answer_proposal
from learning.actions.invite_companions import InviteCompanions, invite_companions, uninvite_companions
from learning.actions.know_companions import companion_known, unknown_companions
from learning.actions.on_cycle import OnCycle
from learning.actions.on_own_calendar import own_calendar_version
from learning.companion import Company
from learning.cycle import Cycle
from learning.entries import Answered, Entry, Guest, Reply, Slot
from learning.people import PersonId
from learning.proposal import Proposal
from tests.cast import ANA
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_of_time import HandsOfTime
from tests.learning.promises.world import GUESTS, NEWCOMER, PEERS

BESIDE = (*PEERS, NEWCOMER)
some_companions = st.lists(st.sampled_from(BESIDE), unique=True, min_size=1)


class HandsOnCompanions(HandsOfTime):
    """Every button about companions, the job that looks them up, and the guests of Ana's entries."""

    def on_own_calendar(self, cycle: Cycle) -> OnCycle:
        """A press on her card "In my calendar"."""
        version = self.world.run(own_calendar_version, cycle)
        return OnCycle(cycle=cycle.id, press=self.world.press(version))

    # --- whom she invites

    @hand(people=some_companions, is_online=st.booleans())
    def ana_invites_companions(self, people: list[PersonId], *, is_online: bool) -> None:
        self.invites(self.some_cycle(), people, is_online=is_online)

    def invites(self, cycle: Cycle, people: Sequence[PersonId], *, is_online: bool = False) -> None:
        self.world.calendar.she_picks([GUESTS[each] for each in people])
        inviting = InviteCompanions(on=self.on_own_calendar(cycle), companions=tuple(people), is_online=is_online)
        self.world.does("Ana invites companions", ANA, invite_companions, inviting)

    def companies(self) -> list[Company]:
        """Of the cycles that run, with somebody in it; where there is none, she invites everybody."""

        def found() -> list[Company]:
            picture = self.world.picture
            return [
                company for each in picture.running if (company := picture.companies.get(each.id)) and company.invited
            ]

        if not found():
            self.invites(self.running()[-1], BESIDE)
        return found()

    @hand()
    def ana_goes_on_alone(self) -> None:
        company = self.data.draw(st.sampled_from(self.companies()))
        alone = self.on_own_calendar(self.world.picture.cycles[company.cycle])
        self.world.does("Ana goes on alone", ANA, uninvite_companions, alone)

    @hand(is_known=st.booleans())
    def companions_are_looked_up(self, *, is_known: bool) -> None:
        """As app/jobs/companions.py does; of some of them nobody knows an address."""
        self.companies()
        self.world.happens("companions are looked up", None, partial(self.look_up, is_known=is_known))

    def look_up(self, *, is_known: bool) -> None:
        run, now = self.world.run, self.world.now
        for unknown in run(unknown_companions, ANA, now):
            run(companion_known, ANA, unknown, GUESTS[unknown.person] if is_known else None, now)

    # --- the guests of her entries

    def with_guests(self) -> list[tuple[Entry, Guest]]:
        """Entries with a guest whom the app invited, and knows to be there."""
        if not self.invited():
            self.starts_with_companions()
        return self.invited()

    def starts_with_companions(self) -> None:
        self.starts(84)
        self.invites(self.running()[-1], BESIDE)
        self.look_up(is_known=True)
        self.is_followed(None)

    def invited(self) -> list[tuple[Entry, Guest]]:
        kept = {each.entry: each for each in self.world.picture.reviews.values()}
        return [
            (entry, answered.guest)
            for entry in self.world.calendar.ours
            for answered in entry.guests
            if entry.id in kept and answered in kept[entry.id].guests and answered.guest in GUESTS.values()
        ]

    @hand(reply=st.sampled_from(Reply), days=st.sampled_from([0, 0, 1, 5]))
    def a_companion_answers(self, reply: Reply, days: int) -> None:
        """Perhaps they propose another day."""
        self.answers(*self.data.draw(st.sampled_from(self.with_guests())), reply, days)

    def answers(self, entry: Entry, guest: Guest, reply: Reply, days: int) -> None:
        by = timedelta(days=days)
        other = Slot(starts_at=entry.slot.starts_at + by, ends_at=entry.slot.ends_at + by) if days else None
        answer = Answered(guest=guest, reply=reply, proposes=other)
        (companion,) = (person for person, known in GUESTS.items() if known == guest)
        self.world.happens("a companion answers", companion, partial(self.world.calendar.is_answered, entry, answer))

    @hand()
    def ana_takes_a_companion_out(self) -> None:
        entry, guest = self.data.draw(st.sampled_from(self.with_guests()))
        self.world.happens("Ana takes a companion out", ANA, partial(self.world.calendar.take_out, entry, guest))

    @hand()
    def ana_invites_somebody_by_hand(self) -> None:
        entry = self.some_entry()
        self.world.happens("Ana invites by hand", ANA, partial(self.world.calendar.invite_by_hand, entry))

    # --- another time

    def proposals(self) -> list[Proposal]:
        """Those that wait for her; where none does, she starts a cycle, and a companion proposes one."""

        def found() -> list[Proposal]:
            return [each for each in self.world.picture.proposals.values() if each.is_open]

        if not found():
            self.starts_with_companions()
            self.answers(*self.invited()[-1], Reply.TENTATIVE, 1)
            self.is_followed(None)
        return found()

    @hand(is_moved=st.booleans())
    def ana_answers_a_proposal(self, *, is_moved: bool) -> None:
        proposal = self.data.draw(st.sampled_from(self.proposals()))
        answer = MoveThere if is_moved else LeaveIt
        self.world.calendar.she_wants_another_end()
        answering = answer(proposal=proposal.id, press=self.world.press(proposal.version))
        self.world.does("Ana answers a proposal", ANA, answer_proposal, answering)
