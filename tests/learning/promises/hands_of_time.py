"""What Ana's calendar and the clock do, what she does in the calendar, and who has the app."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st

from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack, answer_gone_review
from learning.actions.calendar_unreachable import calendar_reached, calendar_unreachable, try_calendar_again
from learning.actions.find_due import find_due
from learning.actions.follow_calendar import entries_of_reviews, follow_calendar, followed
from learning.actions.invitations import InCompany, guests_invited, in_company, invitations
from learning.actions.leave import leave
from learning.actions.place_reviews import entry_moved, entry_removed, entry_written, place_review
from learning.actions.reach import begin_mail, peer_found, peer_not_there, reached, to_reach
from learning.calendar_plan import Seen
from learning.companion import Invitation, guests_of
from learning.entries import Entry, Slot
from learning.feedback import Feedback, FeedbackRequest
from learning.free_moments import find
from learning.messages import MessageKind
from learning.people import PersonId
from learning.reaching import DirectoryPerson, Way
from learning.review import LENGTH, Review
from tests.cast import ANA, FREE
from tests.learning.promises.anas_calendar import Died
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_on_talks import HandsOnTalks
from tests.learning.promises.world import EVERYBODY, NAMES

LINK = "https://example.org/add"


class HandsOfTime(HandsOnTalks):
    """What happens without anybody pressing a button."""

    # --- the calendar job, as in app/jobs/calendar.py

    @hand()
    def the_calendar_is_followed(self) -> None:
        self.is_followed(None)

    @hand(calls=st.integers(0, 2))
    def the_service_dies(self, calls: int) -> None:
        """It is killed after that many writes, before it can keep the last; the job is run again later."""
        self.starts(84)
        self.is_followed(calls)

    def is_followed(self, dies_after: int | None) -> None:
        self.world.calendar.dies_after(dies_after)
        name = "the calendar is followed" if dies_after is None else "the service dies"
        self.world.happens(name, None, self.follow)

    def follow(self) -> None:
        try:
            for _ in range(3):
                self.follow_once()
        except Died:
            self.world.calendar.unread |= set(self.world.calendar.entries)  # what is begun again reads everything

    def follow_once(self) -> None:
        world = self.world
        if world.run(followed, ANA, world.now) is None:
            return
        looked_at = world.run(entries_of_reviews, ANA, world.now).looked_at
        found, told = world.calendar.look(looked_at), world.calendar.read()
        here = frozenset(each for each, entry in told.items() if entry)
        seen = Seen(entries=found | told, here=here, mark="next")
        company = world.run(in_company, ANA, seen, world.now)
        changing = world.run(follow_calendar, ANA, seen, world.now).reviews
        to_invite = world.run(invitations, ANA, {review.id for review in changing}, world.now)
        for review in changing:
            self.bring_about(review, company.get(review.id))
        for review, invitation in to_invite:
            self.invite(review, invitation)
        world.run(calendar_reached, ANA, world.now)

    def bring_about(self, review: Review, found: InCompany | None) -> None:
        world, calendar = self.world, self.world.calendar
        if review.entry is not None and not review.is_open:
            calendar.remove(review.entry)
            world.run(entry_removed, ANA, review.id, review.entry, world.now)
            return
        place: Slot | None = review.stood if review.is_half_written else review.slot
        if place is None:
            place = find(review.ideal_on, LENGTH[review.kind], FREE, not_before=world.now)
            world.run(place_review, ANA, review.id, place, world.now)
        if review.entry is None:
            guests = guests_of(found.company, review.id) if found else ()
            entry = calendar.write(review, place, guests)
            world.run(entry_written, ANA, review.id, entry, world.now)
            if found and guests:
                world.run(guests_invited, ANA, review.id, entry, world.now, online=found.company.is_online)
        elif moved := calendar.move(review.entry, place):
            world.run(entry_moved, ANA, review.id, moved, world.now)

    def invite(self, review: Review, invitation: Invitation) -> None:
        if review.entry and (entry := self.world.calendar.invite(review.entry, invitation.guests)):
            online = invitation.is_online
            self.world.run(guests_invited, ANA, review.id, entry, self.world.now, online=online)

    # --- Ana in her calendar

    def some_entry(self) -> Entry:
        """An entry that the app wrote; where none stands, it comes first."""
        if not self.world.calendar.ours:
            self.starts(84)
            self.is_followed(None)
        return self.data.draw(st.sampled_from(self.world.calendar.ours))

    @hand(days=st.sampled_from([-9, -1, 1, 2, 8, 40]))
    def ana_drags_an_entry(self, days: int) -> None:
        entry = self.some_entry()
        self.world.happens("Ana drags an entry", ANA, partial(self.world.calendar.drag, entry, days))

    @hand()
    def ana_deletes_an_entry(self) -> None:
        self.deletes(self.some_entry())

    def deletes(self, entry: Entry) -> None:
        self.world.happens("Ana deletes an entry", ANA, partial(self.world.calendar.delete, entry))

    def gone(self) -> Review:
        """A review whose entry she deleted and was asked about."""
        if not self.asked_about():
            self.starts(84)
            self.is_followed(None)
            self.deletes(self.world.calendar.ours[-1])
            self.is_followed(None)
        return self.data.draw(st.sampled_from(self.asked_about()))

    def asked_about(self) -> list[Review]:
        return [each for each in self.world.picture.reviews.values() if each.gone_at and each.is_open]

    @hand()
    def ana_puts_a_review_back(self) -> None:
        review = self.gone()
        self.world.calendar.she_wants_it_back(review.id)
        command = PutReviewBack(review=review.id, press=self.world.press(review.version))
        self.world.does("Ana puts a review back", ANA, answer_gone_review, command)

    @hand()
    def ana_leaves_a_review_out(self) -> None:
        review = self.gone()
        command = LeaveReviewOut(review=review.id, press=self.world.press(review.version))
        self.world.does("Ana leaves a review out", ANA, answer_gone_review, command)

    @hand()
    def the_calendar_is_not_reached(self) -> None:
        world = self.world
        world.happens("the calendar is not reached", None, partial(world.run, calendar_unreachable, ANA, world.now))
        world.does("Ana has it tried again", ANA, try_calendar_again, None)

    # --- the clock

    @hand(days=st.sampled_from([1, 3, 6, 8, 15, 40]))
    def time_passes(self, days: int) -> None:
        self.ticks(days)

    def ticks(self, days: int) -> None:
        """The tick a minute later does no more."""
        self.world.now += timedelta(days=days)
        for _ in range(2):
            self.world.now += timedelta(minutes=1)
            self.world.happens("time passes", None, partial(self.world.run, find_due, self.world.now))

    @hand(days=st.sampled_from([7, 13, 14]))
    def some_peers_let_a_request_pass(self, days: int) -> None:
        """One says "not now", the others nothing: a reminder is due for them, or the end for all."""
        passing, *_ = self.asked_anew()
        self.says_not_now(passing, Feedback())
        self.ticks(days)

    # --- who has the app

    @hand(person=st.sampled_from(EVERYBODY))
    def somebody_removes_the_app(self, person: PersonId) -> None:
        self.removes_the_app(person)

    def removes_the_app(self, person: PersonId) -> None:
        self.world.away.add(person)
        self.world.happens("somebody removes the app", person, partial(self.world.run, leave, person, self.world.now))

    @hand()
    def somebody_adds_the_app(self) -> None:
        if self.world.away:
            self.world.arrives(self.data.draw(st.sampled_from(sorted(self.world.away))))

    def unreached(self) -> list[FeedbackRequest]:
        """Open requests that their peers never saw; where there are none, they go before they see new ones."""
        if not self.unseen():
            for request in self.asked_anew():
                self.removes_the_app(request.peer)
        return self.unseen()

    def unseen(self) -> list[FeedbackRequest]:
        found = [each for each in self.waiting() if each.peer in self.world.away]
        about = {each.id: self.world.picture.about(MessageKind.REQUEST, each.id) for each in found}
        return [each for each in found if all(message.sent is None for message in about[each.id])]

    @hand(is_there=st.booleans(), way=st.sampled_from(Way))
    def another_way_is_looked_for(self, way: Way, *, is_there: bool) -> None:
        """As app/jobs/reach.py does for somebody without the app."""
        request = self.data.draw(st.sampled_from(self.unreached()))
        self.world.happens("another way is looked for", None, partial(self.reach, request, way, is_there=is_there))

    def reach(self, request: FeedbackRequest, way: Way, *, is_there: bool) -> None:
        run, now = self.world.run, self.world.now
        if run(to_reach, request.id, now) is None:
            return
        if not is_there:
            run(peer_not_there, request.id, now)
            return
        found = DirectoryPerson(name=NAMES[request.peer].name, mail=None, locale=None)
        if run(peer_found, request.id, found, now) is not None:
            if way is Way.MAIL:
                run(begin_mail, request.id, LINK, now)
            run(reached, request.id, way, LINK, now)
