"""What Ana and Ben get to see of a talk in place of written advice: one view for each thing there is to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from learning.appointment import AppointmentKind
from learning.entries import Guest, Reply, Slot
from learning.proposal import Proposal, ProposalId, leave_it
from learning.talk import Talk, TalkState, wish_to_talk
from learning.views import AdviceView, ProposalView, RequestsView, RequestView, View
from tests.cast import ANA, NOW

TALK_AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
TALK_SLOT = Slot(starts_at=TALK_AT, ends_at=TALK_AT + timedelta(minutes=20))
WITH_A_MOMENT = (TalkState.BEING_WRITTEN, TalkState.ARRANGED, TalkState.PASSED)
TALKS = {state: Talk(state=state, slot=TALK_SLOT if state in WITH_A_MOMENT else None) for state in TalkState}
ARRANGED = TALKS[TalkState.ARRANGED]
LATER = Slot(starts_at=TALK_AT + timedelta(days=1), ends_at=TALK_AT + timedelta(days=1, minutes=20))
REPLIES = {
    **{reply.value: replace(ARRANGED, reply=reply) for reply in Reply if reply is not Reply.NONE},
    "proposes": replace(ARRANGED, reply=Reply.DECLINED, proposes=LATER),
}


def talk_states(of_ben: RequestView, written: RequestView, over: RequestView, advice: AdviceView) -> dict[str, View]:
    """From views of an open request, one that was answered, one that ended, and of the learner's advice."""
    wished = wish_to_talk(of_ben.request, now=NOW)
    bens, anas = replace(of_ben, request=wished), replace(advice, request=wished)
    states: dict[str, View] = {}
    for state, talk in TALKS.items():
        name = f"talk_{state.name.lower()}"
        states[f"advice_{name}"] = replace(anas, talk=talk)
        if state is not TalkState.NONE:
            states[f"request_{name}"] = replace(bens, talk=talk)
    for name, talk in REPLIES.items():
        states[f"advice_talk_{name}"] = replace(anas, talk=talk)
        states[f"request_talk_{name}"] = replace(bens, talk=talk)
    return {
        **states,
        **_proposals(),
        "request_talk_answered": replace(written, talk=ARRANGED),
        "request_talk_ended": replace(over, talk=ARRANGED),
        "advice_talk_answered": replace(advice, talk=ARRANGED),
    }


def requests_with_talks(view: RequestsView) -> RequestsView:
    """The list with the newest four: one peer talks, one has talked, with one it was called off."""
    talks = (TalkState.ARRANGED, TalkState.PASSED, TalkState.OFF)
    asked = [replace(each, request=view.requests[0].request) for each in view.requests[: len(talks)]]
    return replace(
        view, requests=tuple(replace(each, talk=TALKS[talk]) for each, talk in zip(asked, talks, strict=True))
    )


def _proposals() -> dict[str, View]:
    guest = Guest(address="ben@example.org", name="Ben Okafor")
    made = Proposal(id=ProposalId("proposal-2"), learner=ANA, guest=guest, slot=LATER, made_at=NOW)
    asks = ProposalView(proposal=made, kind=AppointmentKind.TALK, stands=TALK_SLOT, can_be_answered=True)
    settled = replace(asks, can_be_answered=False)
    return {
        "proposal_talk_open": asks,
        "proposal_talk_moved": replace(settled, proposal=replace(made, moved_at=NOW)),
        "proposal_talk_left": replace(settled, proposal=leave_it(made, now=NOW)),
    }
