"""The answers on a contract's card, and what is accepted as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from learning.errors import Refusal
from learning.goal import MOST_GOALS, Goal, TooManyGoals
from learning.need import Needs
from learning.own_questions import LONGEST_OWN_QUESTION
from learning.people import PersonId

LONGEST_ANSWER = 1000
LONGEST_OTHER_GOAL = 300
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


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The answers of the first card that belong to the contract itself. Empty texts mean not answered yet.

    `goals` are those that are worked on, by their numbers, none without words.
    """

    goals: tuple[Goal, ...] = ()
    needs: Needs = field(default_factory=Needs)
    ways: str = ""
    proof: str = ""
    ends_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no question is answered; the proposed date alone is no answer."""
        return not (self.goals or self.ways or self.proof) and self.needs.is_empty


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


def propose_end(today: date) -> date:
    """Eight weeks from today."""
    return today + timedelta(weeks=PROPOSED_WEEKS)


def is_usual_length(today: date, ends_on: date) -> bool:
    """Whether the cycle takes the usual one to three months."""
    shortest, longest = USUAL_DAYS
    return shortest <= (ends_on - today).days <= longest


def check_answers(draft: Draft, *, learner: PersonId, today: date, end_before: date | None = None) -> None:
    """Raise the Refusal that says what is wrong with these answers. The end that a cycle has already may stay."""
    if draft.terms.is_empty and not draft.peers and not draft.question:
        raise NothingAnswered("goal")
    _check_lengths(draft)
    if len(draft.terms.goals) > MOST_GOALS:
        raise TooManyGoals(goal_field(MOST_GOALS), most=MOST_GOALS)
    if draft.terms.ends_on is not None and draft.terms.ends_on != end_before:
        check_end(draft.terms.ends_on, today)
    if learner in draft.peers:
        raise PeerIsLearner("peers")
    if len(draft.peers) > MOST_PEERS:
        raise TooManyPeers("peers", most=MOST_PEERS)


def check_complete(terms: Terms) -> date:
    """The end of terms that a cycle can run by. Raises GoalMissing, EndMissing."""
    if not terms.goals:
        raise GoalMissing("goal")
    if terms.ends_on is None:
        raise EndMissing("ends_on")
    return terms.ends_on


def _check_lengths(draft: Draft) -> None:
    terms = draft.terms
    for goal in terms.goals:
        check_length(goal_field(goal.number), goal.words, longest_goal(goal.number))
    for name, text, longest in (
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


def goal_field(number: int) -> str:
    """What the question for the goal with this number is called: `goal`, `goal_2`, `goal_3`."""
    return "goal" if number == 1 else f"goal_{number}"


def longest_goal(number: int) -> int:
    """How many characters the goal with this number may have: a card has room for one long goal beside all the rest."""
    return LONGEST_ANSWER if number == 1 else LONGEST_OTHER_GOAL


def check_length(name: str, text: str, longest: int = LONGEST_ANSWER) -> None:
    """Raise TooLong when the answer to this question has more characters than the card carries."""
    if len(text) > longest:
        raise TooLong(name, longest=longest, length=len(text))


def check_end(ends_on: date, today: date) -> None:
    """Raise the Refusal that says why a cycle cannot end on this day."""
    if ends_on < today + SHORTEST:
        raise EndsTooSoon("ends_on", earliest=today + SHORTEST)
    if ends_on > today + LONGEST:
        raise EndsTooLate("ends_on", latest=today + LONGEST)
