"""Whoever had removed the app and comes back finds what still matters, and no line that points nowhere."""

from __future__ import annotations

from learning.actions.leave import leave
from learning.messages import MessageKind
from learning.views import RequestView
from tests.cast import BEN, PEOPLE
from tests.learning.asking import Asking
from tests.learning.story import Story


def test_a_request_that_ended_while_its_reminder_waited_shows_so_where_it_stands(story: Story) -> None:
    story.asks(story.drafts())
    story.chat_of(BEN)
    story.run(leave, BEN, story.now)
    for _ in range(2):
        Asking(story).days_pass(7)
    story.arrives(next(person for person in PEOPLE if person.id == BEN))
    (request,) = [view for kind, view in story.chat_of(BEN) if kind is MessageKind.REQUEST]
    assert isinstance(request, RequestView)
    assert request.request.ended_at
