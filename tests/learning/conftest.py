from __future__ import annotations

import pytest

from learning.contract import Contract
from learning.feedback import FeedbackRequest
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, PEOPLE
from tests.learning.asking import Asking
from tests.learning.story import Story
from tests.work_fixture import Run, engine, run, waiting_jobs  # noqa: F401  fixtures


@pytest.fixture
def story(run: Run) -> Story:  # noqa: F811  the fixture of that name
    """Ana, Ben, Chloé and Dan have the app; nothing has happened yet."""
    story = Story(run, NOW)
    for person in PEOPLE:
        story.arrives(person)
    return story


@pytest.fixture
def asking(story: Story) -> Asking:
    return Asking(story)


@pytest.fixture
def contract(story: Story) -> Contract:
    """Ana asked Ben and Chloé; everybody's chat is up to date."""
    contract = story.asks(story.drafts(), peers=[BEN, CHLOE], question="Who else has done this?")
    for person in (ANA, BEN, CHLOE, DAN):
        story.chat_of(person)
    return contract


@pytest.fixture
def ben(story: Story, contract: Contract) -> FeedbackRequest:
    """What Ben was asked."""
    return story.request_to(BEN, contract)


@pytest.fixture
def chloe(story: Story, contract: Contract) -> FeedbackRequest:
    """What Chloé was asked."""
    return story.request_to(CHLOE, contract)
