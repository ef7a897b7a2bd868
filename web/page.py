"""Draws the pages that people see in a browser, and answers with them under strict headers: no script, no frame."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from wording.speaker import Speaker

_FOLDER = Path(__file__).parent / "pages"
LOOK_PATH = "/sign-in/look.css"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""What each answer of ours says to the browser. There is no script, so none may run."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """The one thing to do next."""

    words: str
    address: str


class Pages:
    """Our pages, read from their folder once."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._look = (_FOLDER / "look.css").read_bytes()

    def message(
        self,
        speaker: Speaker,
        name: str,
        *,
        lines: tuple[str, ...] = (),
        link: Link | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> web.Response:
        """The page of this name (`page.<name>.title`), with these lines or the one that is in the catalogue."""
        shown = lines or (speaker.say(f"page.{name}.text"),)
        return self.draw(speaker, "message.html", name, status=status, lines=shown, link=link)

    def draw(
        self, speaker: Speaker, template: str, name: str, *, status: HTTPStatus = HTTPStatus.OK, **facts: object
    ) -> web.Response:
        """This template in the reader's language."""
        text = self._templates.get_template(template).render(
            say=speaker.say, language=speaker.language, title=speaker.say(f"page.{name}.title"), **facts
        )
        return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=HEADERS)

    async def look(self, _: web.Request) -> web.Response:
        """What the pages look like."""
        return web.Response(body=self._look, content_type="text/css", charset="utf-8", headers=HEADERS)


def language_of(request: web.Request) -> str:
    """The language that the browser asks for first, as a BCP 47 name; English where it asks for none."""
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0].strip()
    return first if first.isascii() and first.replace("-", "").isalnum() else "en"
