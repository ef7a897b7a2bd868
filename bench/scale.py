"""How long the database takes for what the service does all the time, when a large company uses it.

Fills a database with a crowd, then does each thing as the service would, and takes back what it changed; the second
time counts. Last comes a whole tick at nine, piece after piece, each kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine

from app.worker import AT_ONCE, LEASE
from bench.crowd import CLOSED, NOW, person, thing
from bench.figures import Report
from bench.filling import fill
from learning.actions.find_due import PARTS, PIECE, Part, find_due
from learning.actions.pause_cycle import find_pause
from learning.actions.receive_notices import Notice, receive_notices
from learning.actions.show_messages import next_message
from learning.contract import ContractId
from learning.people import PersonId
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.queue import claim
from storage.runner import carry_out
from storage.work import SqlWork

DESCRIPTION = "what the service asks of its database all the time, in a company of --people"
PEOPLE = 100_000
_WHO = 77
_LEARNER = PersonId(person(_WHO))
_QUIET = NOW - timedelta(minutes=30)
_SOON = NOW - timedelta(minutes=5)


def run(people: int, database: str | None) -> Report:
    """Fill and measure: a file of its own, or the empty database at this address."""
    with TemporaryDirectory() as folder:
        engine = create_engine(database or f"sqlite:///{Path(folder) / 'learning.db'}")
        try:
            upgrade(engine)
            fill(engine, people)
            return report(engine)
        finally:
            engine.dispose()


def report(engine: Engine) -> Report:
    """Measure in a database that is filled."""
    figures = {name: round(_measured(engine, step), 1) for name, step in _STEPS.items()}
    pieces = _tick(engine)
    figures |= {"tick_pieces": len(pieces), "longest_piece": round(max(pieces), 1), "whole_tick": round(sum(pieces), 1)}
    return Report(figures=figures, lines=[f"{name:36} {figure:10}" for name, figure in figures.items()])


def _keep_contract(connection: Connection) -> object:
    work = SqlWork(connection)
    return work.contracts.put(work.contracts.for_learner(ContractId(thing("contract", _WHO, CLOSED)), learner=_LEARNER))


def _piece(part: Part, now: datetime, connection: Connection) -> object:
    return part(SqlWork(connection), now, PIECE)


_NOTICE = Notice(watch=thing("watch", _WHO), secret=thing("secret", _WHO))
_STEPS: dict[str, Callable[[Connection], object]] = {
    "claim": lambda connection: claim(connection, NOW, LEASE, AT_ONCE),
    "next_message": lambda connection: next_message(SqlWork(connection), _LEARNER, NOW),
    "pause": lambda connection: find_pause(SqlWork(connection), _LEARNER, NOW),
    "keep_contract": _keep_contract,
    "notice": lambda connection: receive_notices(SqlWork(connection), [_NOTICE], NOW),
    **{
        f"{part.__name__.lstrip('_')} {when}": partial(_piece, part, now)
        for when, now in {"quietly": _QUIET, "before nine": _SOON, "at nine": NOW}.items()
        for part in PARTS
    },
}


def _measured(engine: Engine, step: Callable[[Connection], object]) -> float:
    """Milliseconds of the second of two times, without the commit."""
    took = 0.0
    for _ in range(2):
        with engine.connect() as connection, connection.begin() as transaction:
            begun_at = time.perf_counter()
            step(connection)
            took = (time.perf_counter() - begun_at) * 1000
            transaction.rollback()
    return took


def _tick(engine: Engine) -> list[float]:
    """Milliseconds of each piece of the tick at nine, with its commit."""
    pieces: list[float] = []
    parts: Sequence[Part] = PARTS
    while parts:
        unfinished = []
        for part in parts:
            begun_at = time.perf_counter()
            has_more, _ = carry_out(engine, find_due, NOW, (part,))
            pieces.append((time.perf_counter() - begun_at) * 1000)
            if has_more:
                unfinished.append(part)
        parts = unfinished
    return pieces
