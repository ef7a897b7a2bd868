"""Puts together what people get to see of the connection to their own calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.sign_in import SignInId, may_begin
from learning.views import ConnectionView, SignInView, View
from learning.work import Work


def is_in_chat(work: Work, person: PersonId) -> bool:
    """Whether this person's reviews are in the chat alone: their calendar may not be used."""
    connection = work.connections.of(person)
    return connection is not None and not connection.works


def see_connection(work: Work, about: str, reader: Person, now: datetime) -> ConnectionView:
    """How it stands with the reader's calendar; nobody else's."""
    if about != reader.id:
        raise NotHere
    watching, connection = work.watchings.of(reader.id), work.connections.of(reader.id)
    is_asked = connection is not None and connection.asked_at is not None
    return ConnectionView(
        connection=connection,
        is_signing_in=is_asked and any(may_begin(sign_in, now) for sign_in in work.sign_ins.of(reader.id)),
        is_followed=watching is not None,
        is_reached=watching is None or watching.unreachable_at is None,
        is_empty=watching is not None and watching.empty_since is not None,
        is_tried_again=watching is not None and watching.is_tried_again,
        feed=work.feeds.of(reader.id),
    )


def see_sign_in(work: Work, about: str, reader: Person, now: datetime) -> SignInView:
    """The reader's own sign-in; one that is gone is over."""
    sign_in = work.sign_ins.find(SignInId(about))
    if sign_in is not None and sign_in.person != reader.id:
        raise NotHere
    connection = work.connections.of(reader.id)
    return SignInView(
        id=SignInId(about),
        is_open=sign_in is not None and may_begin(sign_in, now),
        is_connected=connection is not None and connection.works,
    )


CONNECTION_LOADERS: Mapping[MessageKind, Callable[[Work, str, Person, datetime], View]] = {
    MessageKind.CONNECTION: see_connection,
    MessageKind.SIGN_IN: see_sign_in,
}
