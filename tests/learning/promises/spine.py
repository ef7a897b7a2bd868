"""The fourth promise of the product: the calendar is the spine."""

from __future__ import annotations

from datetime import datetime

from learning.companion import guests_of
from learning.review import Review
from tests.learning.promises.anas_calendar import EVA
from tests.learning.promises.picture import Picture
from tests.learning.promises.world import Deed, World


def the_calendar_is_the_spine(world: World, deed: Deed) -> None:
    """4. The cycle follows the calendar; the app fights no hand in it, doubles nothing, touches nothing of others."""
    assert world.calendar.fights == []
    if deed.name != "the calendar is followed":
        return
    standing = {entry.id: entry.slot for entry in world.calendar.ours}
    for review in deed.after.reviews.values():
        if _should_stand(review):
            assert review.entry
            assert standing.pop(review.entry) == review.slot == review.stood
        elif review.entry in standing:
            assert not review.is_open or review.gone_at
            slot = standing.pop(review.entry)
            is_her_own = slot != review.stood  # dragged when it was over, or before anybody could know of the drag
            assert is_her_own or _began_before_it_was_over(review, slot.starts_at)
    for review in deed.after.reviews.values():
        if review.entry in world.calendar.entries:
            _has_its_guests(world, deed.after, review)
    for entry in standing:  # a former entry of a review that was put back after its time
        assert deed.after.reviews[world.calendar.review_of[entry]].writes, entry


def _has_its_guests(world: World, picture: Picture, review: Review) -> None:
    """Companions of now where she did not take them out, none of before, and nobody else but by her own hand."""
    if not _should_stand(review) or review.entry is None or review.stood is None or review.stood.starts_at <= world.now:
        return
    company = picture.companies.get(review.cycle)
    invited = set(guests_of(company, review.id)) if company else set()
    assert {each.guest for each in world.calendar.entries[review.entry].guests} - {EVA} == invited


def _should_stand(review: Review) -> bool:
    is_asked_without = review.asked_at is not None and review.entry is None
    return review.is_open and review.gone_at is None and not is_asked_without


def _began_before_it_was_over(review: Review, starts_at: datetime) -> bool:
    over = review.held_at or review.skipped_at
    return over is not None and starts_at <= over
