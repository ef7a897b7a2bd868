"""Judges requests to Microsoft Graph, and its answers, by the schema that was made from Microsoft's metadata.

The schema stands outside the project: GRAPH_CONTRACT names its file, `../shared/graph/graph-contract.yaml` beside the
project otherwise. Where it is missing, tests skip with NOT_HERE and msgraph-sdk's own models judge alone. What the
schema leaves out and we use all the same is judged by those models too (`graph_models.py`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml
from jsonschema import Draft202012Validator

from tests import graph_models
from tests.tied import at, tied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

NOT_HERE = "Microsoft's schema is not on this machine (GRAPH_CONTRACT): here msgraph-sdk's models judge alone"
_MEDIA = "application/json"
_WITHOUT_ADDRESS = frozenset({400, 401, 403, 404, 405})
"""How Graph may answer at addresses that it does not have."""
_Json = dict[str, Any]


def location() -> Path:
    """Where the schema should be."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "graph" / "graph-contract.yaml"
    return Path(os.environ.get("GRAPH_CONTRACT") or beside)


@dataclass(frozen=True)
class _Schema:
    """The document; the same with its references followed; and its addresses, those with the fewest blanks first."""

    document: _Json
    tied: _Json
    paths: list[tuple[re.Pattern[str], str]]
    validators: dict[str, Draft202012Validator] = field(default_factory=dict)


@dataclass(frozen=True)
class _Operation:
    """A method at an address, as the schema has it, and where that stands in the document."""

    template: str
    method: str
    node: _Json

    def pointer(self, *inside: str) -> str:
        return _pointer("paths", self.template, self.method, *inside)


class GraphContract:
    """The schema. Both judgements are lists of sentences; an empty list means that nothing is wrong."""

    def __init__(self) -> None:
        self._schema = _read(location())

    @staticmethod
    def available() -> bool:
        """Whether the schema is on this machine."""
        return location().is_file()

    def request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: object = None,
    ) -> list[str]:
        """What is wrong with this request; the path with or without /v1.0, without its query."""
        operation = self._find(method, path)
        if isinstance(operation, str):
            plain = _plain(path)
            if graph_models.knows(method, plain):
                return graph_models.request_problems(method, plain, set(query or {}), body)
            return [operation]
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        problems = [] if sent.get("authorization", "").startswith("Bearer ") else ["header Authorization: no token"]
        problems += self._query_problems(operation, query or {})
        return problems + self._body_problems(operation, sent.get("content-type", ""), body)

    def response(
        self, method: str, path: str, status: int, headers: Mapping[str, str] | None = None, body: object = None
    ) -> list[str]:
        """What is wrong with this answer."""
        operation = self._find(method, path)
        if isinstance(operation, str):
            plain = _plain(path)
            if status < min(_WITHOUT_ADDRESS) and graph_models.knows(method, plain):
                return graph_models.answer_problems(method, plain, status, body)
            if status not in _WITHOUT_ADDRESS and not graph_models.knows(method, plain):
                return [operation]
            return self._problems(_pointer("components", "schemas", "microsoft.graph.ODataErrors.ODataError"), body)
        documented = operation.node["responses"]
        key = str(status) if str(status) in documented else "default"
        if key == "default" and status < min(_WITHOUT_ADDRESS):
            return [f"status {status}: not documented, only {', '.join(documented)}"]
        response, pointer = self._resolved(documented[key], operation.pointer("responses", key))
        got = {name.lower() for name in headers or {}}
        needed = [name for name, header in response.get("headers", {}).items() if header.get("required")]
        problems = [f"header {name}: missing" for name in needed if name.lower() not in got]
        if _MEDIA not in response.get("content", {}):
            return problems + (["body: must be empty"] if body not in (None, "", b"") else [])
        return problems + self._problems(f"{pointer}/content/{_escaped(_MEDIA)}/schema", body)

    def notices(self, body: object) -> list[str]:
        """What is wrong with a post of change notices."""
        return self._problems(_pointer("components", "schemas", "microsoft.graph.changeNotificationCollection"), body)

    def _find(self, method: str, path: str) -> _Operation | str:
        """The operation, or a sentence that there is none."""
        plain = _plain(path)
        templates = [template for pattern, template in self._schema.paths if pattern.fullmatch(plain)]
        for template in templates:
            node = self._schema.document["paths"][template].get(method.lower())
            if node is not None:
                return _Operation(template, method.lower(), node)
        return f"{method} {plain}: " + ("method not allowed" if templates else "no such address")

    def _query_problems(self, operation: _Operation, query: Mapping[str, str]) -> list[str]:
        known = [self._resolved(parameter, "")[0] for parameter in operation.node["parameters"]]
        names = {one["name"].lower(): one for one in known if one["in"] == "query"}
        given = {name.lower() for name, value in query.items() if value}
        problems = [f"query {name}: not defined here" for name in query if name.lower() not in names]
        problems += [f"query {n}: missing" for n, one in names.items() if one.get("required") and n not in given]
        resumes = given & {"$deltatoken", "$skiptoken"}
        if "delta" in operation.template and not resumes and not {"startdatetime", "enddatetime"} <= given:
            problems.append("query: a first delta call needs startDateTime and endDateTime")
        return problems

    def _body_problems(self, operation: _Operation, content_type: str, body: object) -> list[str]:
        wanted = operation.node.get("requestBody")
        if wanted is None:
            return [] if body in (None, "", b"") else ["body: none expected"]
        if body is None:
            return ["body: missing"]
        problems = [] if _MEDIA in content_type else [f"header Content-Type: {_MEDIA} expected"]
        schema = wanted["content"][_MEDIA]["schema"]
        pointer = operation.pointer("requestBody", "content", _MEDIA, "schema")
        return problems + self._problems(pointer, self._respelled(body, schema))

    def _respelled(self, value: Any, schema: _Json) -> Any:
        """The value with its enum members in the schema's spelling: Graph reads them in any case of letters."""
        schema, _ = self._resolved(schema, "")
        if isinstance(value, str) and "enum" in schema:
            return {str(word).lower(): word for word in schema["enum"]}.get(value.lower(), value)
        for choice in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
            value = self._respelled(value, choice)
        if isinstance(value, dict):
            inside = schema.get("properties", {})
            return {name: self._respelled(one, inside.get(name, {})) for name, one in value.items()}
        if isinstance(value, list):
            return [self._respelled(one, schema.get("items", {})) for one in value]
        return value

    def _resolved(self, node: _Json, pointer: str) -> tuple[_Json, str]:
        """What a node means once its $ref has been followed, and where that stands."""
        while "$ref" in node:
            pointer = node["$ref"].removeprefix("#")
            node = at(self._schema.document, pointer)
        return node, pointer

    def _problems(self, pointer: str, value: object) -> list[str]:
        validators = self._schema.validators
        if pointer not in validators:
            validators[pointer] = Draft202012Validator(at(self._schema.tied, pointer))
        return [_sentence(error) for error in validators[pointer].iter_errors(value)]


@cache
def _read(path: Path) -> _Schema:
    with path.open(encoding="utf-8") as file:
        document = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    templates = sorted(document["paths"], key=lambda template: template.count("{"))
    paths = [(_pattern(template), template) for template in templates]
    return _Schema(document=document, tied=tied(document), paths=paths)


def _plain(path: str) -> str:
    """Without the version; msgraph-sdk writes a double slash behind it."""
    return re.sub(r"^/v1\.0(?=/)", "", re.sub(r"/{2,}", "/", path))


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", template)
    return re.compile("([^/]+)".join(re.escape(part) for part in parts))


def _pointer(*steps: str) -> str:
    return "".join(f"/{_escaped(step)}" for step in steps)


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _sentence(error: ValidationError) -> str:
    """Where and what; of several shapes that were possible the one that came closest speaks."""
    chosen = error
    while chosen.context:
        real = [one for one in chosen.context if one.validator_value != "null"] or list(chosen.context)
        chosen = max(real, key=lambda one: len(one.absolute_path))
    where = "/".join(str(step) for step in chosen.absolute_path) or "(all of it)"
    return f"body {where}: {unquote(chosen.message)[:200]}"
