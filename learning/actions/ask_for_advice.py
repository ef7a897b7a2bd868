"""The learner sends the draft to the chosen peers and asks for advice."""

from __future__ import annotations

from datetime import datetime

from learning.actions.change_end import follow_terms
from learning.actions.save_draft import SaveDraft, rewrite_draft
from learning.actions.telling import refresh_asking, tell
from learning.contract import Contract, show
from learning.errors import Refusal
from learning.feedback import FeedbackRequest, RequestId
from learning.messages import MessageKind
from learning.own_questions import question_to
from learning.people import PersonId
from learning.work import Work


class PeersMissing(Refusal):
    """Nobody was chosen to ask."""


class AskedAlready(Refusal):
    """Everybody chosen has been asked about exactly this revision."""


def ask_for_advice(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """Keep the answers, show this revision to the peers who have not seen it, and ask each of them."""
    if not command.draft.peers:
        raise PeersMissing("peers")
    contract = rewrite_draft(work, command, actor, now)
    was_shown = contract.shown_revision == contract.revision
    contract, revision = show(contract, now=now)
    contract = work.contracts.put(contract)
    if not was_shown:
        work.contracts.add_revision(revision)
    _ask(work, contract, now)
    follow_terms(work, contract, now)
    refresh_asking(work, contract.id, now=now)
    return contract


def _ask(work: Work, contract: Contract, now: datetime) -> None:
    asked = asked_about(work, contract, contract.revision)
    to_ask = [peer for peer in contract.peers if peer not in asked]
    if not to_ask:
        raise AskedAlready("peers")
    for peer in to_ask:
        question = question_to(peer, contract.questions, contract.question)
        send_request(work, contract, peer, contract.revision, question, now)


def asked_about(work: Work, contract: Contract, revision: int) -> set[PersonId]:
    """Who was asked about this revision. Whose request was withdrawn may be asked again."""
    return {
        request.peer
        for request in work.requests.of_contract(contract.id, learner=contract.learner)
        if request.revision == revision and request.withdrawn_at is None
    }


def send_request(
    work: Work, contract: Contract, peer: PersonId, revision: int, question: str, now: datetime
) -> FeedbackRequest:
    """Ask this peer about a revision that is kept as shown."""
    request = FeedbackRequest(
        id=RequestId(work.new_id()),
        contract=contract.id,
        revision=revision,
        learner=contract.learner,
        peer=peer,
        question=question,
        asked_at=now,
    )
    work.requests.add(request)
    tell(work, peer, MessageKind.REQUEST, request.id, now=now)
    return request
