"""Ana has asked Mia, who does not have the app, and three ports of Microsoft that a test can make fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy.engine import Engine

from app.jobs.reach import Outside, ReachJob
from learning.errors import OutsideFailure
from learning.feedback import FeedbackRequest
from learning.people import Person, PersonId
from learning.reaching import DirectoryPerson, Letter, Way
from learning.views import ContractView, InvitedView, UndeliveredView, View
from storage.runner import WorkRunner
from tests.cast import ANA, BEN, NOW, PEOPLE, STRANGER
from tests.learning.story import Story
from tests.work_fixture import Run

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
async def reaching(run: Run, engine: Engine) -> AsyncIterator[Reaching]:
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
