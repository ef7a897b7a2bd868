"""The learner saves what the contract card holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.telling import refresh
from learning.contract import Contract, ContractId, Draft, rewrite
from learning.errors import Refusal
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.work import Work


class PeerUnknown(Refusal):
    """A chosen peer does not have the app, so nothing can be sent to them."""


@dataclass(frozen=True, kw_only=True)
class SaveDraft:
    """The answers on the card as they were typed."""

    contract: ContractId
    draft: Draft
    press: Press


def save_draft(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """Keep the answers."""
    contract = rewrite_draft(work, command, actor, now)
    kept = work.contracts.put(contract)
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)
    return kept


def rewrite_draft(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """The learner's contract with these answers, checked but not kept yet."""
    contract = work.contracts.for_learner(command.contract, learner=actor)
    check_press(work, actor, command.press, version=contract.version, now=now)
    today = today_of(work.people.get(actor), now)
    changed = rewrite(contract, command.draft, now=now, today=today)
    for peer in command.draft.peers:
        _check_peer_known(work, peer)
    return changed


def _check_peer_known(work: Work, peer: PersonId) -> None:
    person = work.people.find(peer)
    if person is None or person.chat is None:
        raise PeerUnknown("peers", peer=person.name if person else "")
