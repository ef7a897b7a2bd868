"""For each button a state in which it is on its card, and would act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.buttons import Verb
from learning.messages import MessageKind
from learning.people import object_id_of
from learning.review import Review
from tests.attacks.button_world import CHOSEN, Card, World
from tests.attacks.calendars import companions_are_known, is_away, proposes, talks_are_placed
from tests.cast import ANA, BEN, CHLOE, DAN


def draft(world: World) -> Card:
    contract = world.story.saves(world.story.drafts())
    return Card(ANA, MessageKind.CONTRACT, contract.id)


def asked(world: World) -> Card:
    contract = world.story.asks(world.story.drafts(), peers=(BEN, CHLOE))
    return Card(ANA, MessageKind.CONTRACT, contract.id)


def asked_list(world: World) -> Card:
    return Card(ANA, MessageKind.REQUESTS, asked(world).about)


def request(world: World) -> Card:
    contract = world.story.asks(world.story.drafts(), peers=(BEN, CHLOE))
    return Card(BEN, MessageKind.REQUEST, world.story.request_to(BEN, contract).id)


def suggesting(world: World) -> Card:
    card = request(world)
    world.does(card, Verb.BEGIN_SUGGESTING)
    return card


def suggestion(world: World) -> Card:
    contract = world.story.asks(world.story.drafts())
    suggested = world.asking.suggests(world.story.request_to(BEN, contract), DAN)
    return Card(ANA, MessageKind.SUGGESTION, suggested.id)


def answered(world: World) -> Card:
    card = request(world)
    world.does(card, Verb.GIVE_FEEDBACK, try_or_drop="Let them write first")
    return card


def correcting(world: World) -> Card:
    card = answered(world)
    world.does(card, Verb.CORRECT_FEEDBACK)
    return card


def advice(world: World) -> Card:
    return Card(ANA, MessageKind.ADVICE, answered(world).about)


def taken(world: World) -> Card:
    card = advice(world)
    world.does(card, Verb.TAKE_ADVICE)
    return card


def reviews(world: World) -> list[Review]:
    return world.story.running_cycle()


def cycle(world: World) -> Card:
    return Card(ANA, MessageKind.CYCLE, reviews(world)[0].cycle)


def after(verb: Verb, **typed: str) -> Callable[[World], Card]:
    """The card of a running cycle once its learner pressed this."""

    def state(world: World) -> Card:
        card = cycle(world)
        world.does(card, verb, **typed)
        return card

    return state


def due(number: int) -> Callable[[World], Card]:
    """The card of the first review or the last one, at its time."""

    def state(world: World) -> Card:
        review = reviews(world)[number]
        assert review.slot
        world.story.now = review.slot.starts_at + timedelta(minutes=5)
        return Card(ANA, MessageKind.REVIEW, review.id)

    return state


def deleted(world: World) -> Card:
    """The card that asks what becomes of a review whose entry was deleted."""
    review = reviews(world)[0]
    assert review.entry
    world.story.calendar_says({review.entry: None})
    return Card(ANA, MessageKind.REVIEW_GONE, review.id)


def out_of_office(world: World) -> Card:
    """The card that asks what becomes of a review during which its learner is away."""
    review = reviews(world)[0]
    is_away(world.story, review, BEN)
    return Card(ANA, MessageKind.REVIEW_CLASH, review.id)


def proposal(world: World) -> Card:
    """Ben, who is invited, proposed another time."""
    review = reviews(world)[0]
    proposes(world.story, review, BEN)
    (kept,) = world.messages(MessageKind.PROPOSAL)
    return Card(ANA, MessageKind.PROPOSAL, kept)


def own_calendar(world: World) -> Card:
    return Card(ANA, MessageKind.OWN_CALENDAR, cycle(world).about)


def planned(verb: Verb, **typed: str) -> Callable[[World], Card]:
    """The card "In my calendar" once its learner pressed this."""

    def state(world: World) -> Card:
        card = own_calendar(world)
        world.does(card, verb, **typed)
        companions_are_known(world.story, ANA)
        return card

    return state


def talking(world: World) -> Card:
    """Ben would rather talk, and they have a moment for it."""
    card = request(world)
    world.does(card, Verb.RATHER_TALK)
    talks_are_placed(world.story, world.engine, ANA)
    return card


def called_together(world: World) -> Card:
    return Card(ANA, MessageKind.ADVICE, talking(world).about)


STEP = {"step": "Watch two interviews"}
BESIDE = {"companions": object_id_of(BEN)}
BUTTONS: dict[Verb, tuple[Callable[[World], Card], dict[str, str]]] = {
    Verb.SAVE_DRAFT: (draft, {"goal": "Speak less"}),
    Verb.ASK_FOR_ADVICE: (draft, {"peers": object_id_of(CHLOE)}),
    Verb.START_CYCLE: (draft, {}),
    Verb.ADD_GOAL: (draft, {}),
    Verb.SHOW_REQUESTS: (asked, {}),
    Verb.WITHDRAW_REQUEST: (asked_list, {"withdrawn": CHOSEN}),
    Verb.GIVE_FEEDBACK: (request, {"try_or_drop": "Let them write first"}),
    Verb.SAVE_UNFINISHED: (request, {"try_or_drop": "Let them"}),
    Verb.NOT_NOW: (request, {}),
    Verb.RATHER_TALK: (request, {}),
    Verb.NO_TALK_AFTER_ALL: (talking, {}),
    Verb.CALL_TALK_OFF: (called_together, {}),
    Verb.BEGIN_SUGGESTING: (request, {}),
    Verb.STOP_SUGGESTING: (suggesting, {}),
    Verb.SUGGEST_PEER: (suggesting, {"suggested": object_id_of(DAN), "reason": "Knows customers"}),
    Verb.ASK_SUGGESTED: (suggestion, {}),
    Verb.LEAVE_SUGGESTION: (suggestion, {}),
    Verb.CORRECT_FEEDBACK: (answered, {}),
    Verb.LEAVE_FEEDBACK: (correcting, {}),
    Verb.TAKE_FEEDBACK_BACK: (answered, {}),
    Verb.TAKE_ADVICE: (advice, {}),
    Verb.PARK_ADVICE: (advice, {"because": "Not in this team"}),
    Verb.REVISE_DRAFT: (taken, {}),
    Verb.REVISE_CONTRACT: (cycle, {}),
    Verb.STOP_EARLY: (cycle, {}),
    Verb.TOO_HEAVY: (cycle, {}),
    Verb.UNDO_LIGHTER: (after(Verb.TOO_HEAVY), {}),
    Verb.PAUSE_CYCLE: (cycle, {}),
    Verb.RESUME_CYCLE: (after(Verb.PAUSE_CYCLE), {}),
    Verb.KEEP_EVIDENCE: (cycle, {"note": "They spoke first"}),
    Verb.REMOVE_EVIDENCE: (after(Verb.KEEP_EVIDENCE, note="They spoke first"), {"evidence": CHOSEN}),
    Verb.PUT_REVIEW_BACK: (deleted, {}),
    Verb.LEAVE_REVIEW_OUT: (deleted, {}),
    Verb.FIND_ANOTHER_MOMENT: (out_of_office, {}),
    Verb.LEAVE_REVIEW_THERE: (out_of_office, {}),
    Verb.MOVE_REVIEW_THERE: (proposal, {}),
    Verb.LEAVE_PROPOSAL: (proposal, {}),
    Verb.SHOW_OWN_CALENDAR: (cycle, {}),
    Verb.ADD_STEP: (own_calendar, STEP),
    Verb.REMOVE_STEPS: (planned(Verb.ADD_STEP, **STEP), {}),
    Verb.PROTECT_TIME: (own_calendar, {}),
    Verb.REMOVE_TIME: (planned(Verb.PROTECT_TIME), {}),
    Verb.INVITE_COMPANIONS: (own_calendar, BESIDE),
    Verb.UNINVITE_COMPANIONS: (planned(Verb.INVITE_COMPANIONS, **BESIDE), {}),
    Verb.HOLD_CHECK_IN: (due(0), {"did": "Led one"}),
    Verb.TOO_HEAVY_AT_REVIEW: (due(0), {}),
    Verb.HOLD_CLOSING: (due(-1), {"outcome_1": "reached", "take_away": "Wait longer"}),
}
