"""What must hold everywhere, found by reflection: nothing that exists is left without its other half."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import learning
from app.settings import PREFIX, Settings
from bot.buttons import Verb
from bot.cards import calendar_file, connection, sign_in
from bot.routes import PRESSINGS
from learning.actions.see import LOADERS
from learning.errors import Refusal
from learning.messages import MessageKind
from web import calendar_pages
from web.organisation import PAGE_PATH
from web.sign_in import START_PATH
from wording.catalogue import load_catalogues

ROOT = Path(__file__).parents[2]


def every_module(package: ModuleType) -> list[ModuleType]:
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in names]


def every_refusal() -> list[type[Refusal]]:
    every_module(learning)
    return Refusal.__subclasses__()


@pytest.mark.parametrize("verb", Verb)
def test_every_button_has_somebody_who_answers_it(verb: Verb) -> None:
    assert verb in PRESSINGS


@pytest.mark.parametrize("kind", MessageKind)
def test_every_message_can_be_put_together(kind: MessageKind) -> None:
    assert kind in LOADERS


def test_every_refusal_has_a_sentence_in_every_language() -> None:
    wanted = {f"refusal.{refusal.__name__}" for refusal in every_refusal()}
    assert len(wanted) > 20
    for language, catalogue in load_catalogues().items():
        assert wanted - set(catalogue.sentences) == set(), language


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_links_in_cards_lead_to_pages_that_there_are() -> None:
    assert (sign_in.START_PATH, connection.ORGANISATION_PATH) == (START_PATH, PAGE_PATH)
    files = (calendar_pages.FEED_PATH, calendar_pages.REVIEW_PATH)
    assert files == (calendar_file.FEED_PATH, calendar_file.REVIEW_PATH)


def test_nobody_approves_anything() -> None:
    """Promise 1: no verb, class or function says that one person allows another to learn."""
    forbidden = re.compile(r"approv|manager|supervis|sign_off", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("learning", "bot", "web", "wording", "storage", "app")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"\s*(def|class|async def)\s", line) and forbidden.search(line)
    ]
    assert found == []
