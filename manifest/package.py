"""Builds the app package: one zip file with the manifest and its icons, the same bytes for the same settings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from manifest.checks import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["PackageProblem", "PackageSettings", "build", "check", "write"]

ICON_FILES = ("color.png", "outline.png")
FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
UNIX = 3
READABLE_FILE = 0o100644 << 16
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, kw_only=True)
class PackageSettings:
    """What differs from one organisation's package to the next.

    `app_id` is the bot's id in Entra, `registration_id` the app registration's with which people sign in (the same,
    unless the bot is a managed identity), and `package_id` the id of the package in the organisation's catalogue, all
    GUIDs (they may be the same); `public_domain` is the service's host alone, such as `learning.example.com`; the
    addresses start with `https://`; `version` is three numbers, and an update needs a higher one than what is
    installed.
    """

    app_id: str
    registration_id: str
    package_id: str
    public_domain: str
    developer_name: str
    website_url: str
    privacy_url: str
    terms_url: str
    version: str


class PackageProblem(Exception):
    """The app package cannot be built from these settings."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["The app package cannot be built:", *(f"- {problem}" for problem in problems)]))


def build(settings: PackageSettings) -> bytes:
    """Answer the app package as a zip file; raises PackageProblem with every problem at once."""
    folder = files("manifest")
    manifest = _fill(json.loads((folder / "manifest.template.json").read_text("utf-8")), asdict(settings))
    others = {name: (folder / name).read_bytes() for name in ICON_FILES if (folder / name).is_file()}
    if problems := check(manifest, others):
        raise PackageProblem(problems)
    return _zip({"manifest.json": _as_json(manifest), **others})


def write(path: Path, settings: PackageSettings) -> Path:
    """Build the package into the file `path` and answer it; nothing is written when there is a problem."""
    content = build(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    """Replace the placeholders inside the template's strings; one without a word stays, and `check` reports it."""
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {key: _fill(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, words) for inner in value]
    return value


def _as_json(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def _zip(contents: Mapping[str, bytes]) -> bytes:
    """Zip these files in this order, uncompressed: it is a few kilobytes, and compressors differ between machines."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system = UNIX
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, content)
    return buffer.getvalue()
