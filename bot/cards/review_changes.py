"""What the calendar did to a review: it moved, or it is gone and the learner says what that means."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import aside, button, card, line, title
from learning.review import Review
from learning.views import ReviewGoneView, ReviewMovedView


def review_moved_card(view: ReviewMovedView, page: Page) -> AdaptiveCard:
    """One sentence: where the review stands now."""
    return card(page, body=[line(moved_sentence(view.review, page)), aside(page.say("review_moved.follows"))])


def moved_sentence(review: Review, page: Page) -> str:
    """Where the review stands now."""
    if review.slot is None:
        return page.say(f"review_gone.looking.{review.kind}")
    return page.say(f"review_moved.{review.kind}", moment=review.slot.starts_at)


def review_gone_card(view: ReviewGoneView, page: Page) -> AdaptiveCard:
    """The question whether the review is still wanted, or the answer that was given."""
    review = view.review
    if review.held_at:
        return card(page, body=[line(page.say(f"review_gone.held.{review.kind}"))])
    if review.skipped_at:
        return card(page, body=[line(page.say(f"review_gone.left_out.{review.kind}"))])
    if review.gone_at is None:
        return card(page, body=[line(moved_sentence(review, page))])
    return card(
        page,
        body=[
            title(page.say(f"review_gone.title.{review.kind}")),
            line(_question(view, page)),
            aside(page.say("review_gone.both_fine")),
        ],
        actions=_buttons(view, page),
    )


def _can_return(view: ReviewGoneView) -> bool:
    return view.review.slot is not None and view.review.slot.starts_at > view.now


def _question(view: ReviewGoneView, page: Page) -> str:
    if view.review.slot is None:
        return page.say("review_gone.ask_without_time")
    key = "review_gone.ask_ahead" if _can_return(view) else "review_gone.ask_past"
    return page.say(key, moment=view.review.slot.starts_at)


def _buttons(view: ReviewGoneView, page: Page) -> list[Action]:
    def of(verb: Verb) -> Button:
        return Button(verb=verb, about=view.review.id, version=view.review.version)

    back = page.say("button.put_review_back" if _can_return(view) else "button.find_new_time")
    return [
        button(of(Verb.PUT_REVIEW_BACK), back, primary=True),
        button(of(Verb.LEAVE_REVIEW_OUT), page.say("button.leave_review_out")),
    ]
