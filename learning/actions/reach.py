"""A request goes to somebody without the app: who they are, what is done so that they get it, what the asker hears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from learning.actions.could_not_deliver import could_not_deliver, was_delivered
from learning.actions.telling import defer_chat, defer_reach, refresh_asking, tell_once
from learning.feedback import FeedbackRequest, RequestId, may_answer
from learning.jobs import LATER
from learning.messages import MessageKind
from learning.people import Away, Person
from learning.reaching import DirectoryPerson, Reaching, Way, done, mailing, newcomer, not_mailed
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class ToReach:
    """An open request whose peer has no chat. `peer` is None as long as nothing is known of them."""

    request: FeedbackRequest
    asker: Person
    peer: Person | None


def to_reach(work: Work, request_id: RequestId, now: datetime) -> ToReach | None:
    """The request, when there is still something to do for it."""
    request = request_of(work, request_id)
    if request is None or not may_answer(request, request.peer):
        return None
    peer = work.people.find(request.peer)
    if peer is not None and peer.chat is not None:
        defer_chat(work, peer.id, now)
        return None
    if was_delivered(work, request_id):
        return None
    reaching = work.reachings.of(request)
    if reaching is not None and reaching.is_over:
        return None
    return ToReach(request=request, asker=work.people.get(request.learner), peer=peer)


def peer_found(work: Work, request_id: RequestId, found: DirectoryPerson, now: datetime) -> Person | None:
    """Keep what the asker's cards say of the peer; None when there is nothing left to do. The address is not kept."""
    state = to_reach(work, request_id, now)
    if state is None:
        return None
    stranger = newcomer(state.request.peer, found, locale=state.asker.locale, now=now)
    peer = replace(state.peer, name=found.name) if state.peer else stranger
    work.people.put(peer)
    refresh_asking(work, state.request.contract, now=now)
    return peer


def peer_not_there(work: Work, request_id: RequestId, now: datetime) -> None:
    """Nobody in the organisation has this id (any more): the asker hears that it could not be delivered."""
    state = to_reach(work, request_id, now)
    if state is None:
        return
    if state.peer is not None and state.peer.away is not Away.GONE:
        work.people.put(replace(state.peer, away=Away.GONE, away_since=now))
    could_not_deliver(work, request_id, now)


def begin_mail(work: Work, request_id: RequestId, link: str, now: datetime) -> bool:
    """Keep that a mail goes out now. False when one may have gone before: nobody gets two for one request."""
    request = request_of(work, request_id)
    if request is None:
        return False
    reaching = _reaching(work, request, link)
    if reaching.mailing_at is not None:
        return False
    work.reachings.put(mailing(reaching, now=now))
    return True


def mail_not_taken(work: Work, request_id: RequestId, link: str, now: datetime) -> None:
    """The mail certainly did not go: it may be sent again."""
    request = request_of(work, request_id)
    if request is not None:
        work.reachings.put(not_mailed(_reaching(work, request, link)))


def reached(work: Work, request_id: RequestId, way: Way, link: str, now: datetime) -> None:
    """All that can be done is done: the asker hears it once. Where the peer came meanwhile, there is nothing to say."""
    state = to_reach(work, request_id, now)
    if state is None:
        return
    reaching = _reaching(work, state.request, link)
    work.reachings.put(done(reaching, way, now=now))
    tell_once(work, state.request.learner, MessageKind.INVITED, request_id, now=now)


def not_reached(work: Work, request_id: RequestId, link: str, now: datetime) -> None:
    """It was tried often enough, in vain: the asker gets the link.

    What is not known is not said: as long as nobody could look the peer up, the asker reads just that, and it is tried
    again later.
    """
    state = to_reach(work, request_id, now)
    if state is None:
        return
    is_known = state.peer is not None
    reached(work, request_id, Way.LINK if is_known else Way.UNSURE, link, now)
    if not is_known:
        defer_reach(work, request_id, now + LATER)


def request_of(work: Work, request_id: RequestId) -> FeedbackRequest | None:
    """The request for a job, which knows nobody: as the peer may load it whom its message is for."""
    about = work.messages.about(MessageKind.REQUEST, request_id)
    return work.requests.for_peer(request_id, peer=about[-1].person) if about else None


def _reaching(work: Work, request: FeedbackRequest, link: str) -> Reaching:
    reaching = work.reachings.of(request)
    if reaching is None:
        reaching = Reaching(request=request.id, link=link)
        work.reachings.add(reaching)
    return reaching
