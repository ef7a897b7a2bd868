"""Tells what people do, action by action, with a time that the test sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from learning.actions.answer_feedback import ParkAdvice, TakeAdvice, answer_feedback
from learning.actions.ask_for_advice import ask_for_advice
from learning.actions.draft_contract import draft_contract
from learning.actions.follow_calendar import ToDo, follow_calendar
from learning.actions.give_feedback import GiveFeedback, give_feedback
from learning.actions.meet import Meet, meet
from learning.actions.place_reviews import entry_moved, entry_removed, entry_written, place_review
from learning.actions.pressing import Press
from learning.actions.save_draft import SaveDraft, save_draft
from learning.actions.see import see
from learning.actions.show_messages import message_shown, next_message
from learning.actions.start_cycle import start_cycle
from learning.calendar_plan import Seen
from learning.contract import Contract
from learning.entries import Entry, EntryId
from learning.feedback import Feedback, FeedbackRequest
from learning.free_moments import find
from learning.goal import numbered
from learning.messages import MessageKind
from learning.need import Needs
from learning.people import Person, PersonId
from learning.review import LENGTH, Review
from learning.terms import Draft, Terms
from learning.views import AdviceView, ContractView, CycleView, RequestView, View
from learning.work import Work
from tests.cast import ANA, BEN, FREE, TODAY
from tests.work_fixture import Run

V = TypeVar("V", bound=View)

GOAL = "I want to lead a design review so that the quiet people speak first"
TERMS = Terms(
    goals=numbered(GOAL),
    needs=Needs(team="Decisions that everybody stands behind"),
    ways="Shadow Ben twice, then lead three reviews",
    proof="Notes of three reviews, with who spoke when",
    ends_on=TODAY + timedelta(weeks=8),
)


class Story:
    """What people do. Every button is pressed on the newest state, unless the test hands in another one."""

    def __init__(self, run: Run, now: datetime) -> None:
        self.run = run
        self.now = now
        self._presses = 0
        self.moved: list[Review] = []
        self.removed: list[Review] = []

    def press_on(self, version: int) -> Press:
        self._presses += 1
        return Press(key=f"press-{self._presses}", version=version)

    def arrives(self, person: Person) -> None:
        meeting = Meet(
            name=person.name, locale=person.locale, zone=person.zone, chat=person.chat or "", has_arrived=True
        )
        self.run(meet, meeting, person.id, self.now)

    def drafts(self, learner: PersonId = ANA) -> Contract:
        return self.run(draft_contract, None, learner, self.now)

    def filled_in(
        self,
        contract: Contract,
        terms: Terms = TERMS,
        peers: Sequence[PersonId] = (BEN,),
        why: str = "",
        question: str = "",
    ) -> SaveDraft:
        draft = Draft(terms=terms, peers=tuple(peers), question=question, why=why)
        return SaveDraft(contract=contract.id, draft=draft, press=self.press_on(contract.version))

    def saves(self, contract: Contract, terms: Terms = TERMS, peers: Sequence[PersonId] = (BEN,)) -> Contract:
        return self.run(save_draft, self.filled_in(contract, terms, peers), contract.learner, self.now)

    def asks(
        self, contract: Contract, terms: Terms = TERMS, peers: Sequence[PersonId] = (BEN,), question: str = ""
    ) -> Contract:
        asking = self.filled_in(contract, terms, peers, question=question)
        return self.run(ask_for_advice, asking, contract.learner, self.now)

    def request_to(self, peer: PersonId, contract: Contract) -> FeedbackRequest:
        requests = self.run(_requests_of, contract)
        return next(request for request in reversed(requests) if request.peer == peer)

    def answers(self, request: FeedbackRequest, text: str = "Let them write first") -> FeedbackRequest:
        press = self.press_on(request.version + self.run(_side_version, request))
        giving = GiveFeedback(request=request.id, feedback=Feedback(try_or_drop=text), press=press)
        return self.run(give_feedback, giving, request.peer, self.now)

    def takes(self, request: FeedbackRequest) -> FeedbackRequest:
        taking = TakeAdvice(request=request.id, press=self.press_on(request.version))
        return self.run(answer_feedback, taking, request.learner, self.now)

    def parks(self, request: FeedbackRequest, because: str) -> FeedbackRequest:
        parking = ParkAdvice(request=request.id, because=because, press=self.press_on(request.version))
        return self.run(answer_feedback, parking, request.learner, self.now)

    def starts(self, contract: Contract, terms: Terms = TERMS) -> Contract:
        return self.run(start_cycle, self.filled_in(contract, terms), contract.learner, self.now)

    def calendar_is_written(self, learner: PersonId = ANA) -> list[Review]:
        """What the calendar job does: find moments, write, move and remove entries, keep them. What was written."""
        to_do = self.run(follow_calendar, learner, Seen(entries={}, mark="first"), self.now).reviews
        written = []
        for review in to_do:
            if review.entry is not None and not review.is_open:
                self.removed.append(self.run(entry_removed, learner, review.id, review.entry, self.now))
                continue
            place = review.stood if review.is_half_written else review.slot
            if place is None:
                place = find(review.ideal_on, LENGTH[review.kind], FREE, not_before=self.now)
                self.run(place_review, learner, review.id, place, self.now)
            if review.entry is not None:
                self.moved.append(
                    self.run(entry_moved, learner, review.id, Entry(id=review.entry, slot=place), self.now)
                )
                continue
            entry = Entry(id=EntryId(f"entry of {review.entry_key}"), slot=place)
            written.append(self.run(entry_written, learner, review.id, entry, self.now))
        return sorted(written, key=lambda review: review.ideal_on)

    def calendar_says(self, entries: dict[EntryId, Entry | None], learner: PersonId = ANA) -> Sequence[Review]:
        """A change was read from the calendar."""
        return self.reading_tells(Seen(entries=entries, mark="next"), learner).reviews

    def reading_tells(self, seen: Seen, learner: PersonId = ANA) -> ToDo:
        """The calendar was read, and this is what it told."""
        return self.run(follow_calendar, learner, seen, self.now)

    def running_cycle(self) -> list[Review]:
        """Ana's cycle, started, with its two reviews in the calendar; the chat has said everything."""
        self.starts(self.drafts())
        reviews = self.calendar_is_written()
        self.chat_of(ANA)
        return reviews

    def chat_of(self, person: PersonId) -> list[tuple[MessageKind, View]]:
        """Everything that is new in this person's chat, shown now."""
        shown = []
        while (due := self.run(next_message, person, self.now)) is not None:
            shown.append((due.message.kind, due.view))
            self.run(message_shown, due.message.id, due.message.sent or f"sent {due.message.id}", due.message.wanted)
        return shown

    def new_kinds(self, person: PersonId) -> list[MessageKind]:
        return [kind for kind, _ in self.chat_of(person)]

    def sees(self, person: PersonId, kind: MessageKind, about: str) -> View:
        return self.run(see, kind, about, person, self.now)

    def contract_of(self, contract: Contract) -> ContractView:
        view = self.sees(contract.learner, MessageKind.CONTRACT, contract.id)
        assert isinstance(view, ContractView)
        return view

    def request_as_seen_by(self, person: PersonId, request: FeedbackRequest) -> RequestView:
        view = self.sees(person, MessageKind.REQUEST, request.id)
        assert isinstance(view, RequestView)
        return view

    def advice_as_seen_by(self, person: PersonId, request: FeedbackRequest) -> AdviceView:
        view = self.sees(person, MessageKind.ADVICE, request.id)
        assert isinstance(view, AdviceView)
        return view

    def cycle_of(self, review: Review) -> CycleView:
        view = self.sees(review.learner, MessageKind.CYCLE, review.cycle)
        assert isinstance(view, CycleView)
        return view

    def review(self, review: Review) -> Review:
        """This review as it is kept now."""
        return self.run(_review, review)


def with_goal(goal: str) -> Terms:
    return replace(TERMS, goals=numbered(goal))


def _side_version(work: Work, request: FeedbackRequest) -> int:
    return work.peer_sides.of(request.id, peer=request.peer).version


def _requests_of(work: Work, contract: Contract) -> Sequence[FeedbackRequest]:
    return work.requests.of_contract(contract.id, learner=contract.learner)


def _review(work: Work, review: Review) -> Review:
    return work.reviews.for_learner(review.id, learner=review.learner)
