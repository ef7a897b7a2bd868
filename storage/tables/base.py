"""What the tables share: their naming, and the columns that a thing begins with."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def thing() -> tuple[Column[int], Column[str], Column[int]]:
    """What a thing begins with: its place in the order of coming, its id, and a version counting its changes."""
    return (
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("id", String, nullable=False, unique=True),
        Column("version", Integer, nullable=False),
    )


def person(name: str) -> Column[str]:
    """A `tenant:object id`. No foreign key: somebody may be asked before the app has met them."""
    return Column(name, String, nullable=False)
