"""The steps of a sign-in, in the chat or in a browser, up to the answer. What Entra says in between, `app/` asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.telling import refresh
from learning.connection import Begun
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.sign_in import SignIn, SignInId, SignInOver, begun, check_may_begin, fingerprint, is_over, taken
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class ToBegin:
    """Whose sign-in is to begin in a browser, and what Entra wants to see in addition."""

    person: Person
    claims: str | None


@dataclass(frozen=True, kw_only=True)
class ToFinish:
    """An answer that came back to the browser in which its sign-in began, and the flow that it belongs to."""

    sign_in: SignInId
    person: Person
    flow: str


def find_sign_in(work: Work, sign_in_id: SignInId, actor: PersonId, now: datetime) -> SignIn:
    """The person's own sign-in, for as long as it lasts, also when it was used. Raises SignInOver."""
    sign_in = work.sign_ins.find(sign_in_id)
    if sign_in is None or sign_in.person != actor or is_over(sign_in, now):
        raise SignInOver
    return sign_in


def to_begin(work: Work, sign_in_id: SignInId, now: datetime) -> ToBegin:
    """Somebody opened the link of this sign-in. Changes nothing. Raises SignInOver."""
    sign_in = work.sign_ins.find(sign_in_id)
    if sign_in is None:
        raise SignInOver
    check_may_begin(sign_in, now)
    connection = work.connections.of(sign_in.person)
    return ToBegin(person=work.people.get(sign_in.person), claims=connection.claims if connection else None)


def keep_begun(work: Work, sign_in_id: SignInId, flow: Begun, cookie: str, now: datetime) -> None:
    """Keep what was begun, and in which browser. Raises SignInOver."""
    sign_in = work.sign_ins.find(sign_in_id)
    if sign_in is None:
        raise SignInOver
    work.sign_ins.put(begun(sign_in, state=flow.state, cookie=cookie, flow=flow.flow, now=now))


def take_answer(work: Work, state: str, cookie: str, now: datetime) -> ToFinish:
    """An answer came: whose it is, once. Raises SignInOver, and OtherBrowser when it began somewhere else."""
    sign_in = work.sign_ins.by_state(fingerprint(state))
    if sign_in is None:
        raise SignInOver
    work.sign_ins.put(taken(sign_in, cookie=cookie, now=now))
    person = work.people.get(sign_in.person)
    return ToFinish(sign_in=sign_in.id, person=person, flow=sign_in.flow or "")


def end_sign_ins(work: Work, now: datetime, most: int) -> int:
    """Forget sign-ins whose time is over; where one waits in a chat, the message says so. At most so many; how many."""
    over = work.sign_ins.over(now, most=most)
    for sign_in in over:
        work.sign_ins.remove(sign_in.id)
        if sign_in.used_at is None:
            refresh(work, MessageKind.SIGN_IN, sign_in.id, now=now)
            refresh(work, MessageKind.CONNECTION, sign_in.person, now=now)
    return len(over)
