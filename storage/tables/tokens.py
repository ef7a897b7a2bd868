"""What people gave us the right to: their encrypted tokens, one row a person."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table

from storage.columns import UtcDateTime
from storage.tables.base import metadata

tokens = Table(
    "tokens",
    metadata,
    Column("person", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
)
