"""What peers and learners do besides asking and answering, on top of the story."""

from __future__ import annotations

from datetime import timedelta

from learning.actions.answer_suggestion import AskSuggested, LetSuggestionPass, answer_suggestion
from learning.actions.correct_feedback import (
    CorrectFeedback,
    LeaveFeedback,
    TakeFeedbackBack,
    correct_feedback,
    take_feedback_back,
)
from learning.actions.find_due import find_due
from learning.actions.give_feedback import GiveFeedback, give_feedback
from learning.actions.leave_unfinished import PassRequest, SaveUnfinished, leave_unfinished
from learning.actions.pressing import Press
from learning.actions.suggest_peer import BeginSuggesting, SuggestPeer, suggest_peer, turn_to_suggesting
from learning.actions.withdraw_request import WithdrawRequest, withdraw_request
from learning.contract import Contract
from learning.feedback import Feedback, FeedbackRequest, visible_changes
from learning.messages import MessageKind
from learning.people import PersonId
from learning.suggestion import Suggestion
from learning.views import RequestsView, RequestView, SuggestionView
from learning.work import Work
from tests.learning.story import Story


class Asking:
    """One contract's asking. Every button is pressed on what its card shows now."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def card(self, request: FeedbackRequest) -> RequestView:
        return self.story.request_as_seen_by(request.peer, request)

    def press(self, request: FeedbackRequest) -> Press:
        view = self.card(request)
        return self.story.press_on(view.request.version + view.side.version)

    def saves(self, request: FeedbackRequest, words: str) -> None:
        saving = SaveUnfinished(request=request.id, words=Feedback(try_or_drop=words), press=self.press(request))
        self.story.run(leave_unfinished, saving, request.peer, self.story.now)

    def says_not_now(self, request: FeedbackRequest, words: str = "") -> None:
        passing = PassRequest(request=request.id, words=Feedback(try_or_drop=words), press=self.press(request))
        self.story.run(leave_unfinished, passing, request.peer, self.story.now)

    def sends(self, request: FeedbackRequest, words: str) -> FeedbackRequest:
        giving = GiveFeedback(request=request.id, feedback=Feedback(try_or_drop=words), press=self.press(request))
        return self.story.run(give_feedback, giving, request.peer, self.story.now)

    def opens_to_correct(self, request: FeedbackRequest) -> None:
        correcting = CorrectFeedback(request=request.id, press=self.press(request))
        self.story.run(correct_feedback, correcting, request.peer, self.story.now)

    def corrects(self, request: FeedbackRequest, words: str) -> FeedbackRequest:
        self.opens_to_correct(request)
        return self.sends(request, words)

    def leaves_it(self, request: FeedbackRequest, words: str) -> None:
        leaving = LeaveFeedback(request=request.id, words=Feedback(try_or_drop=words), press=self.press(request))
        self.story.run(correct_feedback, leaving, request.peer, self.story.now)

    def takes_back(self, request: FeedbackRequest) -> FeedbackRequest:
        taking = TakeFeedbackBack(request=request.id, press=self.press(request))
        return self.story.run(take_feedback_back, taking, request.peer, self.story.now)

    def suggests(self, request: FeedbackRequest, *suggested: PersonId, words: str = "") -> Suggestion:
        begun = BeginSuggesting(request=request.id, words=Feedback(try_or_drop=words), press=self.press(request))
        self.story.run(turn_to_suggesting, begun, request.peer, self.story.now)
        suggesting = SuggestPeer(
            request=request.id, suggested=suggested, reason="Knows customers", press=self.press(request)
        )
        return self.story.run(suggest_peer, suggesting, request.peer, self.story.now)

    def suggestion(self, suggestion: Suggestion) -> SuggestionView:
        view = self.story.sees(suggestion.learner, MessageKind.SUGGESTION, suggestion.id)
        assert isinstance(view, SuggestionView)
        return view

    def asks_suggested(self, suggestion: Suggestion) -> None:
        asking = AskSuggested(suggestion=suggestion.id, press=self.story.press_on(suggestion.version))
        self.story.run(answer_suggestion, asking, suggestion.learner, self.story.now)

    def lets_pass(self, suggestion: Suggestion) -> None:
        passing = LetSuggestionPass(suggestion=suggestion.id, press=self.story.press_on(suggestion.version))
        self.story.run(answer_suggestion, passing, suggestion.learner, self.story.now)

    def withdraws(self, contract: Contract, request: FeedbackRequest) -> FeedbackRequest:
        listed = self.requests(contract)
        press = self.story.press_on(visible_changes(each.request for each in listed.requests))
        withdrawing = WithdrawRequest(contract=contract.id, request=request.id, press=press)
        return self.story.run(withdraw_request, withdrawing, contract.learner, self.story.now)

    def requests(self, contract: Contract) -> RequestsView:
        view = self.story.sees(contract.learner, MessageKind.REQUESTS, contract.id)
        assert isinstance(view, RequestsView)
        return view

    def days_pass(self, days: int) -> None:
        """The clock jumps and ticks once."""
        self.story.now += timedelta(days=days)
        self.story.run(find_due, self.story.now)


def asked_again(work: Work, request: FeedbackRequest) -> FeedbackRequest:
    """The request as it is kept now."""
    return work.requests.for_peer(request.id, peer=request.peer)
