"""Builds what finds time for two: talks, and reviews with companions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.around import Around, bare
from app.calendars import Calendars
from app.jobs.companions import CompanionsJob
from app.jobs.talk import TalkJob
from graph.client import GraphClient
from graph.directory import GraphDirectory
from storage.runner import WorkRunner


@dataclass(frozen=True, kw_only=True)
class TogetherJobs:
    """The jobs of which two people are part."""

    talk: TalkJob
    companions: CompanionsJob


def together_jobs(
    runner: WorkRunner, calendars: Calendars, graph: GraphClient, clock: Callable[[], datetime], around: Around = bare
) -> TogetherJobs:
    """The jobs, over Graph. `graph` acts with the app's own right."""
    directory = around("directory", GraphDirectory(graph))
    return TogetherJobs(
        talk=TalkJob(runner, around("calendar", calendars.calendar), directory, clock),
        companions=CompanionsJob(runner, directory, clock),
    )
