"""What people did in the calendar to a review: moved it, removed it, or made its moment unfit. The learner decides."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import aside, button, card, line, title
from learning.clash import is_in_question
from learning.review import LENGTH, Review
from learning.views import ReviewClashView, ReviewGoneView, ReviewMovedView


def review_moved_card(view: ReviewMovedView, page: Page) -> AdaptiveCard:
    """One sentence: where the review stands now."""
    return card(page, body=[line(moved_sentence(view.review, page)), aside(page.say("review_moved.follows"))])


def moved_sentence(review: Review, page: Page) -> str:
    """Where the review stands now."""
    if review.slot is None:
        return page.say(f"review_gone.looking.{review.kind}")
    if review.series_at is not None:
        return page.say(f"review_moved.series.{review.kind}", moment=review.slot.starts_at)
    if review.slot.length != LENGTH[review.kind]:
        return page.say(f"review_moved.until.{review.kind}", moment=review.slot.starts_at, ends=review.slot.ends_at)
    return page.say(f"review_moved.{review.kind}", moment=review.slot.starts_at)


def review_gone_card(view: ReviewGoneView, page: Page) -> AdaptiveCard:
    """The question whether the review is still wanted, or the answer that was given."""
    review = view.review
    if not review.is_open or review.gone_at is None:
        return card(page, body=[line(settled_sentence(review, page))])
    return card(
        page,
        body=[
            title(page.say(f"review_gone.title.{review.kind}")),
            line(_question(view, page)),
            aside(page.say("review_gone.both_fine")),
        ],
        actions=_buttons(view, page),
    )


def settled_sentence(review: Review, page: Page) -> str:
    """What became of a review about which nothing is to be decided any more."""
    if review.held_at:
        return page.say(f"review_gone.held.{review.kind}")
    if review.skipped_at:
        return page.say(f"review_gone.left_out.{review.kind}")
    if review.gone_at is None and review.slot is not None and review.entry is not None:
        return page.say(f"review_gone.back.{review.kind}", moment=review.slot.starts_at)
    return moved_sentence(review, page)


def review_clash_card(view: ReviewClashView, page: Page) -> AdaptiveCard:
    """The question whether another moment is to be found, or what became of it."""
    review = view.review
    if review.slot is None or not is_in_question(review):
        return card(page, body=[line(_after_question(review, page))])
    why = "hours" if review.outside_at else "away"
    return card(
        page,
        body=[
            title(page.say(f"review_clash.title.{review.kind}")),
            line(page.say(f"review_clash.{why}", moment=review.slot.starts_at)),
            line(page.say("review_clash.ask"), spacing="Small"),
            aside(page.say("review_gone.both_fine")),
        ],
        actions=[
            button(_on(review, Verb.FIND_ANOTHER_MOMENT), page.say("button.find_another_moment"), primary=True),
            button(_on(review, Verb.LEAVE_REVIEW_THERE), page.say("button.leave_review_there")),
        ],
    )


def _after_question(review: Review, page: Page) -> str:
    if not review.is_open:
        return settled_sentence(review, page)
    if review.gone_at is not None:
        return page.say(f"review_gone.title.{review.kind}")
    if review.left_there_at is not None and review.slot is not None:
        return page.say(f"review_clash.stays.{review.kind}", moment=review.slot.starts_at)
    return moved_sentence(review, page)


def _on(review: Review, verb: Verb) -> Button:
    return Button(verb=verb, about=review.id, version=review.version)


def _can_return(view: ReviewGoneView) -> bool:
    return view.review.slot is not None and view.review.slot.starts_at > view.now


def _question(view: ReviewGoneView, page: Page) -> str:
    if view.review.slot is None:
        return page.say("review_gone.ask_without_time")
    key = "review_gone.ask_ahead" if _can_return(view) else "review_gone.ask_past"
    return page.say(key, moment=view.review.slot.starts_at)


def _buttons(view: ReviewGoneView, page: Page) -> list[Action]:
    back = page.say("button.put_review_back" if _can_return(view) else "button.find_new_time")
    return [
        button(_on(view.review, Verb.PUT_REVIEW_BACK), back, primary=True),
        button(_on(view.review, Verb.LEAVE_REVIEW_OUT), page.say("button.leave_review_out")),
    ]
