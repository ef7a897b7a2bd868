"""The nine promises of the product, each as what must be so after every single deed; and that nothing is lost.

Each is one function. It looks at what was done (`deed`) and at what somebody who watched all of it remembers (`world`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.buttons import Verb
from learning.cycle import Cycle
from learning.errors import NotHere, PressedAlready
from learning.feedback import END_AFTER, REMIND_AFTER, FeedbackRequest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.views import OutcomeView, RequestView
from tests.cast import ANA
from tests.learning.promises.cards import card_of, line_of, sentence_of, shown_of
from tests.learning.promises.picture import Picture
from tests.learning.promises.spine import the_calendar_is_the_spine
from tests.learning.promises.words import words_in
from tests.learning.promises.world import BYSTANDER, NAMES, Deed, Sight, World

Promise = Callable[[World, Deed], None]

BY_ANA_ALONE = {
    "Ana saves a draft",
    "Ana starts a cycle",
    "Ana revises her contract",
    "Ana moves the end",
    "Ana pauses",
    "Ana goes on",
    "Ana stops early",
    "Ana keeps evidence",
    "Ana invites companions",
    "Ana goes on alone",
    "Ana removes steps",
    "Ana removes time",
    "Ana adds a goal",
    "Ana decides on her goals",
    "Ana holds a check-in",
    "Ana closes her cycle",
    "Ana closes her cycle and rests",
}
QUIET = {
    "a peer saves unfinished",
    "a peer says not now",
    "a peer begins to suggest",
    "a peer goes back to advising",
    "a peer opens their advice",
    "a peer leaves it as it was",
}
CLOSING = {"Ana closes her cycle", "Ana closes her cycle and rests"}
GOAL = "goal "
FOR_PEERS = {MessageKind.WELCOME, MessageKind.REQUEST, MessageKind.OUTCOME}


def no_permission(world: World, deed: Deed) -> None:  # noqa: ARG001  promises are asked alike
    """1. What is Ana's changes by her hand, her calendar and time alone; and she never has to wait for anybody."""
    if deed.who not in (ANA, None):
        assert deed.after.learning_of_ana == deed.before.learning_of_ana
    if deed.name in BY_ANA_ALONE:
        assert deed.is_done, deed.refusal


def the_learner_owns_it(world: World, deed: Deed) -> None:
    """2. Everybody sees what was sent to them, as it was sent, and not a word more; a bystander sees nothing."""
    for sight in deed.seen:
        assert not world.words.kept_from(sight.person, sight.view)
        assert not words_in(line_of(sight))  # a notification stands on a locked screen
        if sight.person != ANA:
            _is_for_this_peer(world, sight)
    if deed.name == "somebody presses for another":
        assert isinstance(deed.refusal, NotHere)


def _is_for_this_peer(world: World, sight: Sight) -> None:
    assert sight.kind in FOR_PEERS
    assert sight.person != BYSTANDER or sight.kind is MessageKind.WELCOME
    if isinstance(sight.view, RequestView | OutcomeView):
        assert sight.view.request.peer == sight.person
    if isinstance(sight.view, RequestView):
        assert words_in(sight.view.revision.terms) == world.sent[sight.view.request.id]


def it_stays_light(world: World, deed: Deed) -> None:
    """3. "Too heavy" makes it smaller, in one tap and in one way; undoing it brings back what was there."""
    before, after = _sizes(deed.before), _sizes(deed.after)
    changed = [each for each in after if each in before and after[each] != before[each]]
    if deed.name.startswith("Ana finds it too heavy") and deed.is_done:
        (cycle,) = changed
        (things, ends_on), (fewer, sooner) = before[cycle], after[cycle]
        assert fewer <= things
        assert fewer < things if sooner == ends_on else world.today(7) <= sooner < ends_on
        put_off = {each for each in things - fewer if each.startswith(GOAL)}
        assert not put_off or (put_off == things - fewer and sooner == ends_on)
        world.before_heavy[cycle] = before[cycle]
    elif deed.name == "Ana undoes that" and deed.is_done:
        (cycle,) = [each for each in after if deed.before.cycles[each].lighter and not deed.after.cycles[each].lighter]
        assert after[cycle] == world.before_heavy[cycle]
    else:
        for cycle in changed:  # what became of goals and reviews meanwhile stays so
            things, ends_on = world.before_heavy.get(cycle, before[cycle])
            lost, gained = before[cycle][0] - after[cycle][0], after[cycle][0] - before[cycle][0]
            world.before_heavy[cycle] = ((things - lost) | gained, ends_on)


def _sizes(picture: Picture) -> dict[str, tuple[frozenset[str], date]]:
    """Of each running cycle: its goals and the reviews still to be held, and its end."""
    return {cycle.id: (_goals(picture, cycle) | _reviews(picture, cycle), cycle.ends_on) for cycle in picture.running}


def _goals(picture: Picture, cycle: Cycle) -> frozenset[str]:
    return frozenset(f"{GOAL}{goal.number}" for goal in picture.contracts[cycle.contract].terms.goals)


def _reviews(picture: Picture, cycle: Cycle) -> frozenset[str]:
    return frozenset(each.id for each in picture.reviews.values() if each.cycle == cycle.id and each.is_open)


def the_loop_closes(world: World, deed: Deed) -> None:  # noqa: ARG001  promises are asked alike
    """5. Advice can be answered once; at the end exactly those who advised hear exactly her words, if she has some."""
    if deed.name in ("Ana takes advice", "Ana parks advice"):
        assert deed.is_done, deed.refusal
    told = {r.peer: r for r in deed.after.requests.values() if r.outcome_at and not _told(deed.before, r)}
    words = deed.command.answers.outcome_words if deed.name in CLOSING and deed.is_done else ""
    if not words:
        assert not told
        return
    contract = deed.before.cycles[deed.before.reviews[deed.command.review].cycle].contract
    of_contract = [each for each in deed.before.requests.values() if each.contract == contract]
    assert set(told) == {each.peer for each in of_contract if each.has_advice}
    assert {each.outcome for each in told.values()} <= {words}
    brought = [deed.after.messages[each] for each in deed.new_messages]
    outcomes = [(each.person, each.about) for each in brought if each.kind is MessageKind.OUTCOME]
    assert sorted(outcomes) == sorted((peer, request.id) for peer, request in told.items())


def _told(picture: Picture, request: FeedbackRequest) -> bool:
    known = picture.requests.get(request.id)
    return known is not None and known.outcome_at is not None


def support_as_much_as_one_wants(world: World, deed: Deed) -> None:
    """6. In a pause no review comes unasked; a request reminds once, not who said "not now"; nobody else is beside."""
    _companions_as_she_says(deed)
    if deed.name != "time passes":
        return
    for message in (deed.after.messages[each] for each in deed.new_messages):
        if message.kind is MessageKind.REVIEW:
            review = deed.before.reviews[message.about]
            assert deed.before.cycles[review.cycle].paused_at is None
            assert review.asked_at is None
            assert review.slot
            assert review.slot.starts_at <= world.now
        elif message.kind is MessageKind.REQUEST:
            request = deed.before.requests[message.about]
            assert REMIND_AFTER <= world.now - request.asked_at < END_AFTER
            assert request.is_open
            assert request.id not in world.not_now
            assert len(deed.after.about(MessageKind.REQUEST, request.id)) == 2  # the request and one reminder
        else:
            assert message.kind is MessageKind.CONTRACT  # the draft after a rest, on the day that she named


def _companions_as_she_says(deed: Deed) -> None:
    """Exactly those are beside her whom she picked; and another time that one of them proposes is told once."""
    if deed.name == "Ana goes on alone":
        assert not deed.after.companies[deed.command.cycle].invited
    if deed.name == "Ana invites companions":
        beside = {each.person for each in deed.after.companies[deed.command.on.cycle].invited}
        assert beside == set(deed.command.companions)
    stand = [each for each in deed.after.proposals.values() if each.over_at is None]
    assert len({(each.review, each.talk, each.guest.key, each.slot) for each in stand}) == len(stand)
    for message in (deed.after.messages[each] for each in deed.new_messages):
        assert message.kind is not MessageKind.PROPOSAL or message.about not in deed.before.proposals


def leave_at_any_time(world: World, deed: Deed) -> None:
    """7. Whoever removes the app is let go at once, is shown nothing more, and loses nothing that is theirs."""
    if deed.name == "somebody removes the app":
        assert deed.is_done
        assert deed.after.learning_of_ana == deed.before.learning_of_ana
        assert deed.after.requests == deed.before.requests
    assert not [sight for sight in deed.seen if sight.is_new and sight.person in world.away]


def staying_out_is_invisible(world: World, deed: Deed) -> None:
    """8. Not now, not yet, later and never look alike to Ana; nobody else learns who was asked, or suggested."""
    if deed.name in QUIET or (deed.name == "somebody removes the app" and deed.who != ANA):
        assert deed.after.all_that_ana_can_know == deed.before.all_that_ana_can_know
    if deed.name == "time passes":
        for request in deed.before.requests.values():
            _ends_alike(world, deed, request)
    for sight in deed.seen:
        if sight.person != ANA:
            known = {ANA, sight.person, *world.suggested_by[sight.person]}
            assert not _named_in(sight.view) - known


def _ends_alike(world: World, deed: Deed, before: FeedbackRequest) -> None:
    """A request that is open ends on its day, and until then time changes nothing about it.

    But for a talk, which its peer wished for openly: one that passed before any calendar had it is theirs to arrange.
    """
    after = deed.after.requests[before.id]
    talks = [each for each in deed.before.appointments.values() if each.about == before.id and each.entry is None]
    if before.is_open and world.now - before.asked_at >= END_AFTER:
        assert after.ended_at == world.now
    elif before.wants_talk and any(each.slot.ends_at <= world.now for each in talks):
        assert after in (before, replace(before, talk_by_hand_at=world.now, version=before.version + 1))
    else:
        assert after == before


def _named_in(view: object) -> set[PersonId]:
    text = repr(view)
    return {person.id for person in NAMES.values() if person.id in text or person.name in text}


def usable_by_everyone(world: World, deed: Deed) -> None:
    """9. Whatever anybody is shown is a card within the limits of every client; whatever is refused has a sentence."""
    if deed.refusal is not None:
        assert sentence_of(deed.refusal, deed.who)
        if deed.name == "Ana goes back to her draft":
            for advice in world.looks_at(ANA, MessageKind.ADVICE, deed.command):
                assert Verb.REVISE_DRAFT not in shown_of(advice), "a button that is refused"
    for sight in deed.seen:
        assert card_of(sight)


SAYS_WHAT_IS_SO = {MessageKind.REQUEST, MessageKind.REQUESTS, MessageKind.ADVICE, MessageKind.OUTCOME}
"""Cards on which nothing depends on the hour and nobody may be typing: once read, they are up to date."""


def nothing_is_lost_or_doubled(world: World, deed: Deed) -> None:
    """A press counts once; an old card changes nothing; and a chat that was read shows what is so."""
    if deed.name == "a button is pressed twice":
        assert isinstance(deed.refusal, PressedAlready)
    if deed.name == "an old card is pressed":
        assert not deed.is_done
    if deed.name == "companions are looked up":
        _everybody_was_looked_up(deed.after)
    if deed.name == "everybody reads their chat":
        for sight in deed.seen:
            if sight.kind in SAYS_WHAT_IS_SO:
                world.in_chat[(sight.person, sight.kind, sight.about)] = shown_of(sight)
        for (person, kind, about), card in world.in_chat.items():
            if person not in world.away:
                assert shown_of(world.looks_at(person, kind, about)[-1]) == card, (kind, NAMES[person].name)


def _everybody_was_looked_up(picture: Picture) -> None:
    for cycle in {each.cycle for each in picture.reviews.values() if each.is_open}:
        if picture.cycles[cycle].closed_at is None and (company := picture.companies.get(cycle)):
            assert all(each.guest or each.unknown_at for each in company.invited)


NINE_PROMISES: tuple[Promise, ...] = (
    no_permission,
    the_learner_owns_it,
    it_stays_light,
    the_calendar_is_the_spine,
    the_loop_closes,
    support_as_much_as_one_wants,
    leave_at_any_time,
    staying_out_is_invisible,
    usable_by_everyone,
)
PROMISES = (*NINE_PROMISES, nothing_is_lost_or_doubled)
