"""Evidence: what a learner collects on the way, a note or a link, with its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from urllib.parse import urlsplit

from learning.cycle import CycleId
from learning.errors import Refusal
from learning.people import PersonId
from learning.terms import check_length

EvidenceId = NewType("EvidenceId", str)

LONGEST_NOTE = 500
LONGEST_LINK = 500


class EvidenceEmpty(Refusal):
    """Neither a note nor a link was given."""


class LinkNotSecure(Refusal):
    """What was given as a link is not a web address that begins with https://."""


class EvidenceNotChosen(Refusal):
    """Nothing was chosen to be removed."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One thing that a learner collected in a cycle; seen by nobody else."""

    id: EvidenceId
    cycle: CycleId
    learner: PersonId
    note: str = ""
    url: str = ""
    collected_at: datetime
    version: int = 1

    @property
    def words(self) -> str:
        """The note, and the link below it."""
        return "\n".join(filter(None, (self.note, self.url)))


def check_evidence(note: str, link: str) -> None:
    """Raise the Refusal that says why this cannot be kept as evidence."""
    if not note and not link:
        raise EvidenceEmpty("note")
    check_length("note", note, LONGEST_NOTE)
    check_length("link", link, LONGEST_LINK)
    if link and not _is_secure(link):
        raise LinkNotSecure("link")


def _is_secure(link: str) -> bool:
    try:
        address = urlsplit(link)
    except ValueError:
        return False
    return address.scheme.lower() == "https" and bool(address.hostname) and not any(sign.isspace() for sign in link)
