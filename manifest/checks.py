"""Our own checks of an app package, for what Microsoft's schema lets through and an operator without Node cannot run.

Each check yields problems as sentences that say where something is wrong and what to do. `check` runs them all, so that
whoever packages the app reads every problem at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from manifest.icons import ICONS, icon_problems

PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\$\{.*?\}")
GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
VERSION = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}")
HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.IGNORECASE
)

# Characters that Teams shows, by the path in the manifest; translations use the same paths.
LENGTHS = (
    (re.compile(r"developer\.name"), 32),
    (re.compile(r"name\.short"), 30),
    (re.compile(r"name\.full"), 100),
    (re.compile(r"description\.short"), 80),
    (re.compile(r"description\.full"), 4000),
    (re.compile(r"bots\[\d+\]\.commandLists\[\d+\]\.commands\[\d+\]\.title"), 32),
    (re.compile(r"bots\[\d+\]\.commandLists\[\d+\]\.commands\[\d+\]\.description"), 128),
)


def check(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> list[str]:
    """Every problem of an app package, each a sentence; an empty list when there is none.

    `files` are the package's other files by their name inside it: icons and translations.
    """
    strings = dict(_strings(manifest))
    return [
        *_text_problems(strings),
        *_url_problems(strings),
        *_id_problems(manifest, strings),
        *_domain_problems(manifest),
        *_bot_problems(manifest),
        *_action_problems(manifest),
        *_icon_file_problems(manifest, files),
        *_translation_problems(manifest, strings, files),
    ]


def _strings(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a manifest with its path, written like `bots[0].botId`."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _strings(inner, f"{path}[{place}]")


def _text_problems(strings: Mapping[str, str], place: str = "") -> Iterator[str]:
    for path, text in strings.items():
        if not text.strip():
            yield f"{place}{path} is empty."
        if found := PLACEHOLDER.search(text):
            yield f"{place}{path} still holds the placeholder {found.group()}."
        for pattern, longest in LENGTHS:
            if pattern.fullmatch(path) and len(text) > longest:
                yield f"{place}{path} has {len(text)} characters; Teams takes {longest} at most."


def _url_problems(strings: Mapping[str, str]) -> Iterator[str]:
    for path, text in strings.items():
        if text.lower().startswith("http:"):
            yield f"{path} is {text!r}: an address must start with https://."
        elif path.endswith("Url") and not PLACEHOLDER.search(text) and not _is_https(text):
            yield f"{path} is {text!r}, which is not a complete https:// address of a public host."


def _is_https(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    clean = text.isprintable() and " " not in text and "@" not in parts.netloc
    return clean and parts.scheme == "https" and HOST.fullmatch(host) is not None


def _id_problems(manifest: Mapping[str, Any], strings: Mapping[str, str]) -> Iterator[str]:
    for path, text in strings.items():
        if (path in ("id", "webApplicationInfo.id") or path.endswith(".botId")) and not PLACEHOLDER.search(text):
            if not GUID.fullmatch(text):
                yield f"{path} is {text!r}, which is not a GUID such as 8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01."
            elif not text.strip("0-"):
                yield f"{path} is the empty GUID of zeros."
    version = manifest.get("version", "")
    if not PLACEHOLDER.search(version) and not VERSION.fullmatch(version):
        yield f"version is {version!r}: three numbers are needed, such as 1.0.0."


def _domain_problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    for place, domain in enumerate(manifest.get("validDomains", [])):
        path = f"validDomains[{place}]"
        if "*" in domain:
            yield f"{path} is {domain!r}: a wildcard trusts hosts that are not yours. Name the host itself."
        elif not PLACEHOLDER.search(domain) and not HOST.fullmatch(domain):
            yield f"{path} is {domain!r}: write a public host name alone, such as learning.example.com."


def _bot_problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    bots = [*manifest.get("bots", []), *manifest.get("composeExtensions", [])]
    ids = sorted({bot["botId"] for bot in bots if "botId" in bot})
    if len(ids) > 1:
        yield f"More than one bot id is named ({', '.join(ids)}); the service answers as one bot."
    for place, bot in enumerate(manifest.get("bots", [])):
        for number, commands in enumerate(bot.get("commandLists", [])):
            path = f"bots[{place}].commandLists[{number}]"
            for scope in commands["scopes"]:
                if scope not in bot.get("scopes", []):
                    yield f"{path} is for the scope {scope!r}, in which the bot does not take part."
            titles = [command["title"].casefold() for command in commands["commands"]]
            for title in sorted({title for title in titles if titles.count(title) > 1}):
                yield f"{path} names the command {title!r} more than once."


def _action_problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Buttons whose action nobody declares, and actions that no button leads to."""
    for place, extension in enumerate(manifest.get("extensions", [])):
        runtimes = extension.get("runtimes", [])
        declared = {action["id"] for runtime in runtimes for action in runtime.get("actions", [])}
        used = {text for path, text in _strings(extension) if path.endswith("actionId")}
        for action in sorted(used - declared):
            yield f"extensions[{place}] uses the action {action!r}, which no runtime declares."
        for action in sorted(declared - used):
            yield f"extensions[{place}] declares the action {action!r}, which nothing uses."


def _icon_file_problems(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    for kind in ICONS:
        name = manifest.get("icons", {}).get(kind)
        if name is None:
            yield f"icons.{kind} is missing from the manifest."
        elif name not in files:
            yield f"icons.{kind} names {name!r}, which is not in the package."
        else:
            yield from icon_problems(kind, name, files[name])


def _translation_problems(
    manifest: Mapping[str, Any], strings: Mapping[str, str], files: Mapping[str, bytes]
) -> Iterator[str]:
    about = manifest.get("localizationInfo", {})
    languages = about.get("additionalLanguages", [])
    tags = [about.get("defaultLanguageTag", "").lower(), *(language["languageTag"].lower() for language in languages)]
    for tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
        yield f"localizationInfo names the language {tag!r} more than once."
    named = {language["file"] for language in languages}
    if "defaultLanguageFile" in about:
        named.add(about["defaultLanguageFile"])
    for name in sorted(named):
        if name in files:
            yield from _translation_file_problems(name, files[name], strings)
        else:
            yield f"localizationInfo names {name!r}, which is not in the package."
    for name in sorted(name for name in files if name.endswith(".json") and name not in named):
        yield f"{name} is in the package, but localizationInfo does not name it."


def _translation_file_problems(name: str, content: bytes, strings: Mapping[str, str]) -> Iterator[str]:
    try:
        translation = json.loads(content)
    except ValueError:
        yield f"{name} is not JSON."
        return
    if not isinstance(translation, dict):
        yield f"{name} is not a JSON object."
        return
    translated = {key: text for key, text in translation.items() if key != "$schema"}
    for key, text in translated.items():
        if not isinstance(text, str):
            yield f"{name}: {key} is not a text."
        elif key not in strings:
            yield f"{name}: {key} translates something that the manifest does not say."
    yield from _text_problems({key: text for key, text in translated.items() if isinstance(text, str)}, f"{name}: ")
