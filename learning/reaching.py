"""How a request is brought to somebody who does not have the app, and what the asker is told about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from learning.feedback import RequestId
from learning.people import Away, Person, PersonId


class Way(StrEnum):
    """What was done so that the peer can get the request."""

    INSTALL = "install"
    MAIL = "mail"
    LINK = "link"
    """Nothing, or nothing that is certain to have arrived: the asker is given the link to pass on."""
    UNSURE = "unsure"
    """Nothing is known of the peer, since nobody could be asked: the asker is given the link, and it is tried later."""


@dataclass(frozen=True, kw_only=True)
class DirectoryPerson:
    """What the organisation's directory says of a person. `mail` and `locale` are None where it does not say."""

    name: str
    mail: str | None
    locale: str | None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail that we write: plain words and one link. None of it is marked up; whoever sends it makes it so."""

    subject: str
    paragraphs: tuple[str, ...]
    link_text: str
    link: str
    last_words: str


@dataclass(frozen=True, kw_only=True)
class Reaching:
    """One request on its way to somebody without the app.

    `mailing_at` is kept before the mail goes out: whoever finds it without `done_at` cannot know whether the mail went,
    and does not send it again. `way` and `link` are what the asker reads, from `done_at` on.
    """

    request: RequestId
    link: str
    way: Way | None = None
    mailing_at: datetime | None = None
    done_at: datetime | None = None
    version: int = 1

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to try."""
        return self.done_at is not None and self.way is not Way.UNSURE


def newcomer(person: PersonId, found: DirectoryPerson, *, locale: str, now: datetime) -> Person:
    """Somebody of whom only the directory knows. `locale` serves where it does not say theirs."""
    return Person(
        id=person,
        name=found.name,
        locale=found.locale or locale,
        zone="UTC",
        chat=None,
        away=Away.NOT_ADDED,
        away_since=now,
    )


def mailing(reaching: Reaching, *, now: datetime) -> Reaching:
    """A mail is about to be sent."""
    return replace(reaching, mailing_at=now)


def not_mailed(reaching: Reaching) -> Reaching:
    """The mail was certainly not taken: it may be sent again."""
    return replace(reaching, mailing_at=None)


def done(reaching: Reaching, way: Way, *, now: datetime) -> Reaching:
    """All that can be done for this request is done, for now at least."""
    return replace(reaching, way=way, done_at=now)
