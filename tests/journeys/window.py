"""A person's Microsoft 365 in the browser, and what that person does there."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Literal

from playwright.sync_api import Locator, Page, expect

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
PICTURE_OF_THE_README = Path(__file__).parents[2] / "docs" / "screenshot.png"


class Window:
    """One person at their screen. Everything is found as the person finds it: by its words."""

    def __init__(self, page: Page, address: str, key: str) -> None:
        self.page = page
        self.key = key
        page.goto(f"{address}/?as={key}")
        expect(page.get_by_test_id("message").first).to_be_visible()

    # --- the chat

    def card(self, words: str | re.Pattern[str]) -> Locator:
        """The newest card on which these words stand."""
        found = self.page.get_by_test_id("card").filter(has_text=words).last
        expect(found).to_be_visible()
        return found

    def sees(self, words: str | re.Pattern[str]) -> None:
        """The words stand somewhere in the chat."""
        expect(self.page.get_by_test_id("chat").get_by_text(words).last).to_be_visible()

    def fills_in(self, card: Locator, **answers: str) -> None:
        """Answer questions, named by the beginning of their label with underscores for spaces."""
        for label, text in answers.items():
            name = re.compile(f"^{label.replace('_', '.')}")
            card.get_by_role("textbox", name=name).first.fill(text)

    def chooses(self, card: Locator, question: str, *names: str) -> None:
        """Pick people by typing the beginning of their names."""
        box = card.get_by_role("combobox", name=question)
        for name in names:
            box.fill(name)
            self.page.get_by_role("option", name=name).click()

    def presses(self, card: Locator, name: str) -> None:
        """Press a button and wait for what comes of it."""
        with self.page.expect_response(re.compile(r"/window/.*/actions")):
            card.get_by_role("button", name=name, exact=True).click()

    def connects(self) -> None:
        """Press the button, and Teams signs in by itself, as it does where nothing stands in the way."""
        self.presses(self.card("Put the reviews into your calendar?"), "Connect my calendar")
        self.card("Your calendar is connected")

    def says(self, words: str) -> None:
        """Type to the app."""
        compose = self.page.get_by_test_id("compose")
        compose.fill(words)
        compose.press("Enter")

    def messages(self, words: str) -> int:
        """How many messages carry these words."""
        return self.page.get_by_test_id("message").filter(has_text=words).count()

    # --- the calendar

    def reviews(self) -> Locator:
        """The reviews that stand in the week in sight."""
        return self.page.get_by_test_id("event").filter(has_text="Learning review")

    def goes_to_week_of(self, day: str) -> None:
        """Turn the calendar until this day (`2026-03-30`) is in sight."""
        for _ in range(30):
            if self.page.locator(f'.fc-timegrid-col[data-date="{day}"]').count():
                return
            self.page.get_by_role("button", name="Next week").click()
        raise AssertionError(f"{day} never came into sight")

    def drags_review_to(self, day: str, *, rows_down: int = 0) -> None:
        """Drag the review in sight to another day, and down by so many half hours."""
        review = self.reviews().first
        review.scroll_into_view_if_needed()
        box, column = review.bounding_box(), self.page.locator(f'.fc-timegrid-col[data-date="{day}"]').bounding_box()
        assert box
        assert column
        mouse, x, y = self.page.mouse, box["x"] + 20, box["y"] + 8
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 5, y + 5, steps=4)
        mouse.move(column["x"] + column["width"] / 2, y + rows_down * 24, steps=8)
        mouse.up()

    def deletes_review(self) -> None:
        """Open the review in sight and delete it."""
        self.reviews().first.click()
        self.page.get_by_test_id("delete-event").click()
        expect(self.reviews()).to_have_count(0)

    # --- time

    def jumps_to_the_next_review(self) -> None:
        before = self.page.get_by_test_id("clock").inner_text()
        self.page.get_by_test_id("jump-review").click()
        expect(self.page.get_by_test_id("clock")).not_to_have_text(before)

    def jumps_a_day(self) -> None:
        before = self.page.get_by_test_id("clock").inner_text()
        self.page.get_by_test_id("jump-day").click()
        expect(self.page.get_by_test_id("clock")).not_to_have_text(before)

    # --- pictures

    def is_photographed(self, name: str) -> None:
        """Keep a picture, light and dark, for a person to look at."""
        photograph(self.page, name)

    def stands_in_the_readme(self, card: Locator) -> None:
        """The README shows what is on the screen now, this card on top. `SCREENSHOT=write` writes it: look at it."""
        if os.environ.get("SCREENSHOT") == "write":
            card.evaluate("card => card.closest('.message').scrollIntoView()")
            self.page.mouse.move(0, 0)
            self.page.wait_for_timeout(300)  # what was hovered over fades
            self.page.screenshot(path=PICTURE_OF_THE_README)
        assert PICTURE_OF_THE_README.is_file()


def photograph(page: Page, name: str) -> None:
    """Keep a picture of what is on the screen, light and dark."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)  # colours fade over
        page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}.png")
    page.emulate_media(color_scheme="light")


def at(moment: str) -> datetime:
    """`at("2026-03-30T10:00+02:00")`."""
    return datetime.fromisoformat(moment)
