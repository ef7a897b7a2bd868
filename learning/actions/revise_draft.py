"""After a peer's advice, the learner goes back to the contract card to revise the draft."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring
from learning.contract import AlreadyStarted, Contract
from learning.feedback import RequestId
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def revise_draft(work: Work, request_id: RequestId, actor: PersonId, now: datetime) -> Contract:
    """Bring the card of the contract that this advice is about to the end of the chat."""
    request = work.requests.for_learner(request_id, learner=actor)
    contract = work.contracts.for_learner(request.contract, learner=actor)
    if contract.started_at is not None:
        raise AlreadyStarted
    bring(work, actor, MessageKind.CONTRACT, contract.id, now=now)
    return contract
