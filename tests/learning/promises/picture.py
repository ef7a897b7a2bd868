"""What is kept of Ana's learning, of the asking and of everybody's chat at one moment of a story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from learning.contract import Contract, ContractId
from learning.cycle import Cycle
from learning.evidence import Evidence
from learning.feedback import FeedbackRequest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewKind
from learning.suggestion import Suggestion, SuggestionId
from learning.work import Work
from storage.tables import metadata
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
    failed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Things by their id, the oldest first."""

    contracts: Mapping[str, Contract]
    requests: Mapping[str, FeedbackRequest]
    suggestions: Mapping[str, Suggestion]
    cycles: Mapping[str, Cycle]
    reviews: Mapping[str, Review]
    evidence: Mapping[str, Evidence]
    messages: Mapping[str, Posted]

    @property
    def learning_of_ana(self) -> object:
        """What is hers alone to decide."""
        return self.contracts, self.cycles, self.reviews, self.evidence

    @property
    def all_that_ana_can_know(self) -> object:
        """Everything on her side, with every message in her chat and how often it was to be shown anew."""
        hers = [each for each in self.messages.values() if each.person == ANA]
        return self.learning_of_ana, self.requests, self.suggestions, hers

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


def take_picture(engine: Engine, run: Run) -> Picture:
    """The messages as they stand in the database; the things through the doors that Ana has."""
    return run(_things, messages_in(engine))


def messages_in(engine: Engine) -> dict[str, Posted]:
    """Everybody's chats."""
    table = metadata.tables["messages"]
    columns = ("id", "person", "kind", "about", "wanted", "sent", "failed_at")
    query = select(*(table.c[name] for name in columns)).order_by(table.c.seq)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return {row.id: Posted(**{**row._asdict(), "kind": MessageKind(row.kind)}) for row in rows}


def _things(work: Work, messages: Mapping[str, Posted]) -> Picture:
    def about(kind: MessageKind) -> list[str]:
        return list(dict.fromkeys(each.about for each in messages.values() if each.kind is kind))

    contracts = {
        each: work.contracts.for_learner(ContractId(each), learner=ANA) for each in about(MessageKind.CONTRACT)
    }
    started = [each for each in contracts.values() if each.started_at]
    cycles: dict[str, Cycle] = {
        cycle.id: cycle for each in started if (cycle := work.cycles.of_contract(each.id, learner=ANA))
    }
    suggestions = (
        work.suggestions.for_learner(SuggestionId(each), learner=ANA) for each in about(MessageKind.SUGGESTION)
    )
    return Picture(
        contracts=contracts,
        requests={r.id: r for each in contracts.values() for r in work.requests.of_contract(each.id, learner=ANA)},
        suggestions={each.id: each for each in suggestions},
        cycles=cycles,
        reviews={r.id: r for each in cycles.values() for r in work.reviews.of_cycle(each.id, learner=ANA)},
        evidence={e.id: e for each in cycles.values() for e in work.evidence.of_cycle(each.id, learner=ANA)},
        messages=messages,
    )
