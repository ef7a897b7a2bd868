"""What a peer presses on: the request they were sent, with their own side of it."""

from __future__ import annotations

from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.feedback import FeedbackRequest, RequestId
from learning.peer_side import PeerSide, done
from learning.people import PersonId
from learning.work import Work


def shown_version(request: FeedbackRequest, side: PeerSide) -> int:
    """The state that the peer's card shows: it grows with each change on either side."""
    return request.version + side.version


def pressed_request(
    work: Work, request_id: RequestId, actor: PersonId, press: Press, now: datetime
) -> tuple[FeedbackRequest, PeerSide]:
    """The request for this peer and their side, once the button may act. Raises NotHere and what check_press raises."""
    request = work.requests.for_peer(request_id, peer=actor)
    side = work.peer_sides.of(request.id, peer=actor)
    check_press(work, actor, press, version=shown_version(request, side), now=now)
    return request, side


def clear(work: Work, side: PeerSide) -> None:
    """Nothing is begun any more."""
    if side.version:
        work.peer_sides.put(done(side))
