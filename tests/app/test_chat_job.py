"""What a chat refuses: for good, for now, since a message is gone, or with an answer that is older than a return."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import delete
from sqlalchemy.engine import Engine

from app.jobs.chat import ChatJob
from app.jobs.set_aside import ChatSetAside
from learning.actions.find_due import find_due
from learning.actions.telling import bring, refresh
from learning.errors import ChatClosed, OutsideFailure
from learning.jobs import LATER
from learning.messages import MessageKind
from learning.people import Away, Person, PersonId
from learning.views import ContractView, MovedDownView, RequestView, UndeliveredView, View
from learning.work import Work
from storage.runner import WorkRunner
from storage.tables import jobs
from tests.cast import ANA, BEN, NOW, PEOPLE
from tests.learning.story import Story
from tests.work_fixture import Run, WaitingJob

GONE = OutsideFailure("the chat service answered 404 ActivityNotFoundInConversation", permanent=True)
TOO_LARGE = OutsideFailure("the chat service answered 413 MessageSizeTooBig", permanent=True)
AWAY = OutsideFailure("the chat service answered 503")
AS_BEN = PEOPLE[1]


@dataclass
class Teams:
    """A chat that refuses as it is told to, one call after the other, and takes everything else."""

    refuses: list[OutsideFailure | None] = field(default_factory=list)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    posted: list[View] = field(default_factory=list)
    replaced: list[tuple[str, View]] = field(default_factory=list)

    async def post(self, reader: Person, view: View) -> str:
        self._take(reader)
        self.posted.append(view)
        return f"message {len(self.posted)}"

    async def replace(self, reader: Person, message: str, view: View) -> None:
        self._take(reader)
        self.replaced.append((message, view))

    def _take(self, reader: Person) -> None:
        assert reader.chat
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if self.refuses and (refusal := self.refuses.pop(0)) is not None:
            raise refusal


@dataclass
class Chat:
    """Ana has asked Ben."""

    story: Story
    runner: WorkRunner
    teams: Teams

    async def runs(self, person: PersonId) -> None:
        await ChatJob(self.runner, self.teams, lambda: self.story.now)(person)


@pytest.fixture
async def chat(run: Run, engine: Engine) -> AsyncIterator[Chat]:
    story = Story(run, NOW)
    for person in PEOPLE:
        story.arrives(person)
        story.chat_of(person.id)
    runner = WorkRunner(engine)
    yield Chat(story, runner, Teams())
    await runner.close()


async def test_a_message_that_is_gone_is_sent_anew_to_who_still_needs_it(chat: Chat) -> None:
    contract = chat.story.asks(chat.story.drafts())
    await chat.runs(BEN)
    chat.story.run(refresh, MessageKind.REQUEST, chat.story.request_to(BEN, contract).id, now=NOW)
    chat.teams.refuses = [GONE]
    await chat.runs(BEN)
    assert [type(view) for view in chat.teams.posted] == [RequestView, RequestView]
    chat.story.run(refresh, MessageKind.REQUEST, chat.story.request_to(BEN, contract).id, now=NOW)
    await chat.runs(BEN)
    assert [(message, type(view)) for message, view in chat.teams.replaced] == [("message 2", RequestView)]


async def test_a_message_that_is_gone_is_not_sent_anew_when_it_is_over(chat: Chat) -> None:
    contract = chat.story.asks(chat.story.drafts())
    await chat.runs(BEN)
    chat.story.answers(chat.story.request_to(BEN, contract))
    chat.story.takes(chat.story.request_to(BEN, contract))
    chat.teams.refuses = [GONE]
    await chat.runs(BEN)
    assert len(chat.teams.posted) == 1
    await chat.runs(BEN)
    assert chat.teams.replaced == []


async def test_a_gone_message_that_was_brought_further_down_is_not_missed(chat: Chat) -> None:
    contract = chat.story.drafts()
    await chat.runs(ANA)
    chat.story.now += LATER
    chat.story.run(bring, ANA, MessageKind.CONTRACT, contract.id, now=chat.story.now)
    chat.teams.refuses = [GONE]
    await chat.runs(ANA)
    assert [type(view) for view in chat.teams.posted] == [ContractView, ContractView]
    assert not any(isinstance(view, MovedDownView) for view in chat.teams.posted)


async def test_a_request_that_no_chat_takes_is_told_to_who_asked_and_the_chat_goes_on(chat: Chat) -> None:
    chat.story.asks(chat.story.drafts())
    chat.story.asks(chat.story.drafts(PEOPLE[2].id), peers=[BEN])
    chat.teams.refuses = [TOO_LARGE]
    await chat.runs(BEN)
    assert [type(view) for view in chat.teams.posted] == [RequestView]
    assert UndeliveredView in {type(view) for _, view in chat.story.chat_of(ANA)}


async def test_an_answer_from_before_they_came_back_does_not_close_the_chat(chat: Chat) -> None:
    chat.story.asks(chat.story.drafts())
    chat.teams.refuses = [ChatClosed("403", Away.REMOVED)]
    chat.teams.meanwhile = [lambda: chat.story.arrives(AS_BEN)]
    await chat.runs(BEN)
    assert chat.story.run(_chat, BEN) == AS_BEN.chat
    assert [type(view) for view in chat.teams.posted] == [RequestView]


async def test_nor_does_one_from_the_chat_that_they_had_before(chat: Chat) -> None:
    chat.story.asks(chat.story.drafts())
    elsewhere = replace(AS_BEN, chat='{"chat": "another"}')
    chat.teams.refuses = [ChatClosed("404", Away.GONE)]
    chat.teams.meanwhile = [lambda: chat.story.arrives(elsewhere)]
    await chat.runs(BEN)
    assert chat.story.run(_chat, BEN) == elsewhere.chat


async def test_what_could_not_be_shown_for_hours_is_tried_later_and_is_then_as_things_stand(
    chat: Chat,
    waiting_jobs: Callable[[], Sequence[WaitingJob]],
    engine: Engine,
) -> None:
    contract = chat.story.asks(chat.story.drafts())
    chat.teams.refuses = [AWAY]
    with pytest.raises(OutsideFailure):
        await chat.runs(BEN)
    _all_jobs_are_done(engine)
    for _ in range(2):
        await ChatSetAside(chat.runner, lambda: chat.story.now)(BEN)
    [again] = [job for job in waiting_jobs() if job.about == BEN]
    assert again.due_at == NOW + LATER
    chat.story.now = again.due_at
    chat.story.run(find_due, chat.story.now)
    await chat.runs(BEN)
    [view] = chat.teams.posted
    assert isinstance(view, RequestView)
    assert view.request.id == chat.story.request_to(BEN, contract).id


async def test_a_chat_in_which_nothing_is_due_is_left_alone(
    chat: Chat,
    waiting_jobs: Callable[[], Sequence[WaitingJob]],
    engine: Engine,
) -> None:
    _all_jobs_are_done(engine)
    await ChatSetAside(chat.runner, lambda: chat.story.now)(BEN)
    assert waiting_jobs() == []


def _all_jobs_are_done(storage: Engine) -> None:
    with storage.begin() as connection:
        connection.execute(delete(jobs))


def _chat(work: Work, person: PersonId) -> str | None:
    return work.people.get(person).chat
