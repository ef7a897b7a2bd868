"""Brings several changes to one calendar about: in envelopes, but for those that have to look first."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.envelopes import Answered, Call, answers_in, envelope
from graph.failures import Nonsense, challenge_in, failure_of, is_gone, is_refused_as_it_is
from graph.inviting import Inviter
from graph.mailboxes import MOST_AT_ONCE
from graph.models import entry_in, is_online_in
from graph.moulds import AtOnce, Moulds
from graph.pool import Refused
from learning.entries import Entry, EntryChange, InviteTo, MoveEntry, NewEntry, RemoveEntry
from learning.errors import GuestsRefused, MaybeDone, OnlineRefused, OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.mailbox_client import MailboxClient
    from learning.people import PersonId

    Outcome = Entry | OutsideFailure | None

_PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'
_GOOD = range(HTTPStatus.OK, HTTPStatus.MULTIPLE_CHOICES)


class EntryWriter:
    """Posts as many changes at once as one mailbox takes, and judges each answer by itself."""

    def __init__(self, client: MailboxClient) -> None:
        self._client = client
        self._moulds = Moulds(client.builders)
        self._inviter = Inviter(client)

    async def bring_about(self, person: PersonId, changes: Sequence[EntryChange]) -> list[Outcome]:
        """What came of each change, in their order; no OutsideFailure is raised.

        Once a whole envelope failed the rest is not sent: what failed for all would fail for them.
        """
        at_once = [(place, one) for place, one in enumerate(changes) if not isinstance(one, InviteTo)]
        outcomes: list[Outcome] = [None] * len(changes)
        for first in range(0, len(at_once), MOST_AT_ONCE):
            part = at_once[first : first + MOST_AT_ONCE]
            try:
                told = await self._send(person, [change for _, change in part])
            except OutsideFailure as failure:
                done = {place for place, _ in at_once[:first]}
                return [outcomes[place] if place in done else failure for place in range(len(changes))]
            for (place, _), outcome in zip(part, told, strict=True):
                outcomes[place] = outcome
        for place, change in enumerate(changes):
            if isinstance(change, InviteTo):
                outcomes[place] = await self._invite(person, change)
        return outcomes

    async def _invite(self, person: PersonId, change: InviteTo) -> Outcome:
        try:
            return await self._inviter.invite(person, change)
        except OutsideFailure as failure:
            return failure

    async def _send(self, person: PersonId, part: Sequence[AtOnce]) -> list[Outcome]:
        calls = [self._moulds.call(person, change) for change in part]
        answers = await self._answers(person, calls)
        outcomes = [self._outcome(change, answer) for change, answer in zip(part, answers, strict=True)]
        for outcome in outcomes:
            if isinstance(outcome, OutsideFailure):
                self._client.heed(person, outcome)
        return outcomes

    async def _answers(self, person: PersonId, calls: Sequence[Call]) -> list[Answered | None]:
        """What was answered to each; those whose token was refused inside are sent once more with another."""
        posted = await self._client.post_batch(person, envelope(calls, prefer=_PREFER), len(calls))
        answers = answers_in(await posted.json(), len(calls))
        refused = {
            place: answer
            for place, answer in enumerate(answers)
            if answer is not None and answer.status == HTTPStatus.UNAUTHORIZED
        }
        if not refused:
            return answers
        challenge = challenge_in(next(iter(refused.values())).headers)
        content = envelope([calls[place] for place in refused], prefer=_PREFER)
        again = Refused(token=posted.token, challenge=challenge)
        posted = await self._client.post_batch(person, content, len(refused), refused=again)
        for place, answer in zip(refused, answers_in(await posted.json(), len(refused)), strict=True):
            answers[place] = answer
        return answers

    def _outcome(self, change: AtOnce, answer: Answered | None) -> Outcome:
        if answer is None:
            return MaybeDone("Graph left a request of a batch unanswered")
        if answer.status in _GOOD:
            return _good(change, answer)
        if answer.status == HTTPStatus.PRECONDITION_FAILED and isinstance(change, MoveEntry) and change.seen:
            return OutsideFailure("an entry was changed when it was about to be moved")
        failure = failure_of(answer.status, answer.body, answer.headers)
        if is_gone(failure) and not isinstance(change, NewEntry):
            return None
        failure = self._client.own(failure, answer.headers)
        return _blamed(change, failure) if isinstance(change, NewEntry) and is_refused_as_it_is(failure) else failure


def _blamed(change: NewEntry, failure: OutsideFailure) -> OutsideFailure:
    """Nobody can say which part of it was refused: the lesser one is left out first."""
    if change.is_online:
        return OnlineRefused(str(failure))
    return GuestsRefused(str(failure)) if change.guests else failure


def _good(change: AtOnce, answer: Answered) -> Outcome:
    if isinstance(change, RemoveEntry):
        return None if answer.body in (None, "") else Nonsense("a removed entry is answered with something")
    try:
        entry = entry_in(answer.body)
    except Nonsense as nonsense:
        return nonsense
    if isinstance(change, NewEntry) and change.is_online and not is_online_in(answer.body):
        return OnlineRefused("Graph passed an online meeting over")  # written once more, it is the same entry
    return entry
