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

    def goes_to_the_week_before(self) -> None:
        self.page.get_by_role("button", name="Previous week").click()

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

    def undoes(self) -> None:
        """Take back what was just deleted."""
        self.page.get_by_test_id("undo").click()

    def puts_back_from_the_menu(self, subject: str) -> None:
        """Find it among the deleted events, and put it back."""
        self.page.get_by_test_id("person-menu").click()
        self.page.get_by_test_id("open-deleted").click()
        self.page.get_by_role("button", name=f"Put back: {subject}").first.click()
        expect(self.page.get_by_test_id("deleted-dialog")).to_have_count(0)

    def event(self, subject: str) -> Locator:
        """The first event in sight with these words."""
        return self.page.get_by_test_id("event").filter(has_text=subject).first

    def renames(self, subject: str, other: str) -> None:
        """Give an event in sight another title."""
        self.event(subject).click()
        self.page.get_by_test_id("event-title").fill(other)
        self.page.get_by_test_id("move-event").click()
        expect(self.event(other)).to_be_visible()

    def writes_into(self, subject: str, words: str) -> None:
        """Write words of one's own above what stands in an event."""
        self.event(subject).click()
        self.page.get_by_test_id("panel-text").click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        self.page.get_by_test_id("save-text").click()
        expect(self.page.get_by_test_id("event-dialog")).to_have_count(0)

    def presses_in_the_week(self, day: str, time: str) -> None:
        """Press an empty stretch: a day (`2026-03-06`), and the half hour that begins then (`15:00`)."""
        column = self.page.locator(f'.fc-timegrid-col[data-date="{day}"]').bounding_box()
        row = self.page.locator(f'.fc-timegrid-slot-lane[data-time="{time}:00"]').bounding_box()
        assert column
        assert row
        self.page.mouse.click(column["x"] + column["width"] / 2, row["y"] + row["height"] / 2)

    def is_away(self, subject: str, first: str, last: str) -> None:
        """Put an out-of-office event of whole days into the calendar."""
        self.page.get_by_test_id("new-event").click()
        self.page.get_by_test_id("new-subject").fill(subject)
        self.page.get_by_test_id("new-whole-day").check()
        self.page.get_by_test_id("new-start-date").fill(first)
        self.page.get_by_test_id("new-end-date").fill(last)
        self.page.get_by_test_id("new-show-as").select_option("Out of office")
        self.page.get_by_test_id("add-event").click()
        expect(self.page.get_by_test_id("new-event-dialog")).to_have_count(0)

    def switches_on(self, *, where: str, what: str, times: str, path: str, seconds: str) -> None:
        """Let something go wrong, in the panel for developers; what is chosen there is said by its value."""
        self.page.get_by_test_id("faults").click()
        for name, value in (("where", where), ("what", what), ("times", times)):
            self.page.get_by_test_id(f"fault-{name}").select_option(value)
        for name, value in (("path", path), ("seconds", seconds)):
            self.page.get_by_test_id(f"fault-{name}").fill(value)
        self.page.get_by_test_id("fault-add").click()
        expect(self.page.get_by_test_id("fault")).to_have_count(1)
        self.page.get_by_test_id("faults-close").click()

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
    """Keep a picture of what is on the screen, light and dark, where somebody asks for pictures: they take time."""
    if os.environ.get("SCREENSHOT") != "write":
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)  # colours fade over
        page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}.png")
    page.emulate_media(color_scheme="light")


def at(moment: str) -> datetime:
    """`at("2026-03-30T10:00+02:00")`."""
    return datetime.fromisoformat(moment)
