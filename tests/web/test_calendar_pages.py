"""The calendar file over HTTP: read by whoever has the address, by nobody else, and only when it has changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from learning.actions.draft_contract import draft_contract
from learning.actions.keep_feed import end_feed, make_feed, renew_feed
from learning.actions.pressing import Press
from learning.actions.save_draft import SaveDraft
from learning.actions.start_cycle import start_cycle
from learning.entries import Slot
from learning.feed import MOST_ENTRIES, Feed, FeedEntry
from learning.review import Review, ReviewId, drop
from learning.terms import Draft
from learning.work import Work
from tests.cast import ANA, NOW
from tests.graph.test_graph_batch_loop import LONGEST_STEP_MS, watched
from tests.learning.story import GOAL, TERMS
from tests.web.browser import CHAT, World, opened


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def calendar(self) -> Calendar:
        """The file as an independent reader understands it."""
        return IcsCalendarStream.calendar_from_ics(self.body.decode())


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(f"sqlite:///{tmp_path}/files.db") as world:
        yield world


@pytest.fixture
async def feed(world: World) -> Feed:
    """Ana's cycle with two reviews in the chat, and her address."""

    def begin(work: Work) -> Feed:
        contract = draft_contract(work, None, ANA, NOW)
        draft = Draft(terms=TERMS, peers=(), question="", why="")
        start_cycle(work, SaveDraft(contract=contract.id, draft=draft, press=Press(key="1", version=1)), ANA, NOW)
        for number, review in enumerate(work.reviews.open_of(ANA), 1):
            starts_at = NOW + timedelta(days=28 * number)
            slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
            work.reviews.put(replace(review, slot=slot))
        return make_feed(work, Press(key="2", version=0), ANA, NOW)

    return await world.runner.run(begin)


async def asks(world: World, path: str, method: str = "GET", **headers: str) -> Answer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with world.session.request(method, world.server.make_url(path), headers=sent) as answer:
        return Answer(answer.status, answer.headers.copy(), await answer.read())


def address(feed: Feed) -> str:
    return f"/calendar/{feed.secret}.ics"


async def reviews(world: World) -> list[Review]:
    return list(await world.runner.run(lambda work: work.reviews.open_of(ANA)))


async def test_a_calendar_reads_every_review_and_none_of_the_learners_words(world: World, feed: Feed) -> None:
    answer = await asks(world, address(feed))
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert (answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    first, second = answer.calendar.events
    assert (first.summary, first.classification, first.status) == ("Learning review", "PRIVATE", EventStatus.CONFIRMED)
    assert (first.dtstart, first.dtend) == (NOW + timedelta(days=28), NOW + timedelta(days=28, minutes=30))
    assert str(first.url) == CHAT
    assert first.uid != second.uid
    for words in (GOAL, TERMS.ways, TERMS.proof, "Ana", ANA):
        assert words.encode() not in answer.body


async def test_what_has_not_changed_is_not_sent_again(world: World, feed: Feed) -> None:
    first = await asks(world, address(feed))
    world.passes(days=3)
    same = await asks(world, address(feed))
    assert same.body == first.body
    by_tag = await asks(world, address(feed), If_None_Match=f'"other", W/{first.headers["ETag"]}')
    by_time = await asks(world, address(feed), If_Modified_Since=first.headers["Last-Modified"])
    for answer in (by_tag, by_time):
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == "private, no-cache"


async def test_what_has_changed_is_sent_whatever_time_the_calendar_names(world: World, feed: Feed) -> None:
    first = await asks(world, address(feed))
    world.passes(days=3)
    review, _ = await reviews(world)
    await world.runner.run(lambda work: work.reviews.put(drop(review, now=world.now)))
    later = format_datetime((world.now + timedelta(days=9)).astimezone(UTC), usegmt=True)
    answer = await asks(world, address(feed), If_None_Match=first.headers["ETag"], If_Modified_Since=later)
    assert answer.status == 200
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == world.now
    before, after = first.calendar.events[0], answer.calendar.events[0]
    assert (after.uid, after.sequence, after.status) == (before.uid, 1, EventStatus.CANCELLED)
    assert before.sequence == 0
    by_time = await asks(world, address(feed), If_Modified_Since=first.headers["Last-Modified"])
    assert by_time.status == 200


async def test_who_only_looks_whether_anything_changed_gets_no_body(world: World, feed: Feed) -> None:
    whole, head = await asks(world, address(feed)), await asks(world, address(feed), "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


async def test_one_review_is_to_be_had_as_a_file_with_the_same_name_for_ever(world: World, feed: Feed) -> None:
    review, _ = await reviews(world)
    answer = await asks(world, f"/calendar/{feed.secret}/{review.id}.ics")
    (entry,) = answer.calendar.events
    assert answer.headers["Content-Disposition"] == 'attachment; filename="learning-review.ics"'
    in_feed = (await asks(world, address(feed))).calendar.events[0]
    assert (entry.uid, entry.sequence, entry.dtstart) == (in_feed.uid, in_feed.sequence, in_feed.dtstart)
    assert b"X-WR-CALNAME" not in answer.body  # Outlook would make a calendar of it


async def test_what_leads_nowhere_is_answered_alike(world: World, feed: Feed) -> None:
    def renew(work: Work) -> Feed:
        return renew_feed(work, Press(key="3", version=feed.version), ANA, NOW)

    review, _ = await reviews(world)
    newer = await world.runner.run(renew)
    assert (await asks(world, address(newer))).status == 200
    removed = await world.runner.run(lambda work: end_feed(work, Press(key="4", version=newer.version), ANA, NOW))
    assert removed.secret is None
    paths = [
        address(feed),
        address(newer),
        "/calendar/0.ics",
        f"/calendar/{'x' * 4000}.ics",
        "/calendar/%00%ff.ics",
        f"/calendar/{feed.secret}/{review.id}.ics",
        f"/calendar/{newer.secret}/nothing.ics",
    ]
    answers = [await asks(world, path) for path in paths]
    assert {(answer.status, answer.body) for answer in answers} == {(404, b"404: Not Found")}
    assert len({frozenset(set(answer.headers.items()) - {("Date", answer.headers["Date"])}) for answer in answers}) == 1


async def test_an_address_opens_no_review_of_anybody_else(world: World, feed: Feed) -> None:
    answer = await asks(world, f"/calendar/{feed.secret}/somebody-elses.ics")
    assert (answer.status, answer.body) == (404, b"404: Not Found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND"])
async def test_nothing_can_be_written_there(world: World, feed: Feed, method: str) -> None:
    assert (await asks(world, address(feed), method)).status == 405


async def test_a_file_as_long_as_files_get_holds_nobody_up(
    world: World, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def holds_as_much_as_it_can(work: Work) -> None:
        for number in range(MOST_ENTRIES):
            begins = NOW - timedelta(hours=2 * number + 2)
            slot = Slot(starts_at=begins, ends_at=begins + timedelta(hours=1))
            work.feeds.add_entry(FeedEntry(review=ReviewId(f"past {number}"), person=ANA, slot=slot, changed_at=NOW))

    await world.runner.run(holds_as_much_as_it_can)
    await asks(world, address(feed))  # warms up
    with watched(monkeypatch) as watchdog:
        answer = await asks(world, address(feed))
    assert len(answer.calendar.events) == MOST_ENTRIES
    assert watchdog.longest[0] < LONGEST_STEP_MS, watchdog.longest
