"""Reviews remember what people made of their entries, calendars whether they look empty and when their person works."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_TITLE_SO_FAR = "Learning review"
"""What stood over every entry that was written before this."""


_NEVER_EMPTY = {
    "former": (sa.String(), "[]"),
    "wrote_title": (sa.String(), ""),
    "title": (sa.Text(), ""),
    "is_elsewhere": (sa.Boolean(), sa.false()),
    "guests": (sa.Text(), "[]"),
}
"""The columns of a review that always hold something, and what they hold for the reviews there are."""


def upgrade() -> None:
    with op.batch_alter_table("reviews") as reviews:
        for name, (kind, so_far) in _NEVER_EMPTY.items():
            reviews.add_column(sa.Column(name, kind, nullable=False, server_default=so_far))
        for name in ("series_at", "clash_starts_at", "clash_ends_at", "outside_at", "left_there_at"):
            reviews.add_column(sa.Column(name, _MOMENT))
    with op.batch_alter_table("reviews") as reviews:
        for name in _NEVER_EMPTY:
            reviews.alter_column(name, server_default=None)
    with op.batch_alter_table("watchings") as watchings:
        watchings.add_column(sa.Column("hours", sa.String(), nullable=False, server_default=""))
        for name in ("challenged_at", "empty_since", "emptied_at", "hours_read_at"):
            watchings.add_column(sa.Column(name, _MOMENT))
    with op.batch_alter_table("watchings") as watchings:
        watchings.alter_column("hours", server_default=None)
    written = sa.table("reviews", sa.column("entry"), sa.column("wrote_title"))
    op.execute(written.update().where(written.c.entry.is_not(None)).values(wrote_title=_TITLE_SO_FAR))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
