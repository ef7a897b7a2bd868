"""At the end the learner tells those who advised how it went, if the learner wants to."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import refresh, tell
from learning.contract import Contract
from learning.feedback import FeedbackRequest, told_outcome
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def tell_outcome(work: Work, contract: Contract, words: str, now: datetime) -> None:
    """Bring exactly these words to each peer whose advice stands, once. Without words nobody is told anything."""
    if not words:
        return
    newest: dict[PersonId, FeedbackRequest] = {}
    for request in work.requests.of_contract(contract.id, learner=contract.learner):
        if request.has_advice:
            newest[request.peer] = request
    for request in newest.values():
        work.requests.put(told_outcome(request, words, now=now))
        tell(work, request.peer, MessageKind.OUTCOME, request.id, now=now)
        for kind in (MessageKind.ADVICE, MessageKind.REQUEST):
            refresh(work, kind, request.id, now=now)  # so that their buttons go on working


def refresh_outcome(work: Work, decided: FeedbackRequest, now: datetime) -> None:
    """Advice may still be taken, or taken back, after its peer was told how it went: their card says what is so now."""
    for request in work.requests.of_contract(decided.contract, learner=decided.learner):
        if request.peer == decided.peer and request.outcome_at is not None:
            refresh(work, MessageKind.OUTCOME, request.id, now=now)
