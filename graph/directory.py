"""The Directory port over Microsoft Graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.failures import NotFound
from graph.people_requests import read_person
from graph.reading import maybe_text_at, text_at
from learning.reaching import DirectoryPerson

if TYPE_CHECKING:
    from graph.client import GraphClient
    from learning.people import PersonId

_NOBODY_CODES = frozenset({"request_resourcenotfound", "resourcenotfound"})
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,200}@[^\s@<>,;\"]{1,200}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class GraphDirectory:
    """The people of the organisation. Implements `learning.ports.Directory`."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def find(self, person: PersonId) -> DirectoryPerson | None:
        """What is known of this person; None only when Graph says that nobody has this id (any more).

        An address or a language that does not look like one is left out: the one goes into a mail, the other decides
        how it speaks.
        """
        try:
            answer = await self._client.send(person, read_person(self._client.builders, person))
        except NotFound as failure:
            if (failure.code or "").lower() in _NOBODY_CODES:
                return None
            raise
        return DirectoryPerson(
            name=text_at(answer, "displayName"),
            mail=_like(_ADDRESS, maybe_text_at(answer, "mail")),
            locale=_like(_LOCALE, maybe_text_at(answer, "preferredLanguage")),
        )


def _like(pattern: re.Pattern[str], text: str | None) -> str | None:
    return text if text is not None and pattern.fullmatch(text) else None
