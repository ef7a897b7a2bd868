"""The Mail port over Microsoft Graph: letters from the service's own mailbox."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.failures import GraphFailure, Nonsense
from graph.people_requests import send_letter
from learning.errors import MaybeDone

if TYPE_CHECKING:
    from graph.client import GraphClient
    from learning.people import PersonId
    from learning.reaching import Letter

_NOT_TAKEN_FROM_500_ON = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE})


class GraphMail:
    """Sends from one mailbox. Implements `learning.ports.Mail`.

    Graph has no key that would make a repeated sendMail harmless, so an answer that was lost leaves open whether the
    mail went: that is said as MaybeDone, and whoever asked decides. A refusal in so many words is an ordinary failure.
    """

    def __init__(self, client: GraphClient, mailbox: str) -> None:
        self._client = client
        self._mailbox = mailbox

    async def send(self, person: PersonId, address: str, letter: Letter) -> None:
        """Send this to the person at this address. May raise OutsideFailure, and MaybeDone when nobody can tell."""
        request = send_letter(self._client.builders, self._mailbox, address, letter)
        try:
            await self._client.send_for_nothing(person, request)
        except Nonsense as unclear:
            raise MaybeDone(str(unclear)) from unclear
        except GraphFailure as failure:
            if _was_taken_perhaps(failure):
                raise MaybeDone(str(failure)) from failure
            raise


def _was_taken_perhaps(failure: GraphFailure) -> bool:
    return failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR and failure.status not in _NOT_TAKEN_FROM_500_ON
