"""People who come late, come back or closed their chat: what waited is shown where it still matters, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from app.jobs.chat import ChatJob
from learning.actions.find_due import find_due
from learning.actions.lose_chat import lose_chat
from learning.actions.show_messages import next_message
from learning.errors import ChatClosed
from learning.feedback import RequestId
from learning.messages import MessageKind
from learning.people import Away, Person, PersonId
from learning.reaching import Way
from learning.views import InvitedView, View
from learning.work import Work
from tests.app.reaching import AS_MIA, Reaching
from tests.cast import ANA, BEN, NOW, PEOPLE, STRANGER
from tests.work_fixture import WaitingJob


async def test_a_request_that_is_over_sends_nobody_a_mail(reaching: Reaching) -> None:
    reaching.story.arrives(AS_MIA)
    reaching.story.answers(reaching.request)
    reaching.story.run(lose_chat, STRANGER, Away.REMOVED, NOW)
    await reaching.runs()
    assert reaching.microsoft.sent == []


async def asks_ben_again(reaching: Reaching, away: Away) -> Reaching:
    story = reaching.story
    story.run(lose_chat, BEN, away, NOW)
    contract = story.asks(story.drafts(), peers=[BEN])
    story.chat_of(ANA)
    return Reaching(story, story.request_to(BEN, contract), reaching.runner, reaching.microsoft, may_install=True)


async def test_who_removed_the_app_is_written_to_but_does_not_get_it_again_unasked(reaching: Reaching) -> None:
    again = await asks_ben_again(reaching, Away.REMOVED)
    await again.runs()
    assert (reaching.microsoft.installed, len(reaching.microsoft.sent)) == ([], 1)


async def test_who_blocked_the_app_hears_nothing_from_us(reaching: Reaching) -> None:
    again = await asks_ben_again(reaching, Away.BLOCKED)
    await again.runs()
    assert (reaching.microsoft.installed, reaching.microsoft.sent) == ([], [])
    assert [view.way for view in again.told() if isinstance(view, InvitedView)] == [Way.LINK]


class ClosedChat:
    """A chat that its person has closed."""

    def __init__(self, away: Away) -> None:
        self.away = away
        self.tried: list[tuple[PersonId, type[View], str | None]] = []

    async def post(self, reader: Person, view: View) -> str:
        self.tried.append((reader.id, type(view), None))
        raise ChatClosed("403", self.away)

    async def replace(self, reader: Person, message: str, view: View) -> None:
        self.tried.append((reader.id, type(view), message))
        raise ChatClosed("403", self.away)


async def test_a_closed_chat_is_tried_once_and_then_left_alone(
    reaching: Reaching,
    waiting_jobs: Callable[[], Sequence[WaitingJob]],
) -> None:
    story, chat = reaching.story, ClosedChat(Away.BLOCKED)
    contract = story.asks(story.drafts(), peers=[BEN])
    job = ChatJob(reaching.runner, chat, lambda: story.now)
    await job(BEN)
    await job(BEN)
    assert len(chat.tried) == 1
    assert story.run(_person, BEN) == (None, Away.BLOCKED, NOW)
    assert RequestId(story.request_to(BEN, contract).id) in {job.about for job in waiting_jobs() if job.kind == "reach"}


async def test_who_comes_back_is_shown_what_still_matters(reaching: Reaching) -> None:
    story = reaching.story
    story.chat_of(BEN)
    story.run(lose_chat, BEN, Away.REMOVED, NOW)
    story.asks(story.drafts(), peers=[BEN])
    assert story.run(next_message, BEN, NOW) is None
    story.arrives(PEOPLE[1])
    assert story.run(_person, BEN) == (PEOPLE[1].chat, None, None)
    assert sorted(story.new_kinds(BEN)) == [MessageKind.REQUEST, MessageKind.WELCOME]


async def test_a_request_that_waited_is_shown_once_also_after_its_reminder(reaching: Reaching) -> None:
    reaching.story.now += timedelta(days=8)
    reaching.story.run(find_due, reaching.story.now)
    reaching.story.arrives(AS_MIA)
    assert sorted(reaching.story.new_kinds(STRANGER)) == [MessageKind.REQUEST, MessageKind.WELCOME]


async def test_a_request_that_ended_meanwhile_is_not_shown_to_who_comes_late(reaching: Reaching) -> None:
    reaching.story.now += timedelta(days=15)
    reaching.story.run(find_due, reaching.story.now)
    reaching.story.arrives(AS_MIA)
    assert reaching.story.new_kinds(STRANGER) == [MessageKind.WELCOME]
    await reaching.runs()
    assert reaching.microsoft.sent == []


def _person(work: Work, person: PersonId) -> tuple[str | None, Away | None, object]:
    known = work.people.get(person)
    return known.chat, known.away, known.away_since
