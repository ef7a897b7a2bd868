"""The learner sends the draft to the chosen peers and asks for advice."""

from __future__ import annotations

from datetime import datetime

from learning.actions.save_draft import SaveDraft, rewrite_draft
from learning.actions.telling import refresh, tell
from learning.contract import Contract, show
from learning.errors import Refusal
from learning.feedback import FeedbackRequest, RequestId
from learning.messages import MessageKind
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
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)
    return contract


def _ask(work: Work, contract: Contract, now: datetime) -> None:
    asked = {
        request.peer
        for request in work.requests.of_contract(contract.id, learner=contract.learner)
        if request.revision == contract.revision
    }
    to_ask = [peer for peer in contract.peers if peer not in asked]
    if not to_ask:
        raise AskedAlready("peers")
    for peer in to_ask:
        request = FeedbackRequest(
            id=RequestId(work.new_id()),
            contract=contract.id,
            revision=contract.revision,
            learner=contract.learner,
            peer=peer,
            question=contract.question,
            asked_at=now,
        )
        work.requests.add(request)
        tell(work, peer, MessageKind.REQUEST, request.id, now=now)
