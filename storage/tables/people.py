"""The people whom the app has met, and which buttons they pressed already."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from storage.columns import UtcDateTime
from storage.tables.base import metadata

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("chat", String),
    Column("away", String),
    Column("away_since", UtcDateTime),
)

presses = Table(
    "presses",
    metadata,
    Column("person", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("pressed_at", UtcDateTime, nullable=False, index=True),
)
