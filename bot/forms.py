"""Reads a pressed card once: what the button carries and what was typed become a command. Nothing of it is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.buttons import Button
from learning.actions.answer_clash import FindAnotherMoment, LeaveReviewThere
from learning.actions.answer_feedback import ParkAdvice, TakeAdvice
from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack
from learning.actions.hold_review import HoldReview
from learning.actions.pressing import Press
from learning.actions.save_draft import PeerUnknown, SaveDraft
from learning.contract import ContractId
from learning.feedback import RequestId
from learning.goal import GOAL_NUMBERS, GoalChoice, GoalDecision, Outcome, numbered
from learning.need import Needs
from learning.people import PersonId, person_id, tenant_of
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, ReviewId
from learning.terms import MOST_PEERS, Draft, EndUnreadable, Terms, goal_field

Typed = Mapping[str, str]
"""What was typed, by the name of the question; trimmed. A question that the card did not ask is missing."""

OWN_QUESTION_FIELDS = tuple(f"question_{number}" for number in range(1, MOST_PEERS + 1))
"""What single peers are asked, in the order in which the card names them."""
GOAL_FIELDS = tuple(goal_field(number) for number in GOAL_NUMBERS)
CONTRACT_FIELDS = (
    *GOAL_FIELDS, "need_organisation", "need_team", "need_own", "ways", "proof", "ends_on", "peers", "question", "why",
    *OWN_QUESTION_FIELDS,
)  # fmt: skip
FEEDBACK_FIELDS = ("try_or_drop", "meet", "convince", "answer")
PARK_FIELDS = ("because",)
CHECK_IN_TEXTS = ("did", "moved", "holding_back", "next_step")
CHECK_IN_FIELDS = (
    *CHECK_IN_TEXTS,
    *(f"{asked}_{number}" for number in GOAL_NUMBERS for asked in ("choice", "words")),
)
NEXT_GOAL_FIELDS = tuple(f"next_{field}" for field in GOAL_FIELDS)
CLOSING_TEXTS = ("happened", "why", "take_away", "outcome_words")
CLOSING_FIELDS = (
    *(f"outcome_{number}" for number in GOAL_NUMBERS),
    *CLOSING_TEXTS,
    *("going_on", *NEXT_GOAL_FIELDS, "rest_until"),
)

_OBJECT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def new_contract(button: Button, typed: Typed, actor: PersonId) -> None:
    """Nothing is typed on the welcome card, and its button is about nobody's thing."""


def save_draft(button: Button, typed: Typed, actor: PersonId) -> SaveDraft:
    """The answers of the contract card, whichever of its buttons was pressed."""
    needs = Needs(
        organisation=typed.get("need_organisation", ""),
        team=typed.get("need_team", ""),
        own=typed.get("need_own", ""),
    )
    terms = Terms(
        goals=numbered(*(typed.get(name, "") for name in GOAL_FIELDS)),
        needs=needs,
        ways=typed.get("ways", ""),
        proof=typed.get("proof", ""),
        ends_on=_date("ends_on", typed),
    )
    draft = Draft(
        terms=terms,
        peers=picked_people(typed.get("peers", ""), actor, "peers"),
        question=typed.get("question", ""),
        questions=tuple(typed.get(name, "") for name in OWN_QUESTION_FIELDS),
        why=typed.get("why", ""),
    )
    return SaveDraft(contract=ContractId(button.about), draft=draft, press=_press(button))


def take_advice(button: Button, typed: Typed, actor: PersonId) -> TakeAdvice:
    """The learner takes the advice."""
    return TakeAdvice(request=RequestId(button.about), press=_press(button))


def park_advice(button: Button, typed: Typed, actor: PersonId) -> ParkAdvice:
    """The learner parks the advice."""
    return ParkAdvice(request=RequestId(button.about), because=typed.get("because", ""), press=_press(button))


def revise_draft(button: Button, typed: Typed, actor: PersonId) -> RequestId:
    """The advice after which the learner goes back to the draft."""
    return RequestId(button.about)


def put_review_back(button: Button, typed: Typed, actor: PersonId) -> PutReviewBack:
    """The deleted entry is wanted after all."""
    return PutReviewBack(review=ReviewId(button.about), press=_press(button))


def leave_review_out(button: Button, typed: Typed, actor: PersonId) -> LeaveReviewOut:
    """The review is not wanted."""
    return LeaveReviewOut(review=ReviewId(button.about), press=_press(button))


def find_another_moment(button: Button, typed: Typed, actor: PersonId) -> FindAnotherMoment:
    """The moment no longer suits: another one is to be found."""
    return FindAnotherMoment(review=ReviewId(button.about), press=_press(button))


def leave_review_there(button: Button, typed: Typed, actor: PersonId) -> LeaveReviewThere:
    """The moment suits all the same."""
    return LeaveReviewThere(review=ReviewId(button.about), press=_press(button))


def try_calendar_again(button: Button, typed: Typed, actor: PersonId) -> None:
    """The button is about the calendar of whoever presses it, and of nobody else."""


def own_calendar(button: Button, typed: Typed, actor: PersonId) -> Press:
    """The same: all that counts is that the button was pressed, once."""
    return _press(button)


def hold_check_in(button: Button, typed: Typed, actor: PersonId) -> HoldReview:
    """What was written at a check-in."""
    answers = CheckInAnswers(
        **{name: typed.get(name, "") for name in CHECK_IN_TEXTS},
        goals=tuple(_decision(number, typed) for number in GOAL_NUMBERS),
    )
    return HoldReview(review=ReviewId(button.about), answers=answers, press=_press(button))


def _decision(number: int, typed: Typed) -> GoalDecision:
    """What becomes of this goal; one that the card did not ask about is kept. New words alone mean that it changes."""
    chosen, words = typed.get(f"choice_{number}", ""), typed.get(f"words_{number}", "")
    choice = GoalChoice(chosen) if chosen in set(GoalChoice) else GoalChoice.KEEP
    if choice is GoalChoice.KEEP and words:
        choice = GoalChoice.CHANGE
    return GoalDecision(number=number, choice=choice, words=words)


def hold_closing(button: Button, typed: Typed, actor: PersonId) -> HoldReview:
    """What was written at the closing review."""
    going_on = typed.get("going_on", "")
    chosen = {number: typed.get(f"outcome_{number}", "") for number in GOAL_NUMBERS}
    answers = ClosingAnswers(
        **{name: typed.get(name, "") for name in CLOSING_TEXTS},
        outcomes={number: Outcome(outcome) for number, outcome in chosen.items() if outcome in set(Outcome)},
        going_on=GoingOn(going_on) if going_on in set(GoingOn) else GoingOn.KEEP,
        next_goals=tuple(typed.get(name, "") for name in NEXT_GOAL_FIELDS),
        rest_until=_date("rest_until", typed),
    )
    return HoldReview(review=ReviewId(button.about), answers=answers, press=_press(button))


def _press(button: Button) -> Press:
    return Press(key=button.key, version=button.version)


def _date(field: str, typed: Typed) -> date | None:
    """The day from a date input (`2026-03-02`), or None when the field is empty."""
    text = typed.get(field, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise EndUnreadable(field) from None


def picked_people(text: str, actor: PersonId, field: str) -> tuple[PersonId, ...]:
    """The people of a picker: Entra object ids with commas between them, of the actor's own organisation."""
    found: dict[PersonId, None] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        if not _OBJECT_ID.fullmatch(part):
            raise PeerUnknown(field, peer="")
        found[person_id(tenant=tenant_of(actor), object_id=part)] = None
    return tuple(found)
