"""What must be so whenever it has come to rest: nothing goes wrong any more, and the app has done all that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from learning.actions.follow_calendar import followed
from learning.calendar_plan import Seen, compare
from learning.clash import is_asked_over_away
from learning.entries import Entry, Slot
from learning.review import Review
from tests.two_sides.app_side import TITLE
from tests.two_sides.outlook import Stands
from tests.two_sides.world import World

Promise = Callable[[World], None]


def nothing_went_wrong_by_itself(world: World) -> None:
    """The job fails for reasons of the outside's, and for no other."""
    if world.bugs:
        raise AssertionError("the calendar job has a bug") from world.bugs[0]


def the_plan_is_empty(world: World) -> None:
    """What should stand does: there is no step left."""
    state = world.run(followed, world.person, world.now)
    if state is None:
        return
    stands = {each.id: each for each in world.entries()}
    ours = {entry for review in state.reviews for entry in (review.entry, *review.former) if entry is not None}
    headless = {each.id for each in stands.values() if each.is_headless}  # of which Graph told nothing
    seen = Seen(
        entries={entry: _as_seen(stands.get(entry)) for entry in ours if entry not in headless},
        elsewhere=frozenset(each.id for each in stands.values() if each.calendar),
        mark="",
    )
    steps = compare(state.reviews, seen, now=world.now)
    assert not steps, steps


def _as_seen(stands: Stands | None) -> Entry | None:
    if stands is None:
        return None
    return Entry(id=stands.id, slot=stands.slot, title=stands.title, is_series=stands.is_series)


def no_review_is_lost_or_doubled(world: World) -> None:
    """Each that is still to be held, and not asked about, stands once; nothing else of the app's does.

    A series that is no review's any more is theirs; and so is what they brought back when its review was over, or put
    to a later time when it had begun and was held.
    """
    keys, reviews = world.keys(), world.reviews()
    stands = _ours(world, reviews)
    for each in stands:
        assert each.key in keys, ("the app wrote something that belongs to no review", each)
    for review in reviews:
        written = [each for each in stands if keys[each.key or ""].id == review.id]
        if _should_stand(review):
            assert [each.id for each in written] == [review.entry], ("it is lost or doubled", review, written)
        for each in written:
            is_late = each.id in world.moved and review.unwanted_at is None
            is_theirs = (each.id in world.brought_back or is_late) and not review.is_open
            is_right = _should_stand(review) or is_theirs or _is_history(review, each.slot.starts_at)
            assert is_right, ("it stands though it is over", review, each)


def _ours(world: World, reviews: list[Review]) -> list[Stands]:
    """What the app wrote, but for series that are no review's."""
    current = {review.entry for review in reviews if review.is_open}
    return [each for each in world.entries() if not each.is_series or each.id in current]


def _should_stand(review: Review) -> bool:
    is_asked_without = review.asked_at is not None and review.entry is None
    return review.is_open and review.gone_at is None and not is_asked_without


def _is_history(review: Review, starts_at: datetime) -> bool:
    """What has passed stays; and what was asked for in the chat alone is not written again."""
    over = review.held_at or review.skipped_at or review.asked_at
    return over is not None and starts_at <= over


def nothing_foreign_was_touched(world: World) -> None:
    """What the app did not write, and what a person made of it, is as its person left it, to the byte."""
    world.check_foreign()


def their_words_stay(world: World) -> None:
    """The title that they gave, also when the entry was put back, and the text that they wrote."""
    keys = world.keys()
    for each in _ours(world, world.reviews()):
        review = keys[each.key or ""]
        if each.id in world.titles or each.id == review.entry:  # else they brought it back when its review was over
            titles = {world.named.get(review.id, TITLE), *world.given.get(review.id, ())}  # it may have learnt any
            titles = {world.titles[each.id]} if each.id in world.titles else titles
            assert each.title in titles, ("renamed", each, titles)
            world.named[review.id] = each.title
        assert world.texts.get(each.id, "") in each.text, ("their text is gone", each)


def their_hand_wins(world: World) -> None:
    """What they placed stays there; what they deleted is asked about and not written again."""
    stands = {each.id: each for each in world.entries()}
    for entry, slot in world.placed.items():
        if entry in stands:
            assert stands[entry].slot == slot, ("moved against their hand", entry)
    keys = world.keys()
    for each in _ours(world, world.reviews()):
        is_theirs = each.id in world.brought_back
        assert is_theirs or keys[each.key or ""].id not in world.deleted, ("written though they deleted it", each)


def who_is_back_at_work_is_asked_no_more(world: World) -> None:
    """Where one reading could not see that they are, the next one does."""

    def asked() -> list[Slot]:
        return [each.slot for each in world.reviews() if each.slot and is_asked_over_away(each, now=world.now)]

    if asked():
        world.works_once_more()
    away = [each.slot for each in world.own_events() if each.shown_as == "oof" and not each.calendar]
    for slot in asked():
        assert any(each.overlaps(slot) for each in away), ("asked though they are at work", slot)


def no_cycle_is_ended_by_the_calendar(world: World) -> None:
    """Whoever closes a cycle is the person, at its closing review."""
    closed = {cycle.id for cycle in world.cycles() if cycle.closed_at}
    assert closed == world.closed, closed ^ world.closed


PROMISES: tuple[Promise, ...] = (
    nothing_went_wrong_by_itself,
    the_plan_is_empty,
    no_review_is_lost_or_doubled,
    nothing_foreign_was_touched,
    their_words_stay,
    their_hand_wins,
    who_is_back_at_work_is_asked_no_more,
    no_cycle_is_ended_by_the_calendar,
)


def comes_to_rest(world: World) -> None:
    """Whatever went wrong has passed. Then every promise holds, and doing all of it again changes nothing."""
    world.is_followed()
    world.tells("it comes to rest")
    try:
        for promise in PROMISES:
            promise(world)
        _again_changes_nothing(world)
    except AssertionError as broken:
        broken.add_note("\n".join(world.story))
        raise


def _again_changes_nothing(world: World) -> None:
    changes, reviews = world.outlook.changes(), world.reviews()
    world.works_once_more()
    others = [pair for pair in zip(reviews, world.reviews(), strict=True) if pair[0] != pair[1]]
    assert not others, ("done again, it does something else", others)
    assert world.outlook.changes() == changes, "done again, it changes the calendar"
