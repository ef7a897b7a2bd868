"""What Ana and Ben get to see of a talk in place of written advice: one view for each thing there is to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from learning.entries import Slot
from learning.talk import Talk, TalkState, wish_to_talk
from learning.views import AdviceView, RequestView, View
from tests.cast import NOW

TALK_AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
TALK_SLOT = Slot(starts_at=TALK_AT, ends_at=TALK_AT + timedelta(minutes=20))
TALKS = {
    state: Talk(state=state, slot=TALK_SLOT if state in (TalkState.BEING_WRITTEN, TalkState.ARRANGED) else None)
    for state in TalkState
}
ARRANGED = TALKS[TalkState.ARRANGED]


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
    return {
        **states,
        "request_talk_answered": replace(written, talk=ARRANGED),
        "request_talk_ended": replace(over, talk=ARRANGED),
        "advice_talk_answered": replace(advice, talk=ARRANGED),
    }
