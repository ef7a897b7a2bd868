"""What anybody does with anything: they read, press twice, press old cards, and reach for what is not theirs."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from learning.actions.bring_review import stop_early
from learning.actions.make_lighter import TooHeavyAtReview
from learning.actions.revise_contract import revise_contract
from learning.actions.revise_draft import revise_draft
from learning.actions.withdraw_request import show_requests
from learning.messages import MessageKind
from learning.people import PersonId
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_on_plans import HandsOnPlans
from tests.learning.promises.world import EVERYBODY, OTHERS, Done

OF_ANA_BY_ID: dict[Callable[..., object], MessageKind] = {
    stop_early: MessageKind.CYCLE,
    revise_contract: MessageKind.CYCLE,
    show_requests: MessageKind.CONTRACT,
    revise_draft: MessageKind.ADVICE,
}
"""Buttons that only bring a card, and which of Ana's cards tell the id that they carry."""


class HandsOfAnybody(HandsOnPlans):
    """Nobody can be kept from pressing whatever a chat ever showed, or from inventing what it never did."""

    @hand()
    def everybody_reads_their_chat(self) -> None:
        sights = [sight for person in EVERYBODY for sight in self.world.reads(person)]
        self.world.is_shown("everybody reads their chat", sights)

    @hand()
    def ana_starts_with_advice(self) -> None:
        """She takes it, and starts; before and after, everybody looks into their chat."""
        asked, *_ = self.asked_anew()
        self.gives("a peer advises", asked)
        self.takes(self.world.picture.requests[asked.id])
        self.everybody_reads_their_chat()
        self.starts(84)
        self.everybody_reads_their_chat()

    def some_press(self) -> Done:
        if not self.world.pressed:
            self.starts(84)
        return self.data.draw(st.sampled_from(self.world.pressed))

    @hand()
    def a_button_is_pressed_twice(self) -> None:
        done = self.some_press()
        self.world.does("a button is pressed twice", done.who, done.action, done.command)

    @hand()
    def an_old_card_is_pressed(self) -> None:
        """But for "too heavy" on a check-in: it may be said again there, and says so itself."""
        if not (pressed := self.pressed_once()):
            self.starts(84)
            pressed = self.pressed_once()
        done = self.data.draw(st.sampled_from(pressed))
        again = self.world.pressed_anew(done.command)
        self.world.does("an old card is pressed", done.who, done.action, again)

    def pressed_once(self) -> list[Done]:
        return [each for each in self.world.pressed if not isinstance(each.command, TooHeavyAtReview)]

    @hand(who=st.sampled_from(EVERYBODY))
    def somebody_presses_for_another(self, who: PersonId) -> None:
        done = self.some_press()
        if who != done.who:
            self.world.does("somebody presses for another", who, done.action, self.world.pressed_anew(done.command))

    @hand(who=st.sampled_from(OTHERS), action=st.sampled_from(list(OF_ANA_BY_ID)))
    def somebody_has_a_card_of_ana_brought(self, who: PersonId, action: Callable[..., object]) -> None:
        if ids := self.world.picture.ids(OF_ANA_BY_ID[action]):
            about = self.data.draw(st.sampled_from(ids))
            self.world.does("somebody presses for another", who, action, about)

    @hand(who=st.sampled_from(EVERYBODY), kinds=st.lists(st.sampled_from(MessageKind), min_size=4, unique=True))
    def somebody_looks_at_anything(self, who: PersonId, kinds: list[MessageKind]) -> None:
        """Cards of any kind, about whatever anybody ever got a message about."""
        for kind in kinds:
            if ids := self.world.picture.ids(kind):
                about = self.data.draw(st.sampled_from(ids))
                self.world.is_shown("somebody looks at anything", self.world.looks_at(who, kind, about))
