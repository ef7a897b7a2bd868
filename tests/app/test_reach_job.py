"""Somebody who does not have the app is asked for advice: what is done for them, once, and what the asker hears."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from app.jobs.chat import ChatJob
from app.jobs.reach import Outside, ReachJob
from learning.actions.age_requests import age_requests
from learning.actions.lose_chat import lose_chat
from learning.actions.show_messages import next_message
from learning.errors import ChatClosed, MaybeDone, OutsideFailure
from learning.feedback import FeedbackRequest, RequestId
from learning.messages import MessageKind
from learning.people import Away, Person, PersonId
from learning.reaching import DirectoryPerson, Letter, Way
from learning.views import ContractView, InvitedView, RequestView, UndeliveredView, View
from learning.work import Work
from storage.runner import WorkRunner
from tests.cast import ANA, BEN, NOW, PEOPLE, STRANGER
from tests.learning.story import Story
from tests.work_fixture import Run, WaitingJob, engine, run, waiting_jobs  # noqa: F401  fixtures

LINK = "https://teams.microsoft.com/l/app/1"
MIA = DirectoryPerson(name="Mia Rivera", mail="mia@meadow.example", locale="en-US")
AS_MIA = Person(id=STRANGER, name="Mia Rivera", locale="en-US", zone="America/New_York", chat='{"chat": "mia"}')


@dataclass
class Microsoft:
    """The three ports: a directory, a mailbox and an installer, each of which may fail once or always."""

    found: DirectoryPerson | None = MIA
    failures: list[OutsideFailure] = field(default_factory=list)
    sent: list[tuple[str, Letter]] = field(default_factory=list)
    installed: list[PersonId] = field(default_factory=list)
    cannot_install: OutsideFailure | None = None
    is_away: bool = False

    async def find(self, person: PersonId) -> DirectoryPerson | None:
        assert person in (STRANGER, BEN)
        if self.is_away:
            raise OutsideFailure("Graph is away")
        return self.found

    async def send(self, person: PersonId, address: str, letter: Letter) -> None:
        assert person in (STRANGER, BEN)
        self.sent.append((address, letter))
        if self.failures:
            raise self.failures.pop(0)

    async def install(self, person: PersonId) -> None:
        if self.cannot_install:
            raise self.cannot_install
        self.installed.append(person)


@dataclass
class Reaching:
    """Ana has asked Mia, who does not have the app."""

    story: Story
    request: FeedbackRequest
    runner: WorkRunner
    microsoft: Microsoft
    has_mail: bool = True
    may_install: bool = False

    @property
    def job(self) -> ReachJob:
        outside = Outside(
            directory=self.microsoft,
            mail=self.microsoft if self.has_mail else None,
            installer=self.microsoft if self.may_install else None,
            letter_for=_letter,
            link=LINK,
        )
        return ReachJob(self.runner, outside, lambda: self.story.now)

    async def runs(self, times: int = 1) -> None:
        for _ in range(times):
            await self.job(self.request.id)

    def told(self) -> list[View]:
        views = [view for _, view in self.story.chat_of(ANA)]
        return [view for view in views if isinstance(view, InvitedView | UndeliveredView)]

    def arrived(self) -> list[bool]:
        """What Ana's contract card says by now of whether each request has arrived."""
        views = [view for _, view in self.story.chat_of(ANA) if isinstance(view, ContractView)]
        return [state.has_arrived for state in views[-1].requests]


def _letter(asker: Person, found: DirectoryPerson) -> Letter:
    return Letter(subject=asker.name, paragraphs=(found.name,), link_text="", link=LINK, last_words="")


@pytest.fixture
async def reaching(run: Run, engine: Engine) -> AsyncIterator[Reaching]:  # noqa: F811  fixtures of that name
    story = Story(run, NOW)
    for person in PEOPLE:
        story.arrives(person)
    contract = story.asks(story.drafts(), peers=[STRANGER])
    story.chat_of(ANA)
    runner = WorkRunner(engine)
    yield Reaching(story, story.request_to(STRANGER, contract), runner, Microsoft())
    await runner.close()


def invited(way: Way) -> InvitedView:
    return InvitedView(peer="Mia Rivera", way=way, link=LINK)


async def test_they_get_one_mail_and_the_asker_one_sentence_however_often_it_runs(reaching: Reaching) -> None:
    await reaching.runs(3)
    assert [address for address, _ in reaching.microsoft.sent] == ["mia@meadow.example"]
    assert reaching.told() == [invited(Way.MAIL)]


async def test_once_they_add_the_app_the_request_stands_in_their_chat_and_is_answered(reaching: Reaching) -> None:
    await reaching.runs()
    assert reaching.story.chat_of(STRANGER) == []
    reaching.story.arrives(AS_MIA)
    kinds = reaching.story.chat_of(STRANGER)
    assert {kind for kind, _ in kinds} == {MessageKind.REQUEST, MessageKind.WELCOME}
    [seen] = [view for _, view in kinds if isinstance(view, RequestView)]
    assert seen.request.id == reaching.request.id


async def test_the_app_is_added_for_them_where_that_is_granted(reaching: Reaching) -> None:
    reaching.may_install = True
    await reaching.runs(2)
    assert (reaching.microsoft.installed, reaching.microsoft.sent) == ([STRANGER], [])
    assert reaching.told() == [invited(Way.INSTALL)]


@pytest.mark.parametrize(
    "refused", [OutsideFailure("403", needs_consent=True), OutsideFailure("not in the catalogue", permanent=True)]
)
async def test_an_app_that_may_not_be_added_becomes_a_mail(reaching: Reaching, refused: OutsideFailure) -> None:
    reaching.may_install, reaching.microsoft.cannot_install = True, refused
    await reaching.runs()
    assert len(reaching.microsoft.sent) == 1
    assert reaching.told() == [invited(Way.MAIL)]


async def test_without_a_mailbox_the_asker_gets_the_link_to_pass_on(reaching: Reaching) -> None:
    reaching.has_mail = False
    await reaching.runs()
    assert reaching.told() == [invited(Way.LINK)]


async def test_without_an_address_the_asker_gets_the_link(reaching: Reaching) -> None:
    reaching.microsoft.found = DirectoryPerson(name="Mia Rivera", mail=None, locale=None)
    await reaching.runs()
    assert reaching.told() == [invited(Way.LINK)]


async def test_a_mail_that_was_not_taken_is_sent_later(reaching: Reaching) -> None:
    reaching.microsoft.failures = [OutsideFailure("429", retry_after=timedelta(seconds=9))]
    with pytest.raises(OutsideFailure):
        await reaching.runs()
    assert reaching.told() == []
    await reaching.runs()
    assert len(reaching.microsoft.sent) == 2
    assert reaching.told() == [invited(Way.MAIL)]


async def test_a_mail_that_may_have_gone_is_never_sent_again(reaching: Reaching) -> None:
    reaching.microsoft.failures = [MaybeDone("the answer was lost")]
    await reaching.runs(2)
    assert len(reaching.microsoft.sent) == 1
    assert reaching.told() == [invited(Way.LINK)]


async def test_a_crash_while_the_mail_goes_out_sends_no_second_one(reaching: Reaching) -> None:
    async def killed(person: PersonId, address: str, letter: Letter) -> None:
        await send(person, address, letter)
        raise KeyboardInterrupt

    send = reaching.microsoft.send
    reaching.microsoft.send = killed  # type: ignore[method-assign]  # a kill, once
    with pytest.raises(KeyboardInterrupt):
        await reaching.runs()
    reaching.microsoft.send = send  # type: ignore[method-assign]
    await reaching.runs()
    assert len(reaching.microsoft.sent) == 1
    assert reaching.told() == [invited(Way.LINK)]


async def test_nobody_is_said_to_see_a_request_before_it_is_in_their_chat(reaching: Reaching) -> None:
    await reaching.runs()
    assert reaching.arrived() == [False]
    reaching.story.arrives(AS_MIA)
    assert reaching.arrived() == [True]


async def test_while_the_directory_is_away_nothing_is_refused_and_nothing_lost(reaching: Reaching) -> None:
    reaching.microsoft.is_away = True
    with pytest.raises(OutsideFailure):
        await reaching.runs()
    assert reaching.told() == []
    await reaching.job.give_up(reaching.request.id)
    assert [view.way for view in reaching.told() if isinstance(view, InvitedView)] == [Way.UNSURE]
    reaching.story.arrives(AS_MIA)
    assert MessageKind.REQUEST in reaching.story.new_kinds(STRANGER)


async def test_what_is_not_known_of_a_peer_is_not_said_and_is_put_right_when_it_is_known(
    reaching: Reaching,
    waiting_jobs: Callable[[], Sequence[WaitingJob]],  # noqa: F811  a fixture
) -> None:
    reaching.microsoft.is_away = True
    for _ in range(2):
        await reaching.job.give_up(reaching.request.id)
    assert {view.way for view in reaching.told() if isinstance(view, InvitedView)} == {Way.UNSURE}
    assert reaching.request.id in {job.about for job in waiting_jobs() if job.kind == "reach"}
    reaching.microsoft.is_away = False
    await reaching.runs(2)
    assert reaching.told() == [invited(Way.MAIL)]
    assert len(reaching.microsoft.sent) == 1


async def test_who_is_known_not_to_have_the_app_is_said_to_when_only_the_mail_failed(reaching: Reaching) -> None:
    reaching.microsoft.failures = [OutsideFailure("Graph is away")]
    with pytest.raises(OutsideFailure):
        await reaching.runs()
    await reaching.job.give_up(reaching.request.id)
    assert reaching.told() == [invited(Way.LINK)]


async def test_of_somebody_who_is_not_there_the_asker_hears_that_it_could_not_be_delivered(reaching: Reaching) -> None:
    reaching.microsoft.found = None
    await reaching.runs(2)
    [told] = reaching.told()
    assert isinstance(told, UndeliveredView)
    assert reaching.microsoft.sent == []


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
    waiting_jobs: Callable[[], Sequence[WaitingJob]],  # noqa: F811  a fixture
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
    reaching.story.run(age_requests, reaching.story.now)
    reaching.story.arrives(AS_MIA)
    assert sorted(reaching.story.new_kinds(STRANGER)) == [MessageKind.REQUEST, MessageKind.WELCOME]


async def test_a_request_that_ended_meanwhile_is_not_shown_to_who_comes_late(reaching: Reaching) -> None:
    reaching.story.now += timedelta(days=15)
    reaching.story.run(age_requests, reaching.story.now)
    reaching.story.arrives(AS_MIA)
    assert reaching.story.new_kinds(STRANGER) == [MessageKind.WELCOME]
    await reaching.runs()
    assert reaching.microsoft.sent == []


def _person(work: Work, person: PersonId) -> tuple[str | None, Away | None, object]:
    known = work.people.get(person)
    return known.chat, known.away, known.away_since
