"""Puts together what learners and peers get to see of the asking: requests, advice, suggestions, the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from learning.actions.talks import talk_of
from learning.contract import Contract, ContractId
from learning.errors import NotHere
from learning.feedback import FeedbackRequest, RequestId
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.suggestion import SuggestionId
from learning.talk import talk_about
from learning.views import (
    AdviceView,
    InvitedView,
    OutcomeView,
    RequestState,
    RequestsView,
    RequestView,
    SuggestionView,
    UndeliveredView,
    View,
)
from learning.visibility import check_may_see_revision, check_may_see_side, check_may_see_suggestion
from learning.work import Work


def name_of(work: Work, person: PersonId) -> str:
    """The person's name, empty when it is not known."""
    known = work.people.find(person)
    return known.name if known else ""


def states_of(work: Work, contract: Contract) -> tuple[RequestState, ...]:
    """How each request about the learner's own contract stands."""
    return tuple(
        RequestState(
            peer=name_of(work, request.peer),
            revision=request.revision,
            request=request,
            has_arrived=_has_arrived(work, request),
            talk=talk_about(request, talk_of(work, request)),
        )
        for request in work.requests.of_contract(contract.id, learner=contract.learner)
    )


def _has_arrived(work: Work, request: FeedbackRequest) -> bool:
    """Whether it stands in the peer's chat, or is on its way into one that is there."""
    peer = work.people.find(request.peer)
    if peer is not None and peer.chat is not None and request.undeliverable_at is None:
        return True
    return any(message.sent is not None for message in work.messages.about(MessageKind.REQUEST, request.id))


def has_advisers(work: Work, contract: Contract) -> bool:
    """Whether anybody's advice on this contract stands."""
    return any(request.has_advice for request in work.requests.of_contract(contract.id, learner=contract.learner))


def see_request(work: Work, about: str, reader: Person, now: datetime) -> RequestView:
    """A peer's request, with their own side of it."""
    request = work.requests.for_peer(RequestId(about), peer=reader.id)
    check_may_see_revision(request, reader.id)
    side = work.peer_sides.of(request.id, peer=reader.id)
    check_may_see_side(side, reader.id)
    suggestions = work.suggestions.of_peer(request.id, peer=reader.id)
    return RequestView(
        request=request,
        side=side,
        suggested=tuple(name_of(work, each.suggested) for each in suggestions),
        revision=work.contracts.revision(request.contract, request.revision),
        learner=name_of(work, request.learner),
        talk=talk_about(request, talk_of(work, request)),
    )


def see_requests(work: Work, about: str, reader: Person, now: datetime) -> RequestsView:
    """Whom the learner asked about a contract."""
    contract = work.contracts.for_learner(ContractId(about), learner=reader.id)
    return RequestsView(contract=contract, requests=states_of(work, contract))


def see_advice(work: Work, about: str, reader: Person, now: datetime) -> AdviceView:
    """One peer's advice, for the learner; or what there is instead, once there was a message about it."""
    request = work.requests.for_learner(RequestId(about), learner=reader.id)
    contract = work.contracts.for_learner(request.contract, learner=reader.id)
    if request.answered_at is None and not work.messages.about(MessageKind.ADVICE, request.id):
        raise NotHere
    return AdviceView(
        request=request,
        peer=name_of(work, request.peer),
        is_started=contract.started_at is not None,
        talk=talk_about(request, talk_of(work, request)),
    )


def see_suggestion(work: Work, about: str, reader: Person, now: datetime) -> SuggestionView:
    """Whom a peer suggested, for the learner."""
    suggestion = work.suggestions.for_learner(SuggestionId(about), learner=reader.id)
    check_may_see_suggestion(suggestion, reader.id)
    return SuggestionView(
        suggestion=suggestion,
        peer=name_of(work, suggestion.peer),
        suggested=name_of(work, suggestion.suggested),
    )


def see_undelivered(work: Work, about: str, reader: Person, now: datetime) -> UndeliveredView:
    """A request that could not be brought to its peer, for the learner."""
    request = work.requests.for_learner(RequestId(about), learner=reader.id)
    return UndeliveredView(request=request, peer=name_of(work, request.peer))


def see_invited(work: Work, about: str, reader: Person, now: datetime) -> InvitedView:
    """A request whose peer did not have the app when it was asked, for the learner."""
    request = work.requests.for_learner(RequestId(about), learner=reader.id)
    reaching = work.reachings.of(request)
    if reaching is None or reaching.way is None:
        raise NotHere
    has_arrived = _has_arrived(work, request)
    return InvitedView(peer=name_of(work, request.peer), way=reaching.way, link=reaching.link, has_arrived=has_arrived)


def see_outcome(work: Work, about: str, reader: Person, now: datetime) -> OutcomeView:
    """How it went, for a peer who advised. They are thanked when any of their advice on that contract was taken."""
    request = work.requests.for_peer(RequestId(about), peer=reader.id)
    if request.outcome_at is None:
        raise NotHere
    of_contract = work.requests.of_contract(request.contract, learner=request.learner)
    return OutcomeView(
        request=request,
        learner=name_of(work, request.learner),
        was_taken=any(each.taken_at and each.has_advice for each in of_contract if each.peer == reader.id),
    )


ASKING_LOADERS: Mapping[MessageKind, Callable[[Work, str, Person, datetime], View]] = {
    MessageKind.REQUEST: see_request,
    MessageKind.REQUESTS: see_requests,
    MessageKind.ADVICE: see_advice,
    MessageKind.SUGGESTION: see_suggestion,
    MessageKind.UNDELIVERED: see_undelivered,
    MessageKind.INVITED: see_invited,
    MessageKind.OUTCOME: see_outcome,
}
