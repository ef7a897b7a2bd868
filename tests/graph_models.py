"""Judges what the Graph schema's cut leaves out by msgraph-sdk's own models: no property that a model does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kiota_abstractions.serialization import Parsable
from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.teams_app_collection_response import TeamsAppCollectionResponse
from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation
from msgraph.generated.models.user_scope_teams_app_installation_collection_response import (
    UserScopeTeamsAppInstallationCollectionResponse,
)

_INSTALLED = re.compile(r"/users/[^/]+/teamwork/installedApps", re.IGNORECASE)
_CATALOG = re.compile(r"/appCatalogs/teamsApps", re.IGNORECASE)
_ANSWERS: dict[tuple[str, re.Pattern[str]], dict[int, type[Parsable] | None]] = {
    ("GET", _INSTALLED): {200: UserScopeTeamsAppInstallationCollectionResponse},
    ("POST", _INSTALLED): {201: None},
    ("GET", _CATALOG): {200: TeamsAppCollectionResponse},
}
_REQUESTS: dict[tuple[str, re.Pattern[str]], type[Parsable] | None] = {
    ("GET", _INSTALLED): None,
    ("POST", _INSTALLED): UserScopeTeamsAppInstallation,
    ("GET", _CATALOG): None,
}
_OPTIONS = frozenset({"$expand", "$filter", "$select"})


def knows(method: str, path: str) -> bool:
    """Whether this address is judged here; the path without its version."""
    return any(method == wanted and pattern.fullmatch(path) for wanted, pattern in _ANSWERS)


def answer_problems(method: str, path: str, status: int, body: object) -> list[str]:
    """What is wrong with an answer that is no refusal."""
    documented = next(found for (wanted, p), found in _ANSWERS.items() if method == wanted and p.fullmatch(path))
    if status not in documented:
        return [f"status {status}: not documented, only {', '.join(map(str, documented))}"]
    return _problems(documented[status], body)


def request_problems(method: str, path: str, query: set[str], body: object) -> list[str]:
    """What is wrong with a request."""
    model = next(found for (wanted, p), found in _REQUESTS.items() if method == wanted and p.fullmatch(path))
    return [f"query {name}: not defined here" for name in sorted(query - _OPTIONS)] + _problems(model, body)


def _problems(model: type[Parsable] | None, body: object) -> list[str]:
    if model is None:
        return [] if body in (None, "", b"") else ["body: must be empty"]
    if not isinstance(body, dict):
        return ["body: an object expected"]
    node: Any = JsonParseNode(body)
    return [f"body {name}: unknown to msgraph-sdk's models" for name in _unknown(node.get_object_value(model))]


def _unknown(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _unknown(one)
    elif isinstance(value, Parsable):
        additional = getattr(value, "additional_data", None) or {}
        yield from (name for name in additional if "@odata." not in name)
        for name, one in vars(value).items():
            if name not in {"additional_data", "backing_store"}:
                yield from _unknown(one)
