"""Keeps contracts and the revisions that were shown."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from learning.contract import Contract, ContractId, Revision
from learning.goal import Goal
from learning.people import PersonId
from storage.rows import Columns, add_row, get_row, put_row, terms_columns, terms_of
from storage.tables import contracts, revisions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row


class SqlContracts:
    """Implements learning.work.Contracts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, contract: Contract) -> None:
        """Keep a new contract."""
        add_row(self._connection, contracts, _columns(contract))

    def put(self, contract: Contract) -> Contract:
        """Keep a changed contract. Raises SomeoneWasFaster."""
        return replace(contract, version=put_row(self._connection, contracts, _columns(contract)))

    def for_learner(self, contract: ContractId, *, learner: PersonId) -> Contract:
        """The learner's own contract. Raises NotHere."""
        row = get_row(self._connection, contracts, id=contract, learner=learner)
        return _contract(row)

    def newest_draft(self, learner: PersonId) -> Contract | None:
        """The contract that the learner drafted last and has not started."""
        query = (
            select(contracts)
            .where(contracts.c.learner == learner, contracts.c.started_at.is_(None))
            .order_by(contracts.c.drafted_at.desc(), contracts.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _contract(row)

    def add_revision(self, revision: Revision) -> None:
        """Keep a revision as it was shown."""
        columns = {
            "contract": revision.contract,
            "number": revision.number,
            **terms_columns(revision.terms),
            "why": revision.why,
            "shown_at": revision.shown_at,
        }
        add_row(self._connection, revisions, columns)

    def revision(self, contract: ContractId, number: int) -> Revision:
        """The revision with this number, exactly as it was shown. Raises NotHere."""
        row = get_row(self._connection, revisions, contract=contract, number=number)
        return Revision(
            contract=ContractId(row.contract),
            number=row.number,
            terms=terms_of(row),
            why=row.why,
            shown_at=row.shown_at,
        )


def _columns(contract: Contract) -> Columns:
    return {
        "id": contract.id,
        "learner": contract.learner,
        **terms_columns(contract.terms),
        "put_off": _put_off(contract.put_off) if contract.put_off else None,
        "peers": list(contract.peers),
        "revision": contract.revision,
        "shown_revision": contract.shown_revision,
        "question": contract.question,
        "questions": json.dumps(dict(contract.questions), ensure_ascii=False),
        "why_revised": contract.why_revised,
        "grown_from": contract.grown_from,
        "drafted_at": contract.drafted_at,
        "saved_at": contract.saved_at,
        "started_at": contract.started_at,
        "adding_goal_at": contract.adding_goal_at,
        "revising_at": contract.revising_at,
        "version": contract.version,
    }


def _put_off(goals: tuple[Goal, ...]) -> str:
    return json.dumps([asdict(goal) for goal in goals], ensure_ascii=False)


def _contract(row: Row[Any]) -> Contract:
    return Contract(
        id=ContractId(row.id),
        learner=PersonId(row.learner),
        terms=terms_of(row),
        put_off=tuple(Goal(**kept) for kept in json.loads(row.put_off or "[]")),
        peers=tuple(PersonId(peer) for peer in row.peers),
        revision=row.revision,
        shown_revision=row.shown_revision,
        question=row.question,
        questions=json.loads(row.questions),
        why_revised=row.why_revised,
        grown_from=None if row.grown_from is None else ContractId(row.grown_from),
        drafted_at=row.drafted_at,
        saved_at=row.saved_at,
        started_at=row.started_at,
        adding_goal_at=row.adding_goal_at,
        revising_at=row.revising_at,
        version=row.version,
    )
