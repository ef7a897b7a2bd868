"""Row 27: names, words and links of people that would do something where they are shown. They stay words."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from app.local_run import TENANT
from standin.people import by_key
from tests.attacks.attacker import Attacker
from tests.attacks.signing_in import connects
from tests.attacks.test_cards import settles
from tests.bot.card_words import parts_of
from tests.journeys.chats import Chats

EVIL = "https://evil.example"
NAMES = (
    f"[Your boss]({EVIL})",
    "Ana\r\nBcc: everybody@evil.example",
    "<img src=x onerror=alert(1)>",
    "{{DATE(2026-03-02T09:00:00Z)}} ${evil}",
    "# 1. **Ana** <at>everybody</at>",
    "\u202eevil\u2028\u200b",
)
WORDS = (
    f"[click]({EVIL}) ![x]({EVIL}/x.png) <script>alert(1)</script> {{{{DATE(2026-03-02T09:00:00Z)}}}} ${{evil}} "
    "javascript:alert(1) <at>everybody</at>"
)
READ_AS_MARKDOWN = frozenset({"TextBlock"})
LINKS = ("url", "iconUrl", "backgroundImage", "selectAction")


def renamed(attacker: Attacker, key: str, name: str) -> dict[str, Any]:
    """A message of this person, who calls themselves so in Teams."""
    person = by_key(key)
    assert person
    return attacker.of(key, text="my cycle", **{"from": {**attacker.of(key)["from"], "name": name}})


def is_inert(card: dict[str, Any]) -> None:
    """Nothing in the card is a link, a picture or a function, and no word of it becomes formatting that steers."""
    for part in parts_of(card):
        for name in LINKS:
            assert EVIL not in json.dumps(part.get(name))
        for text in (part[field] for field in ("text", "title", "label") if isinstance(part.get(field), str)):
            assert "{{" not in text
            assert "${" not in text
        if part.get("type") in READ_AS_MARKDOWN:
            markdown = MarkdownIt("commonmark").parse(part["text"])
            kinds = {child.type for token in markdown for child in token.children or []}
            assert kinds.isdisjoint({"link_open", "image", "html_inline"}), part["text"]
            assert {token.type for token in markdown}.isdisjoint({"html_block", "heading_open", "fence"})


@pytest.fixture(scope="module")
def asked(attacker: Attacker, chats: Chats) -> Iterator[None]:
    """Dan, with whatever name, has asked Ben and Mia, who does not have the app, for advice, in words that bite."""
    chats.press("dan", chats.card("dan", "Write a learning contract"), "Write a learning contract")
    card = chats.card("dan", "My learning contract")
    people = ",".join(person.object_id for key in ("ben", "mia") if (person := by_key(key)))
    assert attacker.sends(renamed(attacker, "dan", NAMES[0])).status == 202
    answer = chats.press("dan", card, "Ask for advice", goal=WORDS, ways=WORDS, question=WORDS, peers=people)
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    chats.card("ben", "click")
    settles(attacker)
    yield
    assert attacker.sends(attacker.of("dan", text="my cycle")).status == 202


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("name", NAMES)
def test_row_27_a_name_in_a_card_is_nothing_but_a_name(attacker: Attacker, chats: Chats, name: str) -> None:
    assert attacker.sends(renamed(attacker, "dan", name)).status == 202
    shown = chats.card("ben", "click")["card"]
    refreshed = attacker.sends(attacker.press_of("ben", "begin_suggesting", stale_button(shown)))
    for card in (shown, refreshed.json["value"]):
        is_inert(card)


def stale_button(card: dict[str, Any]) -> dict[str, Any]:
    """A button of this card on an older state: it changes nothing and is answered with the card as it stands."""
    about = card["actions"][0]["data"]["about"]
    return {"about": about, "revision": 0, "version": 0, "key": f"begin_suggesting:{about}:0"}


@pytest.mark.usefixtures("asked")
def test_row_27_words_in_every_card_stay_words(chats: Chats) -> None:
    shown = [message["card"] for key in ("ben", "dan") for message in chats.messages(key) if message["card"]]
    assert any(EVIL in json.dumps(card) for card in shown)
    for card in shown:
        is_inert(card)


class Letter(HTMLParser):
    """What a mail program sees in a letter."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.usefixtures("asked")
def test_row_27_a_letter_has_one_link_and_it_is_ours(chats: Chats) -> None:
    (mail,) = [mail for mail in mailbox(chats, "mia") if "advice" in json.dumps(mail)]
    letter = Letter()
    letter.feed(next(text for text in strings(mail) if "<p>" in text))
    links = [attributes["href"] for tag, attributes in letter.tags if tag == "a"]
    assert len(links) == 1
    assert str(links[0]).startswith("https://teams.microsoft.com/l/app/")
    assert {tag for tag, _ in letter.tags} <= {"p", "a"}
    assert "evil.example" not in json.dumps(mail)
    assert not re.search(r"[\r\n\u202e]", next(text for name, text in named(mail) if name == "subject"))


def mailbox(chats: Chats, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chats._call(f"/{key}/mailbox")
    return found


def named(part: Any) -> Iterator[tuple[str, str]]:
    for inner in parts_of(part):
        yield from ((name, text) for name, text in inner.items() if isinstance(text, str))


def strings(part: Any) -> Iterator[str]:
    yield from (text for _, text in named(part))


BAD_LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://meadow.example/notes",
    "file:///etc/passwd",
    "//evil.example",
    "https://",
    "https:evil",
    "https://a b",
    "\u0001https://x",
    "vbscript:x",
)


@pytest.mark.parametrize("link", BAD_LINKS)
def test_row_27_only_a_web_address_is_kept_as_a_link(attacker: Attacker, running: str, link: str) -> None:
    """A control character that nobody can type is left out; whatever does not begin with https:// is refused."""
    version = int(attacker.rows("SELECT version FROM cycles WHERE id = ?", running)[0][0])
    data = {"about": running, "revision": 0, "version": version, "key": f"keep_evidence:{running}:{version}"}
    typed = {f"link-v{version}-{running}": link}
    reply = attacker.sends(attacker.press_of("ben", "keep_evidence", {**data, **typed}))
    assert reply.status == 200
    kept = [url for (url,) in attacker.rows("SELECT url FROM evidence WHERE cycle = ?", running)]
    assert [url for url in kept if url and not url.startswith("https://x")] == []


@pytest.fixture(scope="module")
def running(attacker: Attacker, chats: Chats) -> str:
    """Ben's cycle."""
    chats.press("ben", chats.card("ben", "Write a learning contract"), "Write a learning contract")
    chats.press("ben", chats.card("ben", "My learning contract"), "Start the cycle", goal=WORDS)
    connects(attacker, chats, "ben")
    chats.card("ben", "Keep as evidence")
    settles(attacker)
    person = by_key("ben")
    assert person
    found = attacker.rows("SELECT id FROM cycles WHERE learner = ?", f"{TENANT}:{person.object_id}")
    return str(found[0][0])


@pytest.mark.usefixtures("running")
def test_row_27_a_calendar_entry_holds_none_of_the_learners_words(chats: Chats) -> None:
    deadline = time.monotonic() + 20
    while len(chats.reviews("ben")) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    entries = json.dumps(chats.reviews("ben"))
    assert chats.reviews("ben")
    assert "click" not in entries
    assert "evil" not in entries


STEP = f"<script>alert(1)</script> [click]({EVIL}) ${{evil}} {{{{DATE(x)}}}}"


@pytest.mark.usefixtures("running")
def test_row_27_a_title_and_a_step_in_a_calendar_stay_words_there_and_on_the_cards(chats: Chats) -> None:
    """An entry may be called whatever its owner likes, and a step is shown there in its words where that is wished."""
    chats._call(f"/ben/calendar/{chats.reviews('ben')[0]['id']}/rename", {"subject": WORDS})
    chats.says("ben", "in my calendar")
    chats.press("ben", chats.card("ben", "Whom to invite"), "Add this step", step=STEP, shows_words="true")
    shown = [chats.card("ben", "as “[click]")["card"], chats.card("ben", "<script>alert(1)</script> [")["card"]]
    for card in shown:
        is_inert(card)
    deadline = time.monotonic() + 20
    while not (steps := [entry for entry in chats.reviews("ben") if entry["subject"] == STEP]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    text = Letter()
    text.feed(steps[0]["body"]["content"])
    assert {tag for tag, _ in text.tags} <= {"html", "head", "meta", "body", "div", "p", "a", "br"}
    assert [link["href"] for tag, link in text.tags if tag == "a" and "evil" in str(link["href"])] == []


def test_row_27_ids_of_a_chat_lead_to_no_other_address(attacker: Attacker) -> None:
    """The id of a chat and of a message become parts of an address that gets our token: they stay parts."""
    for evil in ("../../../../v1", "a/../../x", "..", ".", "a?b=c", "a#b", "%2e%2e%2f", "@evil.example", "\\..\\x"):
        chat = {"id": evil, "conversationType": "personal", "tenantId": TENANT}
        for changes in ({"conversation": chat}, {"id": evil + uuid.uuid4().hex}, {"id": evil}):
            assert attacker.sends(attacker.message(text="help", **changes)).status in {202, 400}
