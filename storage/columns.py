"""The column types of our own: times that are always aware, and the words that people wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class NaiveTime(ValueError):
    """A time without a zone was about to be kept."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept and given back in UTC. A naive one raises NaiveTime."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  given
        """The time in UTC, as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTime("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  given
        """The time in UTC; SQLite forgets the zone, so it is put back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """What a person wrote. Every such column has this type, so that protecting them at rest is one place.

    Words are never searched for or compared in the database.
    """

    impl = Text
    cache_ok = True
