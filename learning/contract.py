"""The learning contract: what somebody wants to be able to do, for whose need, how, shown by what, until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NewType

from learning.errors import Refusal
from learning.goal import Goal, free_number, in_order, numbers_of
from learning.own_questions import own_questions
from learning.people import PersonId
from learning.terms import Draft, GoalMissing, Terms, check_answers, check_complete, check_end, propose_end

ContractId = NewType("ContractId", str)


class AlreadyStarted(Refusal):
    """The cycle of this contract has started; its card no longer changes the draft."""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A learner's contract.

    `revision` counts what peers may have seen; `shown_revision` is the last shown, or 0. `question` is what the learner
    asks the peers besides, `questions` what single peers are asked instead; both belong to the asking, so changing them
    makes no revision. `put_off` are goals that the learner keeps for later, unseen by anybody else. `adding_goal_at`
    says since when the card has an empty field for one more goal, `revising_at` since when the learner is revising
    the contract during its cycle.
    """

    id: ContractId
    learner: PersonId
    terms: Terms
    put_off: tuple[Goal, ...] = ()
    peers: tuple[PersonId, ...] = ()
    question: str = ""
    questions: Mapping[PersonId, str] = field(default_factory=dict)
    revision: int = 1
    shown_revision: int = 0
    why_revised: str = ""
    grown_from: ContractId | None = None
    drafted_at: datetime
    saved_at: datetime | None = None
    started_at: datetime | None = None
    adding_goal_at: datetime | None = None
    revising_at: datetime | None = None
    version: int = 1

    @property
    def is_form(self) -> bool:
        """Whether its card can be filled in: as a draft, or while it is revised."""
        return self.started_at is None or self.revising_at is not None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A numbered state of a contract as it was shown to somebody, and why it changed."""

    contract: ContractId
    number: int
    terms: Terms
    why: str
    shown_at: datetime


def new_contract(contract: ContractId, learner: PersonId, *, now: datetime, today: date) -> Contract:
    """An empty contract with the proposed end."""
    return Contract(id=contract, learner=learner, terms=Terms(ends_on=propose_end(today)), drafted_at=now)


def contract_after(
    before: Contract,
    contract: ContractId,
    *,
    goals: tuple[Goal, ...],
    keeps_terms: bool,
    now: datetime,
    today: date,
) -> Contract:
    """The draft that grows from a closed contract: these goals and, when the learner stays with them, the rest too."""
    terms = replace(before.terms, goals=goals) if keeps_terms else Terms(goals=goals)
    following = new_contract(contract, before.learner, now=now, today=today)
    return replace(
        following,
        terms=replace(terms, ends_on=following.terms.ends_on),
        peers=before.peers,
        grown_from=before.id,
    )


def rewrite(contract: Contract, draft: Draft, *, now: datetime, today: date) -> Contract:
    """The contract with these answers. When peers have seen it and the terms change, it becomes the next revision."""
    if not contract.is_form:
        raise AlreadyStarted
    if contract.started_at is not None:
        check_complete(draft.terms)
    check_answers(draft, learner=contract.learner, today=today, end_before=_end_of_cycle(contract))
    changed = replace(
        contract,
        adding_goal_at=None,
        revising_at=None,
        terms=draft.terms,
        put_off=tuple(goal for goal in contract.put_off if goal.number not in numbers_of(draft.terms.goals)),
        peers=draft.peers,
        question=draft.question,
        questions=own_questions(contract.peers, draft.questions, draft.peers),
        why_revised=draft.why or contract.why_revised,
        saved_at=now,
    )
    if draft.terms != contract.terms and contract.revision == contract.shown_revision:
        changed = replace(changed, revision=contract.revision + 1, why_revised=draft.why)
    return changed


def begin_revising(contract: Contract, *, now: datetime) -> Contract:
    """The contract of a cycle that runs, with its card open for changes until the learner saves it."""
    return replace(contract, revising_at=contract.revising_at or now)


def end_revising(contract: Contract) -> Contract:
    """The contract with its card closed, as its cycle is."""
    return replace(contract, adding_goal_at=None, revising_at=None)


def move_end(contract: Contract, ends_on: date) -> Contract:
    """The contract with the end that its cycle got."""
    return _with_terms(contract, replace(contract.terms, ends_on=ends_on))


def change_goals(contract: Contract, goals: tuple[Goal, ...]) -> Contract:
    """The contract with these goals, as the learner decided at a check-in."""
    return _with_terms(contract, replace(contract.terms, goals=goals))


def put_off_goals(contract: Contract, numbers: Collection[int]) -> Contract:
    """The contract without these goals for now; they are kept for later."""
    kept = tuple(goal for goal in contract.terms.goals if goal.number not in numbers)
    later = tuple(goal for goal in contract.terms.goals if goal.number in numbers)
    return replace(change_goals(contract, kept), put_off=in_order(*contract.put_off, *later))


def bring_goals_back(contract: Contract, numbers: Collection[int]) -> Contract:
    """The contract with those of these goals that are still put off."""
    back = tuple(goal for goal in contract.put_off if goal.number in numbers)
    later = tuple(goal for goal in contract.put_off if goal.number not in numbers)
    return replace(change_goals(contract, in_order(*contract.terms.goals, *back)), put_off=later)


def add_goal(contract: Contract, *, now: datetime) -> Contract:
    """The contract with a goal that was put off brought back, or else with an empty field for one more.

    Raises TooManyGoals.
    """
    if contract.put_off:
        return bring_goals_back(contract, {contract.put_off[0].number})
    free_number(contract.terms.goals)
    return replace(contract, adding_goal_at=now)


def show(contract: Contract, *, now: datetime) -> tuple[Contract, Revision]:
    """The contract with its revision marked as shown, and the revision exactly as its readers will see it."""
    if not contract.terms.goals:
        raise GoalMissing("goal")
    revision = Revision(
        contract=contract.id,
        number=contract.revision,
        terms=contract.terms,
        why=contract.why_revised,
        shown_at=now,
    )
    return replace(contract, shown_revision=contract.revision), revision


def start(contract: Contract, *, now: datetime, today: date) -> Contract:
    """The learner's own act: from now on the contract is worked on."""
    if contract.started_at is not None:
        raise AlreadyStarted
    check_end(check_complete(contract.terms), today)
    return replace(contract, started_at=now)


def _end_of_cycle(contract: Contract) -> date | None:
    return contract.terms.ends_on if contract.started_at is not None else None


def _with_terms(contract: Contract, terms: Terms) -> Contract:
    """What peers have seen stays as it was: when these terms are others, this is the next revision."""
    if contract.terms == terms:
        return contract
    is_seen = contract.revision == contract.shown_revision
    return replace(
        contract,
        terms=terms,
        revision=contract.revision + is_seen,
        why_revised="" if is_seen else contract.why_revised,
    )
