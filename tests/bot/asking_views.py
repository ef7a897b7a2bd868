"""What Ana and Ben get to see of the asking: one view for each state of a request, an advice and a suggestion."""

from __future__ import annotations

from dataclasses import replace

from learning.feedback import (
    Feedback,
    RequestId,
    correct,
    could_not_reach,
    end,
    take,
    take_back,
    told_outcome,
    withdraw,
)
from learning.peer_side import PeerSide, begin_correcting, begin_suggesting, keep_unfinished, pass_by, remind
from learning.reaching import Way
from learning.suggestion import Suggestion, ask_suggested, let_pass
from learning.views import InvitedView, OutcomeView, RequestsView, SuggestionView, UndeliveredView, View
from tests.bot.plain_views import (
    ADVICE,
    advice_view,
    answered,
    asked,
    contract_view,
    filled,
    parked,
    request,
    request_view,
    suggestion,
)
from tests.bot.talk_views import requests_with_talks
from tests.cast import BEN, CHLOE, NOW


def invited_states(peer: str = "Mia Rivera") -> dict[str, View]:
    link = "https://teams.microsoft.com/l/app/f0a11ea5-1ca1-4000-8000-0000000000ca"
    waiting = {f"invited_{way}": InvitedView(peer=peer, way=way, link=link) for way in Way}
    return {**waiting, "invited_arrived": InvitedView(peer=peer, way=Way.MAIL, link=link, has_arrived=True)}


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
