"""The app's side: what the person asks of it in the chat, and what it does by itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis.strategies import integers

from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack, answer_gone_review
from learning.actions.bring_review import stop_early
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.make_lighter import undo_lighter
from learning.actions.pause_cycle import pause_cycle, resume_cycle
from learning.actions.revise_contract import revise_contract
from learning.actions.save_draft import SaveDraft, save_draft
from learning.contract import Contract
from learning.review import CheckInAnswers, ReviewKind
from learning.terms import Draft
from tests.learning.promises.hand import hand
from tests.two_sides.hands import Hands


class HandsInTheChat(Hands):
    """Everything about cycles and reviews that changes what is to stand in the calendar."""

    # --- the person

    @hand(days=integers(14, 120))
    def starts_a_cycle(self, days: int) -> None:
        self.starts_one_more(days)

    @hand(days=integers(8, 150))
    def moves_the_end(self, days: int) -> None:
        world, cycle = self.world, self.some_cycle()
        contract: Contract = world.run(lambda work: work.contracts.for_learner(cycle.contract, learner=world.person))
        if contract.revising_at is None:
            world.does("opens the contract", revise_contract, cycle.id)
            contract = world.run(lambda work: work.contracts.for_learner(cycle.contract, learner=world.person))
        draft = Draft(terms=replace(contract.terms, ends_on=world.today(days)), peers=())
        world.may_be_moved()
        command = SaveDraft(contract=contract.id, draft=draft, press=world.press(contract.version))
        world.does(f"moves the end to {days} days from now", save_draft, command)

    @hand()
    def finds_it_too_heavy(self) -> None:
        self.lightens(self.some_cycle())

    @hand()
    def undoes_too_heavy(self) -> None:
        cycle = self.some_cycle()
        if cycle.lighter is None:
            cycle = self.lightens(cycle)
        self.world.may_be_moved()
        self.world.wants_back(*(each.id for each in self.world.reviews() if each.cycle == cycle.id))
        self.world.does("undoes that", undo_lighter, self.on(cycle))

    @hand()
    def stops_early(self) -> None:
        cycle = self.some_cycle()
        self.world.wants_back(*(each.id for each in self.world.reviews() if each.cycle == cycle.id))
        self.world.does("stops early", stop_early, cycle.id)

    @hand()
    def holds_a_check_in(self) -> None:
        if not self.open_reviews(ReviewKind.CHECK_IN):
            self.starts(112)
        review = self.one_of(self.open_reviews(ReviewKind.CHECK_IN))
        answers = CheckInAnswers(did="I asked")
        self.world.does(
            "holds a check-in",
            hold_review,
            HoldReview(review=review.id, answers=answers, press=self.world.press(review.version)),
        )

    @hand()
    def closes_a_cycle(self) -> None:
        self.closes_one()

    @hand()
    def pauses(self) -> None:
        self.world.does("pauses", pause_cycle, self.on(self.some_cycle(is_paused=False)))

    @hand()
    def goes_on(self) -> None:
        cycle = self.some_cycle(is_paused=True)
        if cycle.paused_at is None:
            self.world.does("pauses", pause_cycle, self.on(cycle))
            cycle = self.again(cycle)
        self.world.may_be_moved()
        self.world.does("goes on", resume_cycle, self.on(cycle))

    # --- about what was deleted

    @hand()
    def puts_a_review_back(self) -> None:
        review = self.some_gone_review()
        self.world.wants_back(review.id)
        command = PutReviewBack(review=review.id, press=self.world.press(review.version))
        self.world.does("puts a review back", answer_gone_review, command)

    @hand()
    def leaves_a_review_out(self) -> None:
        review = self.some_gone_review()
        command = LeaveReviewOut(review=review.id, press=self.world.press(review.version))
        self.world.does("leaves a review out", answer_gone_review, command)
