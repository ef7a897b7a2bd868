"""Somebody is suggested whom the app has never met: the two who know of it read the name, and nobody else anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.engine import Engine

from app.jobs.name import NameJob
from learning.errors import OutsideFailure
from learning.jobs import JobKind
from learning.people import Away, Person, PersonId
from learning.reaching import DirectoryPerson
from learning.suggestion import Suggestion
from learning.views import RequestView, SuggestionView
from storage.runner import WorkRunner
from tests.cast import ANA, BEN, DAN, NOW, PEOPLE, STRANGER
from tests.learning.asking import Asking
from tests.learning.story import Story
from tests.work_fixture import Run, WaitingJob

MIA = DirectoryPerson(name="Mia Rivera", mail="mia@meadow.example", locale=None)
AS_MIA = Person(id=STRANGER, name="Mia Rivera", locale="en-US", zone="America/New_York", chat='{"chat": "mia"}')


@dataclass
class Directory:
    """The organisation's directory, which may not answer."""

    found: DirectoryPerson | None = MIA
    is_away: bool = False
    asked: int = 0

    async def find(self, person: PersonId) -> DirectoryPerson | None:
        assert person == STRANGER
        self.asked += 1
        if self.is_away:
            raise OutsideFailure("Graph is away")
        return self.found


@dataclass
class Naming:
    """Ben, whom Ana asked, suggests Mia, who never had the app."""

    story: Story
    suggestion: Suggestion
    directory: Directory
    job: NameJob

    async def runs(self) -> None:
        await self.job(self.suggestion.id)

    def names(self) -> tuple[list[str], list[tuple[str, ...]]]:
        """Whom the newest cards of Ana and Ben name, as far as they changed."""
        ana = [view.suggested for _, view in self.story.chat_of(ANA) if isinstance(view, SuggestionView)]
        ben = [view.suggested for _, view in self.story.chat_of(BEN) if isinstance(view, RequestView)]
        return ana, ben


def _begun(run: Run) -> tuple[Story, Asking]:
    story = Story(run, NOW)
    for person in PEOPLE:
        story.arrives(person)
    return story, Asking(story)


@pytest.fixture
async def naming(run: Run, engine: Engine) -> AsyncIterator[Naming]:
    story, asking = _begun(run)
    suggestion = asking.suggests(story.request_to(BEN, story.asks(story.drafts())), STRANGER)
    runner, directory = WorkRunner(engine), Directory()
    naming = Naming(story, suggestion, directory, NameJob(runner, directory, lambda: story.now))
    assert naming.names() == ([""], [("",)])
    yield naming
    await runner.close()


async def test_the_learner_and_who_suggested_read_the_name(naming: Naming) -> None:
    await naming.runs()
    assert naming.names() == (["Mia Rivera"], [("Mia Rivera",)])


async def test_once_the_name_is_known_nobody_is_looked_up_and_no_card_changes(naming: Naming) -> None:
    await naming.runs()
    naming.names()
    await naming.runs()
    assert (naming.names(), naming.directory.asked) == (([], []), 1)


async def test_of_who_is_suggested_only_the_name_is_kept_and_nothing_reaches_them(naming: Naming) -> None:
    await naming.runs()
    kept = naming.story.run(lambda work: work.people.get(STRANGER))
    assert (kept.name, kept.locale, kept.chat, kept.away) == ("Mia Rivera", "en-GB", None, Away.NOT_ADDED)
    assert naming.story.chat_of(STRANGER) == []


async def test_who_is_not_in_the_directory_stays_a_colleague(naming: Naming) -> None:
    naming.directory.found = None
    await naming.runs()
    assert naming.names() == ([], [])


async def test_a_directory_that_does_not_answer_is_asked_again(naming: Naming) -> None:
    naming.directory.is_away = True
    with pytest.raises(OutsideFailure):
        await naming.runs()
    naming.directory.is_away = False
    await naming.runs()
    assert naming.names() == (["Mia Rivera"], [("Mia Rivera",)])


async def test_who_arrives_meanwhile_keeps_the_name_that_teams_gave(naming: Naming) -> None:
    naming.story.arrives(AS_MIA)
    await naming.runs()
    assert naming.directory.asked == 0
    assert naming.story.run(lambda work: work.people.get(STRANGER)) == AS_MIA


def test_only_who_is_not_known_is_looked_up(run: Run, waiting_jobs: Callable[[], list[WaitingJob]]) -> None:
    story, asking = _begun(run)
    request = story.request_to(BEN, story.asks(story.drafts()))
    asking.suggests(request, DAN)
    assert not [job for job in waiting_jobs() if job.kind == JobKind.NAME]
    suggestion = asking.suggests(request, STRANGER)
    assert [job.about for job in waiting_jobs() if job.kind == JobKind.NAME] == [suggestion.id]
