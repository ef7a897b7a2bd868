"""The mail to somebody without the app: who asks, what it is, one link, and nothing that a name could smuggle in."""

from __future__ import annotations

import pytest

from learning.reaching import Letter
from wording.catalogue import load_catalogues
from wording.letters import inert_name, invitation
from wording.speaker import Speaker

LINK = "https://teams.microsoft.com/l/app/1"


def letter(learner: str = "Ana de Wit", peer: str = "Mia Rivera") -> Letter:
    return invitation(Speaker(load_catalogues(), "en-US", "UTC"), learner=learner, peer=peer, link=LINK)


def test_it_says_who_asks_what_the_app_is_and_that_leaving_it_is_fine() -> None:
    said = letter()
    assert said.subject == "Ana de Wit asks for your advice"
    assert said.paragraphs[0] == "Hello Mia Rivera,"
    assert "Ana de Wit" in said.paragraphs[1]
    assert said.paragraphs[2].count(".") == 2
    assert "leave this mail" in said.last_words
    assert said.link == LINK


def test_somebody_without_a_known_name_is_a_colleague() -> None:
    assert letter(learner="").subject == "a colleague asks for your advice"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana\r\nBcc: everybody@x.example", "Ana Bcc: everybody@\u2060x.\u2060example"),
        ("https://evil.example/", "https:\u2060/\u2060/\u2060evil.\u2060example/"),
        ("Ana\u202eevil\x00", "Ana evil"),
        ("J. R. Smith", "J. R. Smith"),
        ("A" * 500, "A" * 100),
    ],
)
def test_a_name_is_one_line_and_leads_nowhere(name: str, shown: str) -> None:
    assert inert_name(name) == shown
    assert letter(learner=name).subject == f"{shown} asks for your advice"
