"""What peers do with the requests that were sent to them, and what Ana does with what they answer."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from learning.actions.answer_feedback import ParkAdvice, TakeAdvice, answer_feedback
from learning.actions.answer_suggestion import AskSuggested, LetSuggestionPass, answer_suggestion
from learning.actions.correct_feedback import (
    CorrectFeedback,
    LeaveFeedback,
    TakeFeedbackBack,
    correct_feedback,
    take_feedback_back,
)
from learning.actions.give_feedback import GiveFeedback, give_feedback
from learning.actions.leave_unfinished import PassRequest, SaveUnfinished, leave_unfinished
from learning.actions.suggest_peer import BeginSuggesting, StopSuggesting, SuggestPeer, suggest_peer, turn_to_suggesting
from learning.feedback import Feedback, FeedbackRequest
from learning.people import PersonId
from learning.states import PeerSideState, state_of_peer_side
from learning.suggestion import Suggestion
from learning.terms import Draft
from tests.cast import ANA
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_of_ana import new_requests, terms
from tests.learning.promises.hands_on_the_cycle import HandsOnTheCycle
from tests.learning.promises.words import words_in
from tests.learning.promises.world import NEWCOMER, PEERS, Deed

ADVISING = (PeerSideState.UNTOUCHED, PeerSideState.BEGUN, PeerSideState.PASSED)


class HandsOnAdvice(HandsOnTheCycle):
    """Every button of a request's card, pressed on what it shows now."""

    def stands(self, found: list[FeedbackRequest], *states: PeerSideState) -> list[FeedbackRequest]:
        """Those of them whose peer's own side stands so."""
        return [each for each in found if state_of_peer_side(self.world.side(each)) in states]

    def to_advise(self) -> list[FeedbackRequest]:
        return self.stands(self.open_requests(), *ADVISING) or self.stands(self.asked_anew(), *ADVISING)

    def asked_anew(self) -> list[FeedbackRequest]:
        before = set(self.world.picture.requests)
        self.asks(self.draft(), Draft(terms=terms(self.world, 84), peers=PEERS))
        return [each for each in self.waiting() if each.id not in before]

    def with_advice(self) -> list[FeedbackRequest]:
        if not any(each.has_advice for each in self.world.picture.requests.values()):
            self.gives("a peer advises", self.to_advise()[0])
        return [each for each in self.world.picture.requests.values() if each.has_advice]

    def correcting(self) -> list[FeedbackRequest]:
        if not (found := self.stands(self.with_advice(), PeerSideState.CORRECTING)):
            self.opens(self.with_advice()[0])
            found = self.stands(self.with_advice(), PeerSideState.CORRECTING)
        return found

    def suggesting(self) -> list[FeedbackRequest]:
        if not (found := self.stands(self.open_requests(), PeerSideState.SUGGESTING)):
            self.begins_to_suggest(self.to_advise()[0], Feedback())
            found = self.stands(self.open_requests(), PeerSideState.SUGGESTING)
        return found

    def one_of(self, found: list[FeedbackRequest]) -> FeedbackRequest:
        return self.data.draw(st.sampled_from(found))

    def peer_does(self, name: str, request: FeedbackRequest, action: Callable[..., object], command: object) -> Deed:
        return self.world.does(name, request.peer, action, command)

    def advice(self, request: FeedbackRequest) -> Feedback:
        """Words that only the peer may read as yet."""
        tried, met = (self.world.words.new(name, request.peer) for name in ("advice", "meet"))
        return Feedback(try_or_drop=tried, meet=met)

    def typed(self, request: FeedbackRequest) -> Feedback:
        """What stands in the inputs when another button is pressed."""
        return self.advice(request) if self.data.draw(st.booleans()) else Feedback()

    # --- advising, or not

    def gives(self, name: str, request: FeedbackRequest) -> None:
        advice, before = self.advice(request), request.feedback
        giving = GiveFeedback(request=request.id, feedback=advice, press=self.world.press_of_peer(request))
        deed = self.peer_does(name, request, give_feedback, giving)
        if deed.is_done:
            self.world.words.may_be_read_by(words_in(advice), ANA)
            self.world.words.are_gone_for(words_in(before), ANA)
            self.world.not_now.discard(request.id)

    @hand()
    def a_peer_advises(self) -> None:
        self.gives("a peer advises", self.one_of(self.to_advise()))

    @hand()
    def a_peer_saves_unfinished(self) -> None:
        request = self.one_of(self.open_requests())
        press = self.world.press_of_peer(request)
        saving = SaveUnfinished(request=request.id, words=self.advice(request), press=press)
        if self.peer_does("a peer saves unfinished", request, leave_unfinished, saving).is_done:
            self.world.not_now.discard(request.id)

    @hand()
    def a_peer_says_not_now(self) -> None:
        request = self.one_of(self.open_requests())
        self.says_not_now(request, self.typed(request))

    def says_not_now(self, request: FeedbackRequest, words: Feedback) -> None:
        passing = PassRequest(request=request.id, words=words, press=self.world.press_of_peer(request))
        if self.peer_does("a peer says not now", request, leave_unfinished, passing).is_done:
            self.world.not_now.add(request.id)

    # --- suggesting somebody

    @hand()
    def a_peer_begins_to_suggest(self) -> None:
        request = self.one_of(self.open_requests())
        self.begins_to_suggest(request, self.typed(request))

    def begins_to_suggest(self, request: FeedbackRequest, words: Feedback) -> None:
        begun = BeginSuggesting(request=request.id, words=words, press=self.world.press_of_peer(request))
        self.peer_does("a peer begins to suggest", request, turn_to_suggesting, begun)

    @hand()
    def a_peer_goes_back_to_advising(self) -> None:
        request = self.one_of(self.suggesting())
        stopping = StopSuggesting(request=request.id, press=self.world.press_of_peer(request))
        self.peer_does("a peer goes back to advising", request, turn_to_suggesting, stopping)

    @hand(suggested=st.sampled_from((NEWCOMER, NEWCOMER, *PEERS, ANA)))
    def a_peer_suggests_somebody(self, suggested: PersonId) -> None:
        self.suggests(self.one_of(self.suggesting()), suggested)

    def suggests(self, request: FeedbackRequest, suggested: PersonId) -> None:
        reason, press = self.world.words.new("reason", ANA, request.peer), self.world.press_of_peer(request)
        suggesting = SuggestPeer(request=request.id, suggested=(suggested,), reason=reason, press=press)
        if self.peer_does("a peer suggests somebody", request, suggest_peer, suggesting).is_done:
            self.world.suggested_by[request.peer].add(suggested)

    def suggestions(self) -> list[Suggestion]:
        """Those that Ana has not answered."""
        if not (found := self.unanswered()):
            request = self.suggesting()[0]
            self.suggests(request, PEERS[0] if request.peer == NEWCOMER else NEWCOMER)
            found = self.unanswered()
        return found

    # --- on second thoughts

    @hand()
    def a_peer_opens_their_advice(self) -> None:
        self.opens(self.one_of(self.with_advice()))

    def opens(self, request: FeedbackRequest) -> None:
        opening = CorrectFeedback(request=request.id, press=self.world.press_of_peer(request))
        self.peer_does("a peer opens their advice", request, correct_feedback, opening)

    @hand()
    def a_peer_corrects_their_advice(self) -> None:
        self.gives("a peer corrects their advice", self.one_of(self.correcting()))

    @hand()
    def a_peer_leaves_it_as_it_was(self) -> None:
        request = self.one_of(self.correcting())
        words, press = self.typed(request), self.world.press_of_peer(request)
        leaving = LeaveFeedback(request=request.id, words=words, press=press)
        self.peer_does("a peer leaves it as it was", request, correct_feedback, leaving)

    @hand()
    def a_peer_takes_it_back(self) -> None:
        request = self.one_of(self.with_advice())
        taking = TakeFeedbackBack(request=request.id, press=self.world.press_of_peer(request))
        if self.peer_does("a peer takes it back", request, take_feedback_back, taking).is_done:
            self.world.words.are_gone_for(words_in(request.feedback), ANA)

    # --- what Ana does with it

    def undecided(self) -> list[FeedbackRequest]:
        if not (found := [each for each in self.with_advice() if not each.is_decided]):
            self.gives("a peer advises", self.to_advise()[0])
            found = [each for each in self.with_advice() if not each.is_decided]
        return found

    @hand()
    def ana_takes_advice(self) -> None:
        self.takes(self.one_of(self.undecided()))

    def takes(self, request: FeedbackRequest) -> None:
        taking = TakeAdvice(request=request.id, press=self.world.press(request.version))
        self.world.does("Ana takes advice", ANA, answer_feedback, taking)

    @hand()
    def ana_parks_advice(self) -> None:
        request = self.one_of(self.undecided())
        because = self.world.words.new("because", ANA, request.peer)
        parking = ParkAdvice(request=request.id, because=because, press=self.world.press(request.version))
        self.world.does("Ana parks advice", ANA, answer_feedback, parking)

    def unanswered(self) -> list[Suggestion]:
        return [each for each in self.world.picture.suggestions.values() if not each.is_answered]

    @hand()
    def ana_asks_the_suggested(self) -> None:
        suggestion = self.data.draw(st.sampled_from(self.suggestions()))
        contract = self.world.picture.contracts[suggestion.contract]
        asking = AskSuggested(suggestion=suggestion.id, press=self.world.press(suggestion.version))
        deed = self.world.does("Ana asks the suggested", ANA, answer_suggestion, asking)
        for request in new_requests(deed):
            self.is_sent(request, contract.question)

    @hand()
    def ana_lets_a_suggestion_pass(self) -> None:
        suggestion = self.data.draw(st.sampled_from(self.suggestions()))
        passing = LetSuggestionPass(suggestion=suggestion.id, press=self.world.press(suggestion.version))
        self.world.does("Ana lets a suggestion pass", ANA, answer_suggestion, passing)
