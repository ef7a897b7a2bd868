"""What is kept of Ana's learning, of the asking and of everybody's chat at one moment of a story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from sqlite3 import Row
from typing import Any

from sqlalchemy import Engine

from learning.appointment import Appointment, AppointmentKind
from learning.companion import Company
from learning.contract import Contract
from learning.cycle import Cycle
from learning.evidence import Evidence
from learning.feedback import FeedbackRequest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.proposal import Proposal
from learning.review import Review, ReviewKind
from learning.suggestion import Suggestion
from learning.work import Work
from tests.cast import ANA
from tests.work_fixture import Run


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message in a chat: it differs from itself as soon as anything about it is to be shown anew."""

    id: str
    person: PersonId
    kind: MessageKind
    about: str
    wanted: int
    sent: str | None
    failed_at: str | None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Things by their id, the oldest first."""

    contracts: Mapping[str, Contract]
    requests: Mapping[str, FeedbackRequest]
    suggestions: Mapping[str, Suggestion]
    cycles: Mapping[str, Cycle]
    reviews: Mapping[str, Review]
    evidence: Mapping[str, Evidence]
    appointments: Mapping[str, Appointment]
    companies: Mapping[str, Company]
    proposals: Mapping[str, Proposal]
    messages: Mapping[str, Posted]

    @property
    def learning_of_ana(self) -> object:
        """What is hers alone to decide. A talk is for both to call off."""
        planned = {name: each for name, each in self.appointments.items() if each.kind is not AppointmentKind.TALK}
        beside = self.companies, self.proposals
        return self.contracts, self.cycles, self.reviews, self.evidence, planned, *beside

    @property
    def all_that_ana_can_know(self) -> object:
        """Everything on her side, with every message in her chat and how often it was to be shown anew."""
        hers = [each for each in self.messages.values() if each.person == ANA]
        return self.learning_of_ana, self.requests, self.suggestions, self.appointments, hers

    @property
    def drafts(self) -> list[Contract]:
        return [each for each in self.contracts.values() if each.started_at is None]

    @property
    def revising(self) -> list[Contract]:
        return [each for each in self.contracts.values() if each.revising_at is not None]

    @property
    def running(self) -> list[Cycle]:
        return [each for each in self.cycles.values() if each.closed_at is None]

    def open_reviews(self, kind: ReviewKind) -> list[Review]:
        return [each for each in self.reviews.values() if each.is_open and each.kind is kind]

    def about(self, kind: MessageKind, about: str) -> list[Posted]:
        return [each for each in self.messages.values() if (each.kind, each.about) == (kind, about)]

    def ids(self, kind: MessageKind) -> list[str]:
        return list(dict.fromkeys(each.about for each in self.messages.values() if each.kind is kind))


class Pictures:
    """Takes one picture after the other. What did not change since the last one is taken over from it.

    All rows are compared, as they stand in the database; what changed is read through the doors that Ana has.
    """

    def __init__(self, engine: Engine, run: Run) -> None:
        self._engine = engine
        self._run = run
        self._rows: dict[str, dict[str, Row]] = {name: {} for name in (*DOORS, "messages")}
        self._things: dict[str, dict[str, Any]] = {name: {} for name in (*DOORS, "messages")}

    def take(self) -> Picture:
        """Everything as it is kept now."""
        rows = self._rows_of(*DOORS)
        if any(found != self._rows[name] for name, found in rows.items()):
            self._run(self._read, rows)
        self.messages()
        return Picture(**self._things)

    def messages(self) -> Mapping[str, Posted]:
        """Everybody's chats."""
        self._look("messages", self._rows_of("messages")["messages"], _posted)
        messages: Mapping[str, Posted] = self._things["messages"]
        return messages

    def _rows_of(self, *tables: str) -> dict[str, dict[str, Row]]:
        """By their id, the oldest first. The driver is asked itself, since it is asked so often."""
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.row_factory = Row  # type: ignore[attr-defined]  # SQLite's
            found: dict[str, dict[str, Row]] = {}
            for name in tables:
                cursor.execute(f"SELECT * FROM {name} ORDER BY rowid")  # noqa: S608  nobody's words are in it
                found[name] = {row[KEYS.get(name, "id")]: row for row in cursor.fetchall()}
            return found
        finally:
            connection.close()

    def _read(self, work: Work, rows: dict[str, dict[str, Row]]) -> None:
        for name, found in rows.items():
            self._look(name, found, partial(DOORS[name], work))

    def _look(self, name: str, rows: dict[str, Row], load: Callable[[Row], Any]) -> None:
        before, kept = self._rows[name], self._things[name]
        if rows != before:
            self._things[name] = {
                each: kept[each] if row == before.get(each) else load(row) for each, row in rows.items()
            }
            self._rows[name] = rows


def _posted(row: Row) -> Posted:
    return Posted(
        id=row["id"],
        person=row["person"],
        kind=MessageKind(row["kind"]),
        about=row["about"],
        wanted=row["wanted"],
        sent=row["sent"],
        failed_at=row["failed_at"],
    )


def _evidence(work: Work, row: Row) -> Evidence:
    return next(each for each in work.evidence.of_cycle(row["cycle"], learner=ANA) if each.id == row["id"])


KEYS = {"companies": "cycle"}
DOORS: Mapping[str, Callable[[Work, Row], Any]] = {
    "contracts": lambda work, row: work.contracts.for_learner(row["id"], learner=ANA),
    "requests": lambda work, row: work.requests.for_learner(row["id"], learner=ANA),
    "suggestions": lambda work, row: work.suggestions.for_learner(row["id"], learner=ANA),
    "cycles": lambda work, row: work.cycles.for_learner(row["id"], learner=ANA),
    "reviews": lambda work, row: work.reviews.for_learner(row["id"], learner=ANA),
    "evidence": _evidence,
    "appointments": lambda work, row: work.appointments.for_learner(row["id"], learner=ANA),
    "companies": lambda work, row: work.companies.of(row["cycle"], learner=ANA),
    "proposals": lambda work, row: work.proposals.for_learner(row["id"], learner=ANA),
}
"""How each thing is read for Ana, whose all of it is. Nothing else stands in these tables in a story."""
