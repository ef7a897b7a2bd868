"""What a request to Graph asks for besides its address: preferences, query options, the JSON body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from standin.graph import zones
from standin.graph.errors import bad_request

if TYPE_CHECKING:
    from aiohttp import web

    from standin.graph.callers import Caller

_PREFERENCE = re.compile(r'([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;\s]+)))?')
_LARGEST_PAGE = 1000
_USUAL_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, who asks, its preferences (names in small letters) and its query options (likewise)."""

    request: web.Request
    caller: Caller
    preferences: dict[str, str]
    query: dict[str, str]

    @property
    def zone(self) -> str:
        """The name of the zone in which times are wanted."""
        return self.preferences.get("outlook.timezone", "UTC")

    @property
    def body_as_text(self) -> bool:
        """Whether bodies are wanted without markup."""
        return self.preferences.get("outlook.body-content-type", "").lower() == "text"

    @property
    def page_size(self) -> int:
        """How many things a page may have, by `Prefer: odata.maxpagesize`."""
        return number(self.preferences.get("odata.maxpagesize"), "odata.maxpagesize", _USUAL_PAGE)

    def option(self, name: str) -> str | None:
        """A query option by its name, in any case of letters."""
        return self.query.get(name.lower())

    def refuse_options(self, allowed: frozenset[str]) -> None:
        """Raises GraphError for a `$` option that is not among the allowed ones (in small letters)."""
        wrong = next((name for name in self.query if name.startswith("$") and name not in allowed), None)
        if wrong is not None:
            raise bad_request(f"The query option '{wrong}' is not supported here.", "ErrorInvalidUrlQuery")

    def selected(self, shaped: dict[str, Any], context: str) -> dict[str, Any]:
        """This thing with its @odata.context, of its properties only those of `$select`. Raises GraphError."""
        names = {name.strip().lower() for name in (self.option("$select") or "").split(",") if name.strip()}
        if names:
            always = ("id", "@odata.etag")
            shaped = {name: value for name, value in shaped.items() if name.lower() in names or name in always}
        return {"@odata.context": context, **shaped} if context else shaped

    async def json(self) -> Any:
        """The body. Raises GraphError when it is not JSON."""
        if self.request.content_type != "application/json":
            raise bad_request("The Content-Type must be application/json.", "RequestBodyRead")
        try:
            return await self.request.json()
        except (ValueError, RecursionError) as error:
            raise bad_request("Unable to read JSON request payload.", "BadRequest") from error


def read(request: web.Request, caller: Caller) -> Asked:
    """What is asked. Raises GraphError for a zone that nobody knows."""
    found = _PREFERENCE.findall(", ".join(request.headers.getall("Prefer", [])))
    preferences = {name.lower(): quoted or bare for name, quoted, bare in found}
    query = {name.lower(): value for name, value in request.query.items()}
    if "outlook.timezone" in preferences:
        zones.need_zone(preferences["outlook.timezone"])
    return Asked(request=request, caller=caller, preferences=preferences, query=query)


def number(text: str | None, name: str, usual: int, *, lowest: int = 1, highest: int = _LARGEST_PAGE) -> int:
    """A whole number of a query or preference. Raises GraphError."""
    if text is None:
        return usual
    if not re.fullmatch(r"\d{1,6}", text) or not lowest <= int(text) <= highest:
        raise bad_request(f"The value '{text}' of {name} must be from {lowest} to {highest}.", "ErrorInvalidUrlQuery")
    return int(text)
