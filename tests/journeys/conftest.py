"""A whole local Microsoft 365 and the real service for each journey, as `make run` starts them, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.forked import running
from tests.journeys.chats import Chats
from tests.journeys.window import Window
from tests.ports import free_ports

NOW = "2026-03-02T09:00:00Z"
SECONDS = 20
OMITTED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "HttpsUpgrades", "PaintHolding")
"""Parts of Chromium that nobody looks at here: without what its address bar prepares, a window costs half as much.

The last two are what Playwright leaves out and a test would notice; its own list gives way to this one.
"""
ARGUMENTS = [
    "--no-sandbox",
    "--lang=en-GB",
    "--disable-gpu",
    "--disable-quic",
    f"--disable-features={','.join(OMITTED)}",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one journey: one that outlived it would keep an event loop running under other tests."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium was found; `make browser` says what to do")
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def access() -> CalendarAccess:
    """With whose right calendars are reached. A journey that is about connecting, or all of it, says delegated."""
    return CalendarAccess.APP_ONLY


@pytest.fixture
def world(tmp_path: Path, access: CalendarAccess) -> Iterator[Pair]:
    """The stand-in and the service, on Monday 2 March 2026 at 09:00 UTC."""
    with running(tmp_path, free_ports(), now=NOW, access=access) as pair:
        yield pair


@pytest.fixture
def chats(world: Pair) -> Chats:
    """Everybody's chats and calendars, without a browser."""
    return Chats(world)


@pytest.fixture
def browses(browser: Browser) -> Callable[[], Page]:
    """Gives somebody a browser of their own: in a shared one, all but the page in front are drawn once a second."""

    def own_page() -> Page:
        page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
        page.set_default_timeout(SECONDS * 1000)
        return page

    return own_page


@pytest.fixture
def opens(world: Pair, browses: Callable[[], Page]) -> Callable[[str], Window]:
    """Opens somebody's window; nothing in it may go wrong in the browser itself."""

    def window(key: str) -> Window:
        page = browses()
        page.on("pageerror", lambda error: pytest.fail(f"the page broke: {error}"))
        return Window(page, f"http://127.0.0.1:{world.ports.page}", key)

    return window
