"""What Ana and Ben get to see, each thing once and plain: tests of cards change what they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from learning.contract import Contract, ContractId, Revision, new_contract
from learning.cycle import Cycle, CycleId
from learning.entries import EntryId, Slot
from learning.evidence import Evidence, EvidenceId
from learning.feedback import Feedback, FeedbackRequest, RequestId, answer, park
from learning.goal import Outcome, numbered
from learning.need import Needs
from learning.peer_side import PeerSide
from learning.people import Person, PersonId, object_id_of
from learning.review import LENGTH, CheckInAnswers, ClosingAnswers, GoingOn, Review, ReviewId, ReviewKind, hold
from learning.suggestion import Suggestion, SuggestionId
from learning.terms import Terms
from learning.views import AdviceView, ContractView, CycleView, RequestState, RequestView
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
