"""The person has a private address made at which a calendar can read their reviews, has it changed, or removed."""

from __future__ import annotations

from datetime import datetime

from learning.actions.connections import refresh_reviews
from learning.actions.pressing import Press, check_press
from learning.actions.telling import refresh
from learning.errors import NotHere
from learning.feed import Feed, ended, renewed, with_address
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def make_feed(work: Work, command: Press, actor: PersonId, now: datetime) -> Feed:
    """Give the person an address. One that is there already stays."""
    feed = work.feeds.of(actor)
    check_press(work, actor, command, version=feed.version if feed else 0, now=now)
    if feed is None:
        feed = Feed(person=actor, secret=work.new_id(), made_at=now)
        work.feeds.add(feed)
    elif feed.secret is None:
        feed = work.feeds.put(with_address(feed, work.new_id(), now=now))
    _refresh_cards(work, actor, now)
    return feed


def renew_feed(work: Work, command: Press, actor: PersonId, now: datetime) -> Feed:
    """Another address: whoever knows the old one finds nothing there from now on."""
    feed = _pressed(work, command, actor, now)
    feed = work.feeds.put(renewed(feed, work.new_id(), now=now))
    _refresh_cards(work, actor, now)
    return feed


def end_feed(work: Work, command: Press, actor: PersonId, now: datetime) -> Feed:
    """No address any more."""
    feed = _pressed(work, command, actor, now)
    feed = work.feeds.put(ended(feed, now=now))
    _refresh_cards(work, actor, now)
    return feed


def _pressed(work: Work, command: Press, actor: PersonId, now: datetime) -> Feed:
    feed = work.feeds.of(actor)
    if feed is None:
        raise NotHere
    check_press(work, actor, command, version=feed.version, now=now)
    return feed


def _refresh_cards(work: Work, person: PersonId, now: datetime) -> None:
    """The cards on which the address stands, or leads to a file."""
    refresh(work, MessageKind.CONNECTION, person, now=now)
    refresh_reviews(work, person, now)
