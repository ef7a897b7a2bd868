"""A card that somebody asks for comes to the end of their chat, each time that they ask."""

from __future__ import annotations

from datetime import timedelta

from learning.contract import ContractId
from learning.messages import MessageKind
from learning.work import Work
from tests.learning.story import Story


def how_often(work: Work, about: ContractId) -> int:
    return len(work.messages.about(MessageKind.CONTRACT, about))


def test_who_presses_twice_in_a_row_gets_the_card_once(story: Story) -> None:
    contract = story.drafts()
    story.now += timedelta(seconds=2)
    story.drafts()
    assert story.run(how_often, contract.id) == 1


def test_who_asks_again_a_little_later_is_never_left_without_an_answer(story: Story) -> None:
    contract = story.drafts()
    story.now += timedelta(seconds=10)
    story.drafts()
    assert story.run(how_often, contract.id) == 2
