"""What Ana gets to see of the connection to her calendar: one view for each state of the card."""

from __future__ import annotations

from dataclasses import replace

from learning.connection import Connection, WhyNot, connected, ended, left, unconnected
from learning.feed import Feed
from learning.sign_in import SignInId
from learning.views import ConnectionView, SignInView, View
from tests.cast import ANA, NOW

NOT_CONNECTED = unconnected(ANA, now=NOW)
CONNECTED = replace(connected(NOT_CONNECTED, now=NOW), version=3)
FEED = Feed(person=ANA, secret="4f1d0c5b7a9e4c2f8b3d6e1a0c9f7b52", made_at=NOW, version=2)
SIGN_IN = SignInView(id=SignInId("sign-in-1"), is_open=True, is_connected=False)


def connection_view(connection: Connection | None, *, is_signing_in: bool = False) -> ConnectionView:
    return ConnectionView(
        connection=connection, is_signing_in=is_signing_in, is_followed=True, is_reached=True, is_tried_again=False
    )


def connection_states() -> dict[str, View]:
    away = replace(connection_view(None), is_reached=False)
    reasons = (WhyNot.ENDED, WhyNot.MORE_PROOF, WhyNot.NOT_ALLOWED)
    return {
        "connection_offered": connection_view(NOT_CONNECTED),
        "connection_signing_in": connection_view(NOT_CONNECTED, is_signing_in=True),
        "connection_connected": connection_view(CONNECTED),
        "connection_left": connection_view(left(CONNECTED, now=NOW)),
        **{f"connection_{why.name.lower()}": connection_view(ended(CONNECTED, why, now=NOW)) for why in reasons},
        "connection_in_file": replace(connection_view(NOT_CONNECTED), feed=FEED),
        "connection_ended_in_file": replace(connection_view(ended(CONNECTED, WhyNot.ENDED, now=NOW)), feed=FEED),
        "connection_left_in_file": replace(connection_view(left(CONNECTED, now=NOW)), feed=FEED),
        "connection_connected_after_file": replace(connection_view(CONNECTED), feed=FEED),
        "connection_unreachable": away,
        "connection_tried_again": replace(away, is_tried_again=True),
        "connection_empty": replace(connection_view(CONNECTED), is_empty=True),
        "connection_looked_at_again": replace(connection_view(CONNECTED), is_empty=True, is_tried_again=True),
        "connection_reached": connection_view(None),
        "connection_over": replace(connection_view(None), is_followed=False),
        "sign_in_open": SIGN_IN,
        "sign_in_done": replace(SIGN_IN, is_open=False, is_connected=True),
        "sign_in_over": replace(SIGN_IN, is_open=False),
    }
