"""What Ana and Ben get to see in the tests of the cards: one view for each state that a card has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.cards.page import PLAIN, Overlay
from learning.contract import Contract, ContractId, Revision, new_contract
from learning.cycle import Cycle, CycleId
from learning.entries import EntryId, Slot
from learning.evidence import Evidence, EvidenceId
from learning.feedback import (
    Feedback,
    FeedbackRequest,
    RequestId,
    answer,
    correct,
    could_not_reach,
    end,
    park,
    take,
    take_back,
    told_outcome,
    withdraw,
)
from learning.goal import GoalChoice, GoalDecision, Outcome, numbered
from learning.lighter import Lighter
from learning.messages import MessageKind
from learning.need import Needs
from learning.peer_side import (
    PeerSide,
    begin_correcting,
    begin_suggesting,
    keep_unfinished,
    pass_by,
    remind,
)
from learning.people import Person, PersonId, object_id_of
from learning.reaching import Way
from learning.review import (
    LENGTH,
    CheckInAnswers,
    ClosingAnswers,
    GoingOn,
    Review,
    ReviewId,
    ReviewKind,
    drop,
    hold,
    leave_out,
)
from learning.review_entry import gone, put_back
from learning.suggestion import Suggestion, SuggestionId, ask_suggested, let_pass
from learning.terms import Terms
from learning.views import (
    AdviceView,
    ContractView,
    CycleView,
    InvitedView,
    MovedDownView,
    OutcomeView,
    RequestState,
    RequestsView,
    RequestView,
    ReviewGoneView,
    ReviewMovedView,
    ReviewView,
    SuggestionView,
    UndeliveredView,
    View,
    WelcomeView,
)
from tests.bot.companion_views import companion_states
from tests.bot.connection_views import FEED, connection_states
from tests.bot.own_calendar_views import own_calendar_states
from tests.bot.review_change_views import review_change_states
from tests.bot.talk_views import requests_with_talks, talk_states
from tests.cast import ANA, BEN, CHLOE, NOW, PEOPLE, TODAY
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

CHECK_IN_AT = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
CLOSING_AT = datetime(2026, 4, 27, 8, 0, tzinfo=UTC)

SPEAKER = Speaker(load_catalogues(), "en-GB", "Europe/Amsterdam")
"""Who speaks to Ana."""

TERMS = Terms(
    goals=numbered("Lead a customer interview on my own, from the first question to a decision we can act on."),
    needs=Needs(
        organisation="We build things nobody asked for.",
        team="Only Chloé can do interviews now.",
        own="I want to hear customers myself.",
    ),
    ways="Watch two interviews of Chloé.\nThen lead four, with somebody beside me.\nRead “The Mom Test”.",
    proof="Two decisions that the team took because of what a customer said to me.",
    ends_on=date(2026, 4, 27),
)
QUESTION = "Which customer would you start with?"
ADVICE = Feedback(
    try_or_drop="Drop the book for now. Start with one interview this week, even if it is clumsy.",
    meet="Talk with Ines from support. She knows who likes to talk.",
    convince="If a customer changed your mind about something.",
    answer="Not the biggest one. Take one who left us.",
)


def reader() -> Person:
    return PEOPLE[0]


def fresh() -> Contract:
    return new_contract(ContractId("contract-1"), ANA, now=NOW, today=TODAY)


def filled(terms: Terms = TERMS) -> Contract:
    return replace(fresh(), terms=terms, peers=(BEN, CHLOE), saved_at=NOW, version=3)


def request(question: str = QUESTION, *, peer: PersonId = BEN) -> FeedbackRequest:
    return FeedbackRequest(
        id=RequestId(f"request-to-{object_id_of(peer)[:2]}"),
        contract=ContractId("contract-1"),
        revision=1,
        learner=ANA,
        peer=peer,
        question=question,
        asked_at=NOW,
    )


def answered(feedback: Feedback = ADVICE) -> FeedbackRequest:
    return replace(answer(request(), feedback, now=NOW), version=2)


def parked(because: str = "I promised the book to a friend, and we read it together.") -> FeedbackRequest:
    return park(answered(), because=because, now=NOW)


def contract_view(contract: Contract, *, take_away: str = "", requests: tuple[RequestState, ...] = ()) -> ContractView:
    names = {BEN: "Ben Okafor", CHLOE: "Chloé Martin"}
    return ContractView(
        contract=contract,
        today=TODAY,
        peers=tuple(names[peer] for peer in contract.peers),
        requests=requests,
        grown_from_take_away=take_away,
        is_placing=contract.started_at is not None,
    )


def asked(state: FeedbackRequest, peer: str = "Ben Okafor") -> RequestState:
    return RequestState(peer=peer, revision=state.revision, request=state)


def request_view(
    state: FeedbackRequest,
    *,
    terms: Terms = TERMS,
    why: str = "",
    learner: str = "Ana de Wit",
    side: PeerSide | None = None,
    suggested: tuple[str, ...] = (),
) -> RequestView:
    revision = Revision(contract=state.contract, number=state.revision, terms=terms, why=why, shown_at=NOW)
    side = side or PeerSide(request=state.id, peer=state.peer)
    return RequestView(request=state, side=side, suggested=suggested, revision=revision, learner=learner)


def advice_view(state: FeedbackRequest, *, is_started: bool = False, peer: str = "Ben Okafor") -> AdviceView:
    return AdviceView(request=state, peer=peer, is_started=is_started)


def review(kind: ReviewKind = ReviewKind.CHECK_IN) -> Review:
    at = CHECK_IN_AT if kind is ReviewKind.CHECK_IN else CLOSING_AT
    return Review(
        id=ReviewId(f"review-{kind}"),
        cycle=CycleId("cycle-1"),
        learner=ANA,
        kind=kind,
        ideal_on=at.date(),
        slot=Slot(starts_at=at, ends_at=at + LENGTH[kind]),
        entry=EntryId("entry-1"),
    )


def cycle_view(*reviews: Review, closed_at: datetime | None = None) -> CycleView:
    cycle = Cycle(
        id=CycleId("cycle-1"),
        contract=ContractId("contract-1"),
        learner=ANA,
        opened_at=NOW,
        ends_on=date(2026, 4, 27),
        closed_at=closed_at,
    )
    return CycleView(cycle=cycle, goals=TERMS.goals, reviews=reviews)


def held_check_in() -> Review:
    answers = CheckInAnswers(did="Watched two interviews.", moved="I ask less and listen more.", next_step="Lead one.")
    return hold(review(), answers, now=CHECK_IN_AT)


def held_closing() -> Review:
    answers = ClosingAnswers(
        outcomes={1: Outcome.PARTLY},
        happened="Three interviews instead of four.",
        why="Finding people took longer than the talks.",
        take_away="Ask support first.",
        going_on=GoingOn.CHANGE,
        next_goals=("Find people for interviews within a day.",),
    )
    return hold(review(ReviewKind.CLOSING), answers, now=CLOSING_AT)


def invited_states(peer: str = "Mia Rivera") -> dict[str, View]:
    link = "https://teams.microsoft.com/l/app/f0a11ea5-1ca1-4000-8000-0000000000ca"
    return {f"invited_{way}": InvitedView(peer=peer, way=way, link=link) for way in Way}


def evidence(note: str, link: str = "") -> Evidence:
    return Evidence(
        id=EvidenceId(f"evidence {note}"), cycle=CycleId("cycle-1"), learner=ANA, note=note, url=link, collected_at=NOW
    )


def with_cycle(view: CycleView, **facts: Any) -> CycleView:
    return replace(view, cycle=replace(view.cycle, **facts))


def suggestion() -> Suggestion:
    return Suggestion(
        id=SuggestionId("suggestion-1"),
        request=request().id,
        contract=ContractId("contract-1"),
        learner=ANA,
        peer=BEN,
        suggested=CHLOE,
        reason="She talks with customers every week.",
        suggested_at=NOW,
    )


def suggestion_view(state: Suggestion) -> SuggestionView:
    return SuggestionView(suggestion=state, peer="Ben Okafor", suggested="Chloé Martin")


def peers_cards() -> dict[str, View]:
    """The states of a peer's card besides open, answered, taken and parked."""
    begun, side = Feedback(try_or_drop="Start with one interview"), PeerSide(request=request().id, peer=BEN)
    correcting = begin_correcting(side, answered(), now=NOW)
    kept = keep_unfinished(side, request(), begun, now=NOW)
    suggesting = begin_suggesting(side, request(), begun, now=NOW)
    return {
        "request_begun": request_view(request(), side=kept),
        "request_not_now": request_view(request(), side=pass_by(kept, request(), begun, now=NOW)),
        "request_reminded": request_view(request(""), side=remind(side, request(), now=NOW)),
        "request_suggesting": request_view(request(), side=suggesting),
        "request_suggested": request_view(request(""), suggested=("Chloé Martin",)),
        "request_correcting": request_view(answered(), side=correcting),
        "request_corrected": request_view(correct(answered(), ADVICE, now=NOW)),
        "request_taken_back": request_view(take_back(answered(), now=NOW), side=replace(side, unfinished=ADVICE)),
        "request_withdrawn": request_view(withdraw(request(), now=NOW), side=kept),
        "request_ended": request_view(end(request(""), now=NOW)),
    }


def learners_cards() -> dict[str, View]:
    """What a learner sees of the asking, besides the contract and new advice; and the outcome that peers get."""
    taken, contract = take(answered(), now=NOW), replace(filled(), shown_revision=1)
    states = {
        "Ben Okafor": request(),
        "Chloé Martin": request(peer=CHLOE),
        "Mia Rivera": could_not_reach(request(), now=NOW),
        "Eva Lindt": withdraw(request(), now=NOW),
        "Tom Berg": end(request(), now=NOW),
        "Ines Roth": take_back(answered(), now=NOW),
    }
    named = {peer: replace(state, id=RequestId(f"request-to-{peer[:3]}")) for peer, state in states.items()}
    listed = tuple(asked(state, peer) for peer, state in named.items())
    told = told_outcome(taken, "I led three interviews. Your advice to begin at once helped most.", now=NOW)
    return {
        "contract_own_questions": contract_view(replace(contract, questions={CHLOE: "May I watch your next one?"})),
        "advice_corrected": advice_view(correct(answered(), ADVICE, now=NOW)),
        "advice_corrected_taken": advice_view(correct(taken, ADVICE, now=NOW)),
        "advice_taken_back": advice_view(take_back(answered(), now=NOW)),
        "advice_taken_back_parked": advice_view(take_back(parked(), now=NOW)),
        "requests": RequestsView(contract=contract, requests=listed),
        "requests_talks": requests_with_talks(RequestsView(contract=contract, requests=listed)),
        "requests_none_waits": RequestsView(contract=contract, requests=listed[3:]),
        "suggestion_open": suggestion_view(suggestion()),
        "suggestion_asked": suggestion_view(ask_suggested(suggestion(), now=NOW)),
        "suggestion_passed": suggestion_view(let_pass(suggestion(), now=NOW)),
        "undelivered": UndeliveredView(request=could_not_reach(request(), now=NOW), peer="Mia Rivera"),
        "outcome_thanked": OutcomeView(request=told, learner="Ana de Wit", was_taken=True),
        "outcome": OutcomeView(request=told, learner="Ana de Wit", was_taken=False),
    }


def goals_cards() -> dict[str, View]:
    """Cards of a contract with several goals."""
    second, third = "Write minutes that people read.", "Say no kindly when something is not worth a meeting."
    two, three = (replace(TERMS, goals=numbered(TERMS.goals[0].words, *rest)) for rest in ((second,), (second, third)))
    started = replace(filled(three), started_at=NOW, shown_revision=1)
    put_off = replace(started, terms=TERMS, put_off=three.goals[1:])
    smaller = Lighter(at=NOW, goals=(2, 3))
    lighter = with_cycle(cycle_view(review(), review(ReviewKind.CLOSING)), lighter=smaller, version=2)
    decided = CheckInAnswers(
        did="Led one interview.",
        goals=(
            GoalDecision(number=2, choice=GoalChoice.CHANGE, words="Write minutes in five lines.", was=second),
            GoalDecision(number=3, choice=GoalChoice.STOP, was=third),
        ),
    )
    looked_back = ClosingAnswers(
        outcomes={1: Outcome.REACHED, 2: Outcome.PARTLY, 3: Outcome.LET_GO}, take_away="One goal at a time."
    )
    closing = review(ReviewKind.CLOSING)
    return {
        "contract_adding_a_goal": contract_view(replace(filled(two), adding_goal_at=NOW)),
        "contract_three_goals": contract_view(filled(three)),
        "contract_goals_put_off": contract_view(replace(put_off, revising_at=NOW)),
        "contract_started_goals_put_off": contract_view(put_off),
        "request_three_goals": request_view(request(), terms=three),
        "cycle_goals_put_off": replace(lighter, put_off=put_off.put_off),
        "check_in_three_goals": ReviewView(review=review(), contract=started),
        "check_in_held_goals": ReviewView(review=hold(review(), decided, now=CHECK_IN_AT), contract=started),
        "closing_three_goals": ReviewView(review=closing, contract=started),
        "closing_goals_put_off": ReviewView(review=closing, contract=put_off),
        "closing_held_goals": ReviewView(review=hold(closing, looked_back, now=CLOSING_AT), contract=started),
    }


def _shown() -> dict[str, View]:
    seen = replace(filled(), shown_revision=1, version=4)
    revised = replace(seen, revision=2, why_revised="Ben convinced me to start sooner.", version=5)
    both = (asked(answered()), asked(request(peer=CHLOE), "Chloé Martin"))
    started = replace(revised, started_at=NOW)
    closing = review(ReviewKind.CLOSING)
    without_time = replace(closing, slot=None, entry=None)
    deleted = gone(review(), now=NOW)
    skipped = drop(review(), now=NOW)
    note = "The customer **changed** my mind."
    collected = (
        *(evidence(f"Note {number}") for number in range(7)),
        evidence(note),
        evidence("Notes of it", "https://example.org/notes?a=1"),
    )
    rest = ClosingAnswers(outcomes={1: Outcome.REACHED}, going_on=GoingOn.REST, rest_until=date(2026, 6, 1))
    resting = hold(closing, rest, now=CLOSING_AT)
    return {
        "welcome": WelcomeView(reader=reader()),
        "contract_fresh": contract_view(fresh()),
        "contract_filled": contract_view(filled()),
        "contract_short_cycle": contract_view(filled(replace(TERMS, ends_on=date(2026, 3, 16)))),
        "contract_grown": contract_view(fresh(), take_away="Ask support first."),
        "contract_shown": contract_view(seen, requests=both),
        "contract_revised": contract_view(revised, requests=(asked(take(answered(), now=NOW)), *both[1:])),
        "contract_started": contract_view(started, requests=(asked(parked()), *both[1:])),
        "request_open": request_view(request()),
        "request_open_without_question": request_view(request(""), why="Ben convinced me to start sooner."),
        "request_answered": request_view(answered()),
        "request_taken": request_view(take(answered(), now=NOW)),
        "request_parked": request_view(parked()),
        "advice_open": advice_view(answered()),
        "advice_taken": advice_view(take(answered(), now=NOW)),
        "advice_parked": advice_view(parked()),
        "advice_taken_started": advice_view(take(answered(), now=NOW), is_started=True),
        "cycle_started": cycle_view(replace(review(), entry=None), without_time),
        "cycle_on_the_way": cycle_view(held_check_in(), leave_out(deleted, now=NOW), deleted, closing),
        "cycle_in_file": replace(cycle_view(replace(review(), entry=None), closing), is_in_chat=True, feed=FEED),
        "cycle_paused": with_cycle(cycle_view(review(), closing), paused_at=NOW),
        "cycle_lighter": with_cycle(
            cycle_view(skipped, closing), lighter=Lighter(at=NOW, check_ins=(skipped.id,)), version=2
        ),
        "cycle_shorter": with_cycle(
            cycle_view(skipped, closing), lighter=Lighter(at=NOW, ended_on=date(2026, 5, 25)), version=2
        ),
        "cycle_with_evidence": replace(cycle_view(review(), closing), evidence=collected),
        "check_in_with_evidence": ReviewView(review=review(), contract=started, evidence=collected),
        "cycle_with_own_title": cycle_view(replace(review(), title="My *hour* with [Ben](http://x)"), closing),
        "cycle_resting": with_cycle(
            cycle_view(held_check_in(), held_closing(), closed_at=CLOSING_AT), rest_ends_on=date(2026, 6, 1)
        ),
        "contract_revising": contract_view(replace(started, revising_at=NOW), requests=both),
        "closing_held_resting": ReviewView(review=resting, contract=started),
        "review_moved_down": MovedDownView(kind=MessageKind.REVIEW),
        "cycle_closed": cycle_view(held_check_in(), held_closing(), closed_at=CLOSING_AT),
        "review_moved": ReviewMovedView(review=review()),
        "review_moved_closing": ReviewMovedView(review=closing),
        "review_gone_ahead": ReviewGoneView(review=deleted, now=NOW),
        "review_gone_past": ReviewGoneView(review=deleted, now=CLOSING_AT),
        "review_gone_put_back": ReviewGoneView(review=put_back(deleted, now=NOW), now=NOW),
        "review_gone_left_out": ReviewGoneView(review=leave_out(deleted, now=NOW), now=NOW),
        "check_in_open": ReviewView(review=review(), contract=started),
        "check_in_held": ReviewView(review=held_check_in(), contract=started),
        "closing_open": ReviewView(review=closing, contract=started),
        "closing_held": ReviewView(review=held_closing(), contract=started),
        **connection_states(),
        **own_calendar_states(),
        **companion_states(own_calendar_states()["own_calendar_several"], cycle_view(review(), closing), review()),
        **review_change_states(review(), closing, CLOSING_AT),
        **talk_states(
            request_view(request("")),
            request_view(answered()),
            request_view(end(request(""), now=NOW)),
            advice_view(answered()),
        ),
        **peers_cards(),
        **learners_cards(),
        **goals_cards(),
        "closing_open_advised": ReviewView(review=closing, contract=started, has_advisers=True),
        **invited_states(),
        "review_left_out": ReviewView(review=leave_out(deleted, now=NOW), contract=started),
    }


SHOWN = _shown()
"""Each state of each card."""

OVERLAYS: dict[str, tuple[str, Overlay]] = {
    "contract_saved": ("contract_filled", Overlay(note="Saved at 10:12. Nothing was sent to anybody.")),
    "contract_refused": (
        "contract_fresh",
        Overlay(
            problem_field="goal",
            problem="Say first what you want to be able to do. A few words are enough.",
            typed={"ways": "Ask Chloé.", "question": "Who knows?"},
        ),
    ),
    "closing_refused": (
        "closing_open",
        Overlay(problem_field="outcome_1", problem="Choose what became of each goal.", typed={"going_on": "new"}),
    ),
}
"""Cards as they stand after a press."""


def drawn_cases() -> dict[str, tuple[View, Overlay]]:
    """Every golden card: its view and what is said on top."""
    plain = {name: (view, PLAIN) for name, view in SHOWN.items()}
    return plain | {name: (SHOWN[of], over) for name, (of, over) in OVERLAYS.items()}
