"""The learning contract: what somebody wants to be able to do, for whose need, how, shown by what, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NewType

from learning.errors import Refusal
from learning.need import Needs
from learning.own_questions import LONGEST_OWN_QUESTION, own_questions
from learning.people import PersonId

ContractId = NewType("ContractId", str)

LONGEST_ANSWER = 1000
LONGEST_NEED = 300
LONGEST_QUESTION = 300
LONGEST_WHY = 300
MOST_PEERS = 5
PROPOSED_WEEKS = 8
USUAL_DAYS = (28, 92)
SHORTEST = timedelta(weeks=1)
LONGEST = timedelta(days=183)


class NothingAnswered(Refusal):
    """A draft needs one answer to be worth keeping."""


class GoalMissing(Refusal):
    """Nobody can advise on, or start, a contract without a goal."""


class TooLong(Refusal):
    """An answer is longer than a card can carry."""


class EndsTooSoon(Refusal):
    """A cycle takes a week at least."""


class EndsTooLate(Refusal):
    """A cycle takes six months at most."""


class EndMissing(Refusal):
    """A cycle needs an end to put its reviews in the calendar."""


class EndUnreadable(Refusal):
    """What stands in the date field is not a date."""


class TooManyPeers(Refusal):
    """More peers were chosen than a contract asks."""


class PeerIsLearner(Refusal):
    """The learner chose themselves as a peer."""


class AlreadyStarted(Refusal):
    """The cycle of this contract has started; its card no longer changes the draft."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The answers of the first card that belong to the contract itself. Empty texts mean not answered yet."""

    goal: str = ""
    needs: Needs = field(default_factory=Needs)
    ways: str = ""
    proof: str = ""
    ends_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no question is answered; the proposed date alone is no answer."""
        return not (self.goal or self.ways or self.proof) and self.needs.is_empty


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything that the contract card holds: the terms, whom to ask what, and why it changes.

    `questions` are those to single peers, in the order of the peers that were kept when the card was drawn.
    """

    terms: Terms
    peers: tuple[PersonId, ...] = ()
    question: str = ""
    questions: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A learner's contract.

    `revision` counts what peers may have seen; `shown_revision` is the last shown, or 0. `question` is what the learner
    asks the peers besides, `questions` what single peers are asked instead; both belong to the asking, so changing them
    makes no revision. `revising_at` says since when
    the learner is revising it during its cycle.
    """

    id: ContractId
    learner: PersonId
    terms: Terms
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


def propose_end(today: date) -> date:
    """Eight weeks from today."""
    return today + timedelta(weeks=PROPOSED_WEEKS)


def is_usual_length(today: date, ends_on: date) -> bool:
    """Whether the cycle takes the usual one to three months."""
    shortest, longest = USUAL_DAYS
    return shortest <= (ends_on - today).days <= longest


def new_contract(contract: ContractId, learner: PersonId, *, now: datetime, today: date) -> Contract:
    """An empty contract with the proposed end."""
    return Contract(id=contract, learner=learner, terms=Terms(ends_on=propose_end(today)), drafted_at=now)


def contract_after(
    before: Contract, contract: ContractId, *, goal: str, keeps_terms: bool, now: datetime, today: date
) -> Contract:
    """The draft that grows from a closed contract: its goal, and, when the learner stays with it, the other answers."""
    terms = replace(before.terms, goal=goal) if keeps_terms else Terms(goal=goal)
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
        _check_complete(draft.terms)
    check_answers(draft, learner=contract.learner, today=today, end_before=_end_of_cycle(contract))
    changed = replace(
        contract,
        revising_at=None,
        terms=draft.terms,
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
    return replace(contract, revising_at=None)


def move_end(contract: Contract, ends_on: date) -> Contract:
    """The contract with the end that its cycle got. What peers have seen stays as it was: this is the next revision."""
    if contract.terms.ends_on == ends_on:
        return contract
    is_seen = contract.revision == contract.shown_revision
    return replace(
        contract,
        terms=replace(contract.terms, ends_on=ends_on),
        revision=contract.revision + is_seen,
        why_revised="" if is_seen else contract.why_revised,
    )


def show(contract: Contract, *, now: datetime) -> tuple[Contract, Revision]:
    """The contract with its revision marked as shown, and the revision exactly as its readers will see it."""
    if not contract.terms.goal:
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
    _check_end(_check_complete(contract.terms), today)
    return replace(contract, started_at=now)


def check_answers(draft: Draft, *, learner: PersonId, today: date, end_before: date | None = None) -> None:
    """Raise the Refusal that says what is wrong with these answers. The end that a cycle has already may stay."""
    if draft.terms.is_empty and not draft.peers and not draft.question:
        raise NothingAnswered("goal")
    _check_lengths(draft)
    if draft.terms.ends_on is not None and draft.terms.ends_on != end_before:
        _check_end(draft.terms.ends_on, today)
    if learner in draft.peers:
        raise PeerIsLearner("peers")
    if len(draft.peers) > MOST_PEERS:
        raise TooManyPeers("peers", most=MOST_PEERS)


def _end_of_cycle(contract: Contract) -> date | None:
    return contract.terms.ends_on if contract.started_at is not None else None


def _check_complete(terms: Terms) -> date:
    """The end of terms that a cycle can run by. Raises GoalMissing, EndMissing."""
    if not terms.goal:
        raise GoalMissing("goal")
    if terms.ends_on is None:
        raise EndMissing("ends_on")
    return terms.ends_on


def _check_lengths(draft: Draft) -> None:
    terms = draft.terms
    for name, text, longest in (
        ("goal", terms.goal, LONGEST_ANSWER),
        ("need_organisation", terms.needs.organisation, LONGEST_NEED),
        ("need_team", terms.needs.team, LONGEST_NEED),
        ("need_own", terms.needs.own, LONGEST_NEED),
        ("ways", terms.ways, LONGEST_ANSWER),
        ("proof", terms.proof, LONGEST_ANSWER),
        ("question", draft.question, LONGEST_QUESTION),
        ("why", draft.why, LONGEST_WHY),
    ):
        check_length(name, text, longest)
    for number, text in enumerate(draft.questions, 1):
        check_length(f"question_{number}", text, LONGEST_OWN_QUESTION)


def check_length(name: str, text: str, longest: int = LONGEST_ANSWER) -> None:
    """Raise TooLong when the answer to this question has more characters than the card carries."""
    if len(text) > longest:
        raise TooLong(name, longest=longest, length=len(text))


def _check_end(ends_on: date, today: date) -> None:
    if ends_on < today + SHORTEST:
        raise EndsTooSoon("ends_on", earliest=today + SHORTEST)
    if ends_on > today + LONGEST:
        raise EndsTooLate("ends_on", latest=today + LONGEST)
