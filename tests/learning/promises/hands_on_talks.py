"""Peers who would rather talk than write, and what becomes of that."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st

from learning.actions.call_talk_off import CallTalkOff, call_talk_off
from learning.actions.rather_talk import NoTalkAfterAll, RatherTalk, rather_talk
from learning.actions.talks import place_talk, talk_by_hand
from learning.entries import Guest, Slot
from learning.feedback import FeedbackRequest
from learning.free_moments import NOTICE
from learning.talk import LENGTH
from tests.cast import ANA
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_on_advice import HandsOnAdvice


class HandsOnTalks(HandsOnAdvice):
    """Every button about a talk, and the job that finds a moment for it."""

    def may_wish(self) -> list[FeedbackRequest]:
        def found() -> list[FeedbackRequest]:
            return [each for each in self.open_requests() if not each.talk_wished_at and not each.talk_off_at]

        return found() or self.asked_anew()

    def wishing(self) -> list[FeedbackRequest]:
        def found() -> list[FeedbackRequest]:
            return [each for each in self.world.picture.requests.values() if each.wants_talk]

        if not found():
            self.wishes(self.may_wish()[0])
        return found()

    def wishes(self, request: FeedbackRequest) -> None:
        press = self.world.press_of_peer(request)
        wish = RatherTalk(request=request.id, words=self.typed(request), press=press)
        if self.peer_does("a peer would rather talk", request, rather_talk, wish).is_done:
            self.world.not_now.discard(request.id)

    @hand()
    def a_peer_would_rather_talk(self) -> None:
        self.wishes(self.one_of(self.may_wish()))

    @hand()
    def a_peer_would_not_talk_after_all(self) -> None:
        request = self.one_of(self.wishing())
        words, press = self.typed(request), self.world.press_of_peer(request)
        back = NoTalkAfterAll(request=request.id, words=words, press=press)
        self.peer_does("a peer would not talk after all", request, rather_talk, back)

    @hand()
    def ana_calls_a_talk_off(self) -> None:
        request = self.one_of(self.wishing())
        calling = CallTalkOff(request=request.id, press=self.world.press(request.version))
        self.world.does("Ana calls a talk off", ANA, call_talk_off, calling)

    @hand(is_found=st.booleans())
    def a_moment_is_looked_for(self, is_found: bool) -> None:
        request, world = self.one_of(self.wishing()), self.world
        if is_found:
            start = world.now + NOTICE
            slot, guest = Slot(starts_at=start, ends_at=start + LENGTH), Guest(address="peer@example.org")
            act = partial(world.run, place_talk, request.id, slot, guest, world.now)
        else:
            act = partial(world.run, talk_by_hand, request.id, world.now)
        world.happens("a moment is looked for", None, act)
