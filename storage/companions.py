"""Keeps who learns beside a learner, and the times that they proposed for reviews."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learning.appointment import AppointmentId
from learning.companion import Companion, Company
from learning.cycle import CycleId
from learning.entries import Guest, Slot
from learning.errors import SomeoneWasFaster
from learning.people import PersonId
from learning.proposal import Proposal, ProposalId
from learning.review import ReviewId
from storage.rows import Columns, add_row, find_row, get_row, put_row
from storage.tables import companies, proposals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection, Row

_DATES = ("invited_at", "unknown_at", "unasked_at", "refused_at", "ended_at")


class SqlCompanies:
    """Implements learning.work.Companies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, cycle: CycleId, *, learner: PersonId) -> Company:
        """This cycle's company; one of nobody when nothing was kept."""
        row = find_row(self._connection, companies, cycle=cycle, learner=learner)
        return Company(cycle=cycle, learner=learner) if row is None else _company(row)

    def put(self, company: Company) -> Company:
        """Keep a company, new or changed. Raises SomeoneWasFaster."""
        if company.version:
            columns = _company_columns(company)
            return replace(company, version=put_row(self._connection, companies, columns, key="cycle"))
        first = replace(company, version=1)
        try:
            with self._connection.begin_nested():
                add_row(self._connection, companies, _company_columns(first))
        except IntegrityError as error:
            raise SomeoneWasFaster from error
        return first


class SqlProposals:
    """Implements learning.work.Proposals."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, proposal: Proposal) -> None:
        """Keep a new proposal."""
        add_row(self._connection, proposals, _proposal_columns(proposal))

    def put(self, proposal: Proposal) -> Proposal:
        """Keep a changed proposal. Raises SomeoneWasFaster."""
        return replace(proposal, version=put_row(self._connection, proposals, _proposal_columns(proposal)))

    def for_learner(self, proposal: ProposalId, *, learner: PersonId) -> Proposal:
        """The proposal that was made to this learner. Raises NotHere."""
        return _proposal(get_row(self._connection, proposals, id=proposal, learner=learner))

    def of_review(self, review: ReviewId, *, learner: PersonId) -> Sequence[Proposal]:
        """What was proposed for this review of the learner's, the oldest first."""
        return self._all(proposals.c.review == review, proposals.c.learner == learner)

    def of_talk(self, talk: AppointmentId, *, learner: PersonId) -> Sequence[Proposal]:
        """What was proposed for this talk of the learner's, the oldest first."""
        return self._all(proposals.c.talk == talk, proposals.c.learner == learner)

    def _all(self, *where: ColumnElement[bool]) -> Sequence[Proposal]:
        query = select(proposals).where(*where).order_by(proposals.c.made_at, proposals.c.seq)
        return [_proposal(row) for row in self._connection.execute(query)]


def _company_columns(company: Company) -> Columns:
    return {
        "cycle": company.cycle,
        "version": company.version,
        "learner": company.learner,
        "companions": json.dumps([_companion_json(each) for each in company.companions], ensure_ascii=False),
        "online_at": company.online_at,
        "online_refused_at": company.online_refused_at,
        "online": json.dumps(sorted(company.online)),
        "changes": company.changes,
    }


def _companion_json(companion: Companion) -> dict[str, Any]:
    dates = {name: moment and moment.isoformat() for name in _DATES for moment in (getattr(companion, name),)}
    guest = companion.guest and asdict(companion.guest)
    return {"person": companion.person, "guest": guest, "not_at": sorted(companion.not_at), **dates}


def _company(row: Row[Any]) -> Company:
    return Company(
        cycle=CycleId(row.cycle),
        learner=PersonId(row.learner),
        companions=tuple(_companion(each) for each in json.loads(row.companions)),
        online_at=row.online_at,
        online_refused_at=row.online_refused_at,
        online=frozenset(json.loads(row.online)),
        changes=row.changes,
        version=row.version,
    )


def _companion(kept: dict[str, Any]) -> Companion:
    dates = {name: kept[name] and datetime.fromisoformat(kept[name]) for name in _DATES}
    return Companion(
        person=PersonId(kept["person"]),
        guest=kept["guest"] and Guest(**kept["guest"]),
        not_at=frozenset(kept["not_at"]),
        **dates,
    )


def _proposal_columns(proposal: Proposal) -> Columns:
    same = ("id", "version", "review", "talk", "learner", "made_at", "moved_at", "left_at", "over_at")
    return {
        **{name: getattr(proposal, name) for name in same},
        "guest": json.dumps(asdict(proposal.guest), ensure_ascii=False),
        "starts_at": proposal.slot.starts_at,
        "ends_at": proposal.slot.ends_at,
    }


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=ProposalId(row.id),
        review=None if row.review is None else ReviewId(row.review),
        talk=None if row.talk is None else AppointmentId(row.talk),
        learner=PersonId(row.learner),
        guest=Guest(**json.loads(row.guest)),
        slot=Slot(starts_at=row.starts_at, ends_at=row.ends_at),
        made_at=row.made_at,
        moved_at=row.moved_at,
        left_at=row.left_at,
        over_at=row.over_at,
        version=row.version,
    )
