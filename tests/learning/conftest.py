from __future__ import annotations

import pytest

from tests.cast import NOW, PEOPLE
from tests.learning.story import Story
from tests.work_fixture import Run, engine, run, waiting_jobs  # noqa: F401  fixtures


@pytest.fixture
def story(run: Run) -> Story:  # noqa: F811  the fixture of that name
    """Ana, Ben, Chloé and Dan have the app; nothing has happened yet."""
    story = Story(run, NOW)
    for person in PEOPLE:
        story.arrives(person)
    return story
