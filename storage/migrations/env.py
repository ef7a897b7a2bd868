"""Alembic runs this file whenever `storage.migrate` calls it; the connection comes from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic import context
from sqlalchemy.types import TypeDecorator

from storage.tables import metadata

if TYPE_CHECKING:
    from typing import Literal


def plain(kind: str, thing: Any, _context: object) -> str | Literal[False]:
    """A version names the database's own types: ours may change, what a version did may not."""
    return f"sa.{thing.impl_instance!r}" if kind == "type" and isinstance(thing, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=plain,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
