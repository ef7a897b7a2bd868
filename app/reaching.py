"""Builds what reaches people without the app, as far as the settings say that it may be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.around import Around, bare
from app.jobs.name import NameJob
from app.jobs.reach import Outside, ReachJob
from app.settings import Settings
from graph.apps import GraphInstaller
from graph.client import GraphClient
from graph.directory import GraphDirectory
from graph.mail import GraphMail
from learning.people import Person
from learning.reaching import DirectoryPerson, Letter
from storage.runner import WorkRunner
from wording.letters import invitation
from wording.speaker import Speaker

SpeakerFor = Callable[[Person, str | None], Speaker]
"""Who speaks the given language, or this person's where it is not known."""


def reach_job(
    settings: Settings,
    runner: WorkRunner,
    graph: GraphClient,
    clock: Callable[[], datetime],
    speaker_for: SpeakerFor,
    around: Around = bare,
) -> ReachJob:
    """The job, over Graph."""

    def letter_for(asker: Person, found: DirectoryPerson) -> Letter:
        speaker = speaker_for(asker, found.locale)
        return invitation(speaker, learner=asker.name, peer=found.name, link=settings.install_link)

    installer = GraphInstaller(graph, settings.catalog_app_id)
    outside = Outside(
        directory=around("directory", GraphDirectory(graph)),
        mail=around("mail", GraphMail(graph, settings.mail_from)) if settings.mail_from else None,
        installer=around("install", installer) if settings.install_for_people else None,
        letter_for=letter_for,
        link=settings.install_link,
    )
    return ReachJob(runner, outside, clock)


def name_job(runner: WorkRunner, graph: GraphClient, clock: Callable[[], datetime], around: Around = bare) -> NameJob:
    """The job that names who was suggested, over Graph."""
    return NameJob(runner, around("directory", GraphDirectory(graph)), clock)
