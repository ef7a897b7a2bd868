"""What is kept of private addresses and of what was handed out there, on whatever database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.entries import Slot
from learning.errors import SomeoneWasFaster
from learning.feed import Feed, FeedEntry
from learning.review import ReviewId
from learning.sign_in import fingerprint
from learning.work import Work
from tests.cast import ANA, BEN, NOW, slot
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

FEED = Feed(person=ANA, secret="secret of ana", made_at=NOW)
ENTRY = FeedEntry(review=ReviewId("review-1"), person=ANA, slot=slot("2026-03-30 08:00", "08:30"), changed_at=NOW)


def test_a_feed_is_kept_and_found_by_the_fingerprint_of_its_secret_alone(run: Run) -> None:
    run(lambda work: work.feeds.add(FEED))
    assert run(lambda work: work.feeds.of(ANA)) == FEED
    assert run(_by, "secret of ana") == FEED
    assert run(lambda work: work.feeds.by_fingerprint("secret of ana")) is None
    newer = replace(FEED, secret="newer", made_at=NOW + timedelta(days=1))
    kept = run(lambda work: work.feeds.put(newer))
    assert kept == replace(newer, version=2) == run(_by, "newer")
    assert run(_by, "secret of ana") is None
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.feeds.put(FEED))


def test_feeds_without_an_address_are_kept_side_by_side_and_found_by_nothing(run: Run) -> None:
    for person in (ANA, BEN):
        run(_add, Feed(person=person, secret=None, made_at=NOW, ended_at=NOW))
    assert run(lambda work: work.feeds.of(BEN)) == Feed(person=BEN, secret=None, made_at=NOW, ended_at=NOW)
    for nothing in ("", "None"):
        assert run(_by, nothing) is None


def test_entries_are_kept_by_time_and_each_person_has_their_own(run: Run) -> None:
    later = replace(ENTRY, review=ReviewId("review-0"), slot=slot("2026-04-27 08:00", "09:00"))
    for entry in (later, ENTRY, replace(ENTRY, review=ReviewId("bens"), person=BEN)):
        run(_add_entry, entry)
    assert run(lambda work: work.feeds.entries_of(ANA)) == [ENTRY, later]
    moved = Slot(starts_at=ENTRY.slot.starts_at + timedelta(hours=1), ends_at=ENTRY.slot.ends_at + timedelta(hours=1))
    changed = replace(ENTRY, slot=moved, sequence=4, changed_at=NOW + timedelta(days=1), cancelled_at=NOW)
    run(lambda work: work.feeds.put_entry(changed))
    assert run(lambda work: work.feeds.entries_of(ANA)) == [replace(changed, version=2), later]
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.feeds.put_entry(ENTRY))


def _by(work: Work, secret: str) -> Feed | None:
    return work.feeds.by_fingerprint(fingerprint(secret))


def _add(work: Work, feed: Feed) -> None:
    work.feeds.add(feed)


def _add_entry(work: Work, entry: FeedEntry) -> None:
    work.feeds.add_entry(entry)
