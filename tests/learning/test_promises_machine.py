"""One learner, three peers and a bystander do what they like, in any order, also late, twice and for each other.

The promises of the product are the invariants: the learner owns it, peers see exactly what they were sent, a bystander
sees nothing, the calendar is never doubled, and nobody is ever left with anything but a sentence.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack, answer_gone_review
from learning.actions.find_due import find_due
from learning.actions.give_feedback import GiveFeedback, give_feedback
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.save_draft import save_draft
from learning.contract import Contract, ContractId, Terms
from learning.entries import Entry, EntryId
from learning.errors import NotHere, Refusal
from learning.feedback import Feedback, FeedbackRequest, RequestId
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Outcome, Review, ReviewKind
from learning.views import AdviceView, RequestView, View, WelcomeView
from learning.work import Work
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, PEOPLE, TENANT
from tests.learning.story import TERMS, Story
from tests.work_fixture import run_on, storage_in_memory

MIA = PersonId(f"{TENANT}:e5000000-0000-4000-8000-000000000005")
PEERS = (BEN, CHLOE, MIA)
BYSTANDER = DAN
RUNS: Counter[str] = Counter()
TIMES_EACH = 50
RULES = 14

peers = st.sampled_from(PEERS)
words = st.sampled_from(("Speak less", "Write tests first", "Lead a review", "Ask before I answer"))


class Promises(RuleBasedStateMachine):
    """The model keeps what was sent to whom, and what stands in Ana's calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = storage_in_memory()
        self.story = Story(run_on(self.engine), NOW)
        self.contracts: dict[ContractId, None] = {}
        self.sent: dict[RequestId, Terms] = {}
        self.given: dict[RequestId, str] = {}
        self.chats: dict[PersonId, list[tuple[MessageKind, View]]] = {}
        self.entries: dict[EntryId, Entry] = {}
        self.keys: Counter[EntryId] = Counter()

    def teardown(self) -> None:
        self.engine.dispose()

    @initialize()
    def everybody_has_the_app(self) -> None:
        mia = Person(id=MIA, name="Mia Rivera", locale="en-US", zone="America/New_York", chat="{}")
        for person in (*PEOPLE, mia):
            self.story.arrives(person)
            self.chats[person.id] = []
        self.ana_asks_for_advice("Speak less", [BEN, CHLOE])
        self.does("answer", lambda: self.story.answers(self.requests()[0], "Speak less"))
        self.given[self.requests()[0].id] = "Speak less"
        self.ana_starts_a_cycle("Speak less")
        self.the_calendar_job_runs()

    def does(self, name: str, act: Callable[[], object]) -> bool:
        """Somebody does something; they may be refused by a sentence, and by nothing else."""
        RUNS[name] += 1
        try:
            act()
        except Refusal:
            return False
        return True

    # --- what Ana does

    @rule(goal=words, chosen=st.lists(peers, unique=True))
    def ana_saves_a_draft(self, goal: str, chosen: list[PersonId]) -> None:
        self.does("save", lambda: self.story.saves(self.draft(), self.terms(goal), chosen))

    @rule(goal=words, chosen=st.lists(peers, unique=True, min_size=1))
    def ana_asks_for_advice(self, goal: str, chosen: list[PersonId]) -> None:
        contract = self.draft()
        if self.does("ask", lambda: self.story.asks(contract, self.terms(goal), chosen)):
            for request in self.requests():
                self.sent.setdefault(request.id, self.terms(goal))

    @precondition(lambda self: self.given)
    @rule(take=st.booleans())
    def ana_decides_on_advice(self, take: bool) -> None:
        answered = [request for request in self.requests() if request.id in self.given]
        request = next((one for one in answered if not one.is_decided), answered[-1])
        self.does("decide", lambda: self.story.takes(request) if take else self.story.parks(request, "later"))

    @rule(goal=words)
    def ana_starts_a_cycle(self, goal: str) -> None:
        self.does("start", lambda: self.story.starts(self.draft(), self.terms(goal)))

    @rule(data=st.data(), closes=st.booleans())
    def ana_holds_a_review(self, data: st.DataObject, closes: bool) -> None:
        if review := self.some_review(data):
            answers = (
                ClosingAnswers(outcome=Outcome.PARTLY, take_away="x", going_on=GoingOn.KEEP)
                if (review.kind is ReviewKind.CLOSING) == closes
                else CheckInAnswers(did="x")
            )
            holding = HoldReview(review=review.id, answers=answers, press=self.story.press_on(review.version))
            self.does("hold", lambda: self.story.run(hold_review, holding, ANA, self.story.now))

    @precondition(lambda self: self.chats and self.reviews())
    @rule(back=st.booleans())
    def ana_answers_about_a_gone_review(self, back: bool) -> None:
        reviews = self.reviews()
        review = next((one for one in reviews if one.gone_at), reviews[0])
        answer = PutReviewBack if back else LeaveReviewOut
        command = answer(review=review.id, press=self.story.press_on(review.version))
        self.does("answer gone", lambda: self.story.run(answer_gone_review, command, ANA, self.story.now))

    # --- what her calendar does

    @rule()
    def the_calendar_job_runs(self) -> None:
        def job() -> None:
            for review in self.story.calendar_is_written():
                assert review.entry
                assert review.slot
                self.keys[review.entry] += 1
                self.entries[review.entry] = Entry(id=review.entry, slot=review.slot)

        self.does("calendar", job)

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), days=st.integers(-3, 9))
    def ana_drags_an_entry(self, data: st.DataObject, days: int) -> None:
        entry = self.entries[data.draw(st.sampled_from(list(self.entries)))]
        by = timedelta(days=days)
        slot = replace(entry.slot, starts_at=entry.slot.starts_at + by, ends_at=entry.slot.ends_at + by)
        self.entries[entry.id] = replace(entry, slot=slot)
        self.does("drag", lambda: self.story.calendar_says({entry.id: self.entries[entry.id]}))

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def ana_deletes_an_entry(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(list(self.entries)))
        del self.entries[entry]
        self.does("delete", lambda: self.story.calendar_says({entry: None}))

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.story.now += timedelta(days=days)
        self.does("tick", lambda: self.story.run(find_due, self.story.now))

    # --- what the peers do

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), text=words)
    def a_peer_answers(self, data: st.DataObject, text: str) -> None:
        request = data.draw(st.sampled_from(self.requests()))
        if self.does("answer", lambda: self.story.answers(request, text)):
            self.given[request.id] = text

    @rule()
    def everybody_reads_their_chat(self) -> None:
        RUNS["read"] += 1
        for person, seen in self.chats.items():
            seen.extend(self.story.chat_of(person))

    # --- what nobody may do

    @rule(actor=st.sampled_from((*PEERS, BYSTANDER)))
    def somebody_presses_a_button_that_is_not_theirs(self, actor: PersonId) -> None:
        RUNS["not theirs"] += 1
        contract = self.draft()
        for act in (
            lambda: self.story.run(save_draft, self.story.filled_in(contract), actor, self.story.now),
            lambda: self.story.sees(actor, MessageKind.CONTRACT, contract.id),
        ):
            assert refused_as_not_here(act)
        for request in self.requests():
            if actor != request.peer:
                assert refused_as_not_here(partial(self.forges, request, actor))

    def forges(self, request: FeedbackRequest, actor: PersonId) -> None:
        press = self.story.press_on(request.version)
        forged = GiveFeedback(request=request.id, feedback=Feedback(meet="me"), press=press)
        self.story.run(give_feedback, forged, actor, self.story.now)

    @rule(goal=words)
    def ana_presses_an_old_card(self, goal: str) -> None:
        RUNS["old card"] += 1
        contract = self.draft()
        old = replace(contract, version=contract.version - 1)
        assert not self.does("old card", lambda: self.story.saves(old, self.terms(goal)))
        assert self.story.contract_of(contract).contract == contract

    # --- the promises

    @invariant()
    def a_bystander_sees_nothing(self) -> None:
        assert all(isinstance(view, WelcomeView) for _, view in self.chats.get(BYSTANDER, []))

    @invariant()
    def peers_see_exactly_what_they_were_sent_and_nothing_else(self) -> None:
        for peer in PEERS:
            for kind, view in self.chats.get(peer, []):
                assert kind in (MessageKind.WELCOME, MessageKind.REQUEST)
                if isinstance(view, RequestView):
                    assert view.request.peer == peer
                    assert view.revision.terms == self.sent[view.request.id]

    @invariant()
    def advice_is_read_by_the_learner_alone_and_as_it_was_given(self) -> None:
        for person, seen in self.chats.items():
            for _, view in seen:
                if isinstance(view, AdviceView):
                    assert person == ANA
                    assert view.request.feedback
                    assert view.request.feedback.try_or_drop == self.given[view.request.id]

    @invariant()
    def no_review_is_written_twice_under_one_key_or_stands_twice(self) -> None:
        assert all(times == 1 for times in self.keys.values())
        if self.chats:
            standing = [review.entry for review in self.reviews() if review.entry and not review.gone_at]
            assert len(standing) == len(set(standing))

    @invariant()
    def a_shown_revision_never_changes(self) -> None:
        for request in self.requests() if self.chats else ():
            view = self.story.request_as_seen_by(request.peer, request)
            assert view.revision.terms == self.sent[request.id]
            assert view.revision.number == request.revision

    # --- looking

    def draft(self) -> Contract:
        """Ana's draft, brought to the end of her chat."""
        contract = self.story.drafts()
        self.contracts[contract.id] = None
        return contract

    def terms(self, goal: str) -> Terms:
        return replace(TERMS, goal=goal, ends_on=(self.story.now + timedelta(weeks=8)).date())

    def requests(self) -> list[FeedbackRequest]:
        return self.story.run(requests_of, self.contracts)

    def reviews(self) -> list[Review]:
        return self.story.run(every_open_review)

    def some_review(self, data: st.DataObject) -> Review | None:
        found = self.reviews()
        return data.draw(st.sampled_from(found)) if found else None


def refused_as_not_here(act: Callable[[], object]) -> bool:
    try:
        act()
    except NotHere:
        return True
    return False


def requests_of(work: Work, contracts: Iterable[ContractId]) -> list[FeedbackRequest]:
    return [request for one in contracts for request in work.requests.of_contract(one, learner=ANA)]


def every_open_review(work: Work) -> list[Review]:
    return list(work.reviews.open_of(ANA))


@pytest.mark.timeout(600)
def test_the_promises_hold_whatever_people_do() -> None:
    """The same stories each time; `LONG=1` tells ten times as many, other ones each time."""
    is_long = bool(os.environ.get("LONG"))
    RUNS.clear()
    run_state_machine_as_test(
        Promises,
        settings=settings(
            max_examples=1500 if is_long else 150,
            stateful_step_count=30,
            derandomize=not is_long,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("each rule ran: " + ", ".join(f"{name} {times}" for name, times in sorted(RUNS.items())))  # noqa: T201  so that somebody can see it
    assert len(RUNS) == RULES
    assert min(RUNS.values()) >= TIMES_EACH, RUNS
