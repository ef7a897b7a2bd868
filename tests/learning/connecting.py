"""What learners do to connect their calendar, and what they then see of it."""

from __future__ import annotations

from learning.actions.ask_to_connect import ask_to_connect, find_connection
from learning.actions.calendar_closed import calendar_closed
from learning.actions.connect import calendar_connected
from learning.connection import WhyNot
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review
from learning.sign_in import SignIn
from learning.views import ConnectionView
from tests.cast import ANA
from tests.learning.story import Story


def closed(story: Story, why: WhyNot = WhyNot.NOT_CONNECTED, person: PersonId = ANA) -> None:
    story.run(calendar_closed, person, why, None, story.now)


def started(story: Story) -> None:
    """Ana's cycle, started without a connection."""
    story.starts(story.drafts())
    closed(story)


def card(story: Story, person: PersonId = ANA) -> ConnectionView:
    view = story.sees(person, MessageKind.CONNECTION, person)
    assert isinstance(view, ConnectionView)
    return view


def why(story: Story) -> WhyNot | None:
    connection = card(story).connection
    assert connection
    return connection.why


def told(story: Story) -> list[MessageKind]:
    """What is new in Ana's chat about her calendar; what only changed its look does not count."""
    return [kind for kind, _ in story.chat_of(ANA) if kind in (MessageKind.CONNECTION, MessageKind.SIGN_IN)]


def messages(story: Story, kind: MessageKind = MessageKind.CONNECTION) -> int:
    return len(story.run(lambda work: [m for m in work.messages.about(kind, ANA) if m.failed_at is None]))


def sign_ins(story: Story, person: PersonId = ANA) -> list[SignIn]:
    return list(story.run(lambda work: work.sign_ins.of(person)))


def asks(story: Story) -> SignIn:
    """Ana presses the button."""
    connection = story.run(find_connection, ANA, story.now)
    story.run(ask_to_connect, story.press_on(connection.version), ANA, story.now)
    return sign_ins(story)[-1]


def connects(story: Story) -> None:
    story.run(calendar_connected, asks(story).id, ANA, story.now)


def open_reviews(story: Story) -> list[Review]:
    return list(story.run(lambda work: work.reviews.open_of(ANA)))
