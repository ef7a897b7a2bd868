"""What Ana does while her cycle runs, and at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from learning.actions.bring_review import find_review, stop_early
from learning.actions.draft_contract import draft_contract, find_draft
from learning.actions.find_cycle import find_cycle
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.keep_evidence import KeepEvidence, RemoveEvidence, keep_evidence, remove_evidence
from learning.actions.make_lighter import TooHeavyAtReview, too_heavy, too_heavy_at_review, undo_lighter
from learning.actions.on_cycle import OnCycle
from learning.actions.pause_cycle import find_pause, pause_cycle, resume_cycle
from learning.actions.revise_contract import revise_contract
from learning.actions.save_draft import save_draft
from learning.contract import Contract
from learning.cycle import Cycle
from learning.goal import GoalChoice, GoalDecision, Outcome
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Review, ReviewKind
from learning.terms import Draft
from tests.cast import ANA
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_of_ana import HandsOfAna, card, other_end, terms

WORDS: dict[str, Callable[..., object]] = {
    "new": draft_contract,
    "ask": find_draft,
    "my cycle": find_cycle,
    "review": find_review,
    "pause": find_pause,
}


class HandsOnTheCycle(HandsOfAna):
    """Everything on the cycle's card, and its reviews."""

    def some_cycle(self) -> Cycle:
        return self.data.draw(st.sampled_from(self.running()))

    def running(self) -> list[Cycle]:
        """Where none runs, she starts one."""
        if not self.world.picture.running:
            self.starts(84)
        return self.world.picture.running

    def revising(self) -> Contract:
        if not self.world.picture.revising:
            self.world.does("Ana opens her contract", ANA, revise_contract, self.running()[-1].id)
        return self.world.picture.revising[-1]

    def check_ins(self) -> list[Review]:
        if not self.world.picture.open_reviews(ReviewKind.CHECK_IN):
            self.starts(112)
        return self.world.picture.open_reviews(ReviewKind.CHECK_IN)

    def closing_review(self) -> Review:
        """Where she has left them all out, she stops early."""
        cycle = self.running()[0]
        if not self.world.picture.open_reviews(ReviewKind.CLOSING):
            self.stops_early(cycle)
        return self.world.picture.open_reviews(ReviewKind.CLOSING)[0]

    def on(self, cycle: Cycle) -> OnCycle:
        return OnCycle(cycle=cycle.id, press=self.world.press(cycle.version))

    # --- its contract

    @hand()
    def ana_opens_her_contract(self) -> None:
        self.world.does("Ana opens her contract", ANA, revise_contract, self.some_cycle().id)

    @hand(days=st.integers(7, 180))
    def ana_revises_her_contract(self, days: int) -> None:
        contract = self.revising()
        draft = Draft(terms=terms(self.world, days), peers=contract.peers, why=self.world.words.new("why", ANA))
        self.world.calendar.she_wants_another_end()
        self.world.does("Ana revises her contract", ANA, save_draft, card(self.world, contract, draft))

    @hand(days=st.integers(7, 180))
    def ana_moves_the_end(self, days: int) -> None:
        contract = self.revising()
        draft = Draft(terms=other_end(contract, self.world, days), peers=contract.peers)
        self.world.calendar.she_wants_another_end()
        self.world.does("Ana moves the end", ANA, save_draft, card(self.world, contract, draft))

    @hand(days=st.integers(7, 180))
    def ana_asks_about_what_she_revised(self, days: int) -> None:
        contract = self.revising()
        self.world.calendar.she_wants_another_end()
        self.asks(contract, Draft(terms=terms(self.world, days), peers=contract.peers))

    # --- its pace

    @hand()
    def ana_pauses(self) -> None:
        cycle = self.some_cycle()
        if cycle.paused_at is None:
            self.pauses(cycle)

    def pauses(self, cycle: Cycle) -> None:
        self.world.does("Ana pauses", ANA, pause_cycle, self.on(cycle))

    @hand()
    def ana_goes_on(self) -> None:
        if not any(each.paused_at for each in self.running()):
            self.pauses(self.running()[0])
        paused = next(each for each in self.running() if each.paused_at)
        self.world.calendar.she_wants_another_end()
        self.world.does("Ana goes on", ANA, resume_cycle, self.on(paused))

    @hand()
    def ana_finds_it_too_heavy(self) -> None:
        self.says_too_heavy(self.some_cycle())

    def says_too_heavy(self, cycle: Cycle) -> None:
        self.world.calendar.she_wants_another_end()
        self.world.does("Ana finds it too heavy", ANA, too_heavy, self.on(cycle))

    @hand()
    def ana_finds_it_too_heavy_at_a_check_in(self) -> None:
        review = self.data.draw(st.sampled_from(self.check_ins()))
        command = TooHeavyAtReview(review=review.id, press=self.world.press(review.version))
        self.world.calendar.she_wants_another_end()
        self.world.does("Ana finds it too heavy at a check-in", ANA, too_heavy_at_review, command)

    @hand()
    def ana_undoes_that(self) -> None:
        if not any(each.lighter for each in self.running()):
            self.check_ins()
            self.says_too_heavy(self.running()[-1])
        cycle = next((each for each in self.running() if each.lighter), self.running()[0])
        self.world.calendar.she_wants_another_end()
        for review in self.world.picture.reviews.values():
            self.world.calendar.she_wants_it_back(review.id)
        self.world.does("Ana undoes that", ANA, undo_lighter, self.on(cycle))

    @hand()
    def ana_stops_early(self) -> None:
        self.stops_early(self.some_cycle())

    def stops_early(self, cycle: Cycle) -> None:
        for review in self.world.picture.reviews.values():
            self.world.calendar.she_wants_it_back(review.id)
        self.world.does("Ana stops early", ANA, stop_early, cycle.id)

    # --- what she collects

    @hand()
    def ana_keeps_evidence(self) -> None:
        self.keeps(self.some_cycle())

    def keeps(self, cycle: Cycle) -> None:
        note, link = self.world.words.new("note", ANA), f"https://example.org/{self.world.words.new('link', ANA)}"
        keeping = KeepEvidence(on=self.on(cycle), note=note, link=link)
        self.world.does("Ana keeps evidence", ANA, keep_evidence, keeping)

    @hand()
    def ana_removes_evidence(self) -> None:
        if not self.world.picture.evidence:
            self.keeps(self.running()[0])
        evidence = self.data.draw(st.sampled_from(list(self.world.picture.evidence.values())))
        cycle = self.world.picture.cycles[evidence.cycle]
        removing = RemoveEvidence(on=self.on(cycle), evidence=evidence.id)
        self.world.does("Ana removes evidence", ANA, remove_evidence, removing)

    # --- its reviews

    def holds(self, name: str, review: Review, answers: CheckInAnswers | ClosingAnswers) -> None:
        command = HoldReview(review=review.id, answers=answers, press=self.world.press(review.version))
        self.world.does(name, ANA, hold_review, command)

    @hand()
    def ana_holds_a_check_in(self) -> None:
        review = self.data.draw(st.sampled_from(self.check_ins()))
        did, holding_back = self.world.words.new("did", ANA), self.world.words.new("back", ANA)
        self.holds("Ana holds a check-in", review, CheckInAnswers(did=did, holding_back=holding_back))

    @hand(choices=st.lists(st.sampled_from(GoalChoice), min_size=3, max_size=3))
    def ana_decides_on_her_goals(self, choices: list[GoalChoice]) -> None:
        """At a check-in each goal is kept, changed or let go, but for one that she goes on with."""
        review = self.data.draw(st.sampled_from(self.check_ins()))
        contract = self.world.picture.contracts[self.world.picture.cycles[review.cycle].contract]
        goals = zip(contract.terms.goals, [GoalChoice.CHANGE, *choices[1:]], strict=False)
        decisions = [self.decision(goal.number, choice) for goal, choice in goals]
        self.holds("Ana decides on her goals", review, CheckInAnswers(did="", goals=tuple(decisions)))

    def decision(self, number: int, choice: GoalChoice) -> GoalDecision:
        return GoalDecision(number=number, choice=choice, words=self.world.words.new("goal", ANA))

    @hand(going_on=st.sampled_from([GoingOn.KEEP, GoingOn.CHANGE, GoingOn.NEW]), tells=st.booleans())
    def ana_closes_her_cycle(self, going_on: GoingOn, *, tells: bool) -> None:
        review = self.closing_review()
        answers = replace(self.closing(review, tells=tells), going_on=going_on)
        self.holds("Ana closes her cycle", review, replace(answers, next_goals=(self.world.words.new("goal", ANA),)))

    @hand(days=st.integers(1, 60), tells=st.booleans())
    def ana_closes_her_cycle_and_rests(self, days: int, *, tells: bool) -> None:
        review = self.closing_review()
        rest = replace(self.closing(review, tells=tells), going_on=GoingOn.REST, rest_until=self.world.today(days))
        self.holds("Ana closes her cycle and rests", review, rest)

    def closing(self, review: Review, *, tells: bool) -> ClosingAnswers:
        """With words to those who advised, or without."""
        picture = self.world.picture
        contract = picture.cycles[review.cycle].contract
        advisers = {r.peer for r in picture.requests.values() if r.contract == contract and r.has_advice}
        return ClosingAnswers(
            outcomes={goal.number: Outcome.PARTLY for goal in picture.contracts[contract].terms.goals},
            happened=self.world.words.new("happened", ANA),
            take_away=self.world.words.new("lesson", ANA),
            outcome_words=self.world.words.new("outcome", ANA, *advisers) if tells else "",
        )

    # --- a word in the chat

    @hand(word=st.sampled_from(sorted(WORDS)))
    def ana_says_a_word(self, word: str) -> None:
        action = WORDS[word]
        if action is draft_contract:
            self.world.does("Ana says a word", ANA, draft_contract, None)
        else:
            self.world.happens("Ana says a word", ANA, lambda: self.world.run(action, ANA, self.world.now))
