"""The learner saves what the contract card holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.change_end import follow_terms
from learning.actions.pressing import Press, check_press
from learning.actions.telling import refresh
from learning.contract import Contract, ContractId, rewrite
from learning.errors import Refusal
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.terms import Draft
from learning.work import Work


class PeerUnknown(Refusal):
    """What was chosen as a peer names nobody. Whether somebody is there, with the app, turns out after asking."""


@dataclass(frozen=True, kw_only=True)
class SaveDraft:
    """The answers on the card as they were typed."""

    contract: ContractId
    draft: Draft
    press: Press


def save_draft(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """Keep the answers."""
    return keep_rewritten(work, rewrite_draft(work, command, actor, now), now)


def keep_rewritten(work: Work, contract: Contract, now: datetime) -> Contract:
    """Keep the contract; its cycle follows, and its card shows it."""
    kept = work.contracts.put(contract)
    follow_terms(work, kept, now)
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)
    return kept


def rewrite_draft(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """The learner's contract with these answers, checked but not kept yet."""
    contract = work.contracts.for_learner(command.contract, learner=actor)
    check_press(work, actor, command.press, version=contract.version, now=now)
    today = today_of(work.people.get(actor), now)
    return rewrite(contract, command.draft, now=now, today=today)
