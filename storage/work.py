"""The unit of work over one connection, whose transaction is begun and ended elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from storage.appointments import SqlAppointments
from storage.companions import SqlCompanies, SqlProposals
from storage.connections import SqlConnections, SqlSignIns
from storage.contracts import SqlContracts
from storage.cycles import SqlCycles
from storage.evidence import SqlEvidence
from storage.feeds import SqlFeeds
from storage.jobs import SqlJobs
from storage.messages import SqlMessages
from storage.peer_sides import SqlPeerSides
from storage.people import SqlPeople
from storage.presses import SqlPresses
from storage.reachings import SqlReachings
from storage.requests import SqlRequests
from storage.reviews import SqlReviews
from storage.suggestions import SqlSuggestions
from storage.unfinished import SqlUnfinished
from storage.watchings import SqlWatchings

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class SqlWork:
    """Implements learning.work.Work."""

    def __init__(self, connection: Connection) -> None:
        self.people = SqlPeople(connection)
        self.contracts = SqlContracts(connection)
        self.requests = SqlRequests(connection)
        self.peer_sides = SqlPeerSides(connection)
        self.suggestions = SqlSuggestions(connection)
        self.reachings = SqlReachings(connection)
        self.cycles = SqlCycles(connection)
        self.reviews = SqlReviews(connection)
        self.appointments = SqlAppointments(connection)
        self.companies = SqlCompanies(connection)
        self.proposals = SqlProposals(connection)
        self.evidence = SqlEvidence(connection)
        self.messages = SqlMessages(connection)
        self.watchings = SqlWatchings(connection)
        self.connections = SqlConnections(connection)
        self.sign_ins = SqlSignIns(connection)
        self.feeds = SqlFeeds(connection)
        self.unfinished = SqlUnfinished(connection)
        self.presses = SqlPresses(connection)
        self.jobs = SqlJobs(connection)

    def new_id(self) -> str:
        """An id that nobody can guess and nothing else has."""
        return uuid4().hex
