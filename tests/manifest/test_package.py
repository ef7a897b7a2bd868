"""What an organisation that uploads the app package may rely on."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from manifest.package import PackageProblem, PackageSettings, build, check, write
from tests.manifest.microsoft import problems_by_microsoft
from tests.manifest.pixels import rgba

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEADOW = PackageSettings(
    app_id="8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01",
    registration_id="b7d1c0de-2c51-4b52-9d0e-6a1f35a0e704",
    package_id="0c7be2a4-91d3-4b1c-8a60-5f2d1e7c3b02",
    public_domain="learning.meadow.example",
    developer_name="Meadow & Co",
    website_url="https://learning.meadow.example/about",
    privacy_url="https://learning.meadow.example/privacy",
    terms_url="https://learning.meadow.example/terms",
    version="1.2.0",
)
Manifest = dict[str, Any]
Files = dict[str, bytes]


def unpacked(package: bytes) -> tuple[Manifest, Files]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(contents.pop("manifest.json")), contents


def icon(width: int, height: int, colour_type: int = 6) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    empty = struct.pack(">I4sI", 0, b"IEND", 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", len(header), b"IHDR") + header + bytes(4) + empty


def test_microsoft_finds_nothing_wrong_with_the_package() -> None:
    manifest, _ = unpacked(build(MEADOW))
    assert problems_by_microsoft(manifest) == []


def test_our_own_checks_find_nothing_wrong_with_the_package() -> None:
    assert check(*unpacked(build(MEADOW))) == []


def test_the_package_holds_the_manifest_and_its_icons_at_the_top_and_nothing_else() -> None:
    with zipfile.ZipFile(io.BytesIO(build(MEADOW))) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert archive.testzip() is None


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    written = write(tmp_path / "a folder" / "package.zip", MEADOW)
    assert written.read_bytes() == build(MEADOW)
    with zipfile.ZipFile(written) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_setting_reaches_the_manifest() -> None:
    manifest, _ = unpacked(build(MEADOW))
    assert manifest["id"] == MEADOW.package_id
    assert manifest["version"] == MEADOW.version
    assert manifest["validDomains"] == [MEADOW.public_domain]
    assert [bot["botId"] for bot in manifest["bots"]] == [MEADOW.app_id]
    assert manifest["webApplicationInfo"] == {
        "id": MEADOW.registration_id,
        "resource": f"api://botid-{MEADOW.app_id}",
    }
    assert manifest["developer"] == {
        "name": MEADOW.developer_name,
        "websiteUrl": MEADOW.website_url,
        "privacyUrl": MEADOW.privacy_url,
        "termsOfUseUrl": MEADOW.terms_url,
    }


def test_a_quote_in_a_name_stays_a_quote() -> None:
    manifest, _ = unpacked(build(replace(MEADOW, developer_name='Meadow "\\ Zoë')))
    assert manifest["developer"]["name"] == 'Meadow "\\ Zoë'


def test_the_bot_talks_to_one_person_alone_and_says_what_it_understands() -> None:
    manifest, _ = unpacked(build(MEADOW))
    (bot,) = manifest["bots"]
    assert (bot["scopes"], bot["supportsFiles"], bot["isNotificationOnly"]) == (["personal"], False, False)
    (commands,) = bot["commandLists"]
    assert commands["scopes"] == ["personal"]
    assert [command["title"] for command in commands["commands"]] == ["new", "my cycle", "calendar", "help"]


def test_the_package_asks_for_no_right() -> None:
    manifest, _ = unpacked(build(MEADOW))
    assert not {"permissions", "authorization", "devicePermissions"} & manifest.keys()


def test_no_sentence_breaks_a_promise() -> None:
    manifest, _ = unpacked(build(MEADOW))
    said = json.dumps([manifest["name"], manifest["description"], manifest["bots"]]).lower()
    never = r"approv|reject|assign|manager|competen|skill|rank|employee|course|evaluat|apprais"
    assert re.findall(never, said) == []


def test_the_outline_icon_is_white_on_nothing() -> None:
    _, icons = unpacked(build(MEADOW))
    seen = [pixel for pixel in rgba(icons["outline.png"]) if pixel[3] > 0]
    assert {pixel[:3] for pixel in seen} == {(255, 255, 255)}
    assert 32 * 32 / 10 < len(seen) < 32 * 32 / 2


def test_the_accent_colour_is_the_ground_of_the_icon() -> None:
    manifest, _ = unpacked(build(MEADOW))
    drawing = (files("manifest") / "icon.svg").read_text("utf-8")
    assert f'fill="{manifest["accentColor"].lower()}"' in drawing


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("app_id", "learning-cycles", "is not a GUID"),
        ("app_id", "00000000-0000-0000-0000-000000000000", "the empty GUID"),
        ("package_id", "", "id is empty"),
        ("public_domain", "*.com", "a wildcard trusts hosts that are not yours"),
        ("public_domain", "*.meadow.example", "a wildcard trusts hosts that are not yours"),
        ("public_domain", "https://learning.meadow.example", "write a public host name alone"),
        ("public_domain", "learning.meadow.example/app", "write a public host name alone"),
        ("public_domain", "localhost", "write a public host name alone"),
        ("public_domain", "127.0.0.1", "write a public host name alone"),
        ("public_domain", "{{public_domain}}", "still holds the placeholder {{public_domain}}"),
        ("developer_name", "M" * 33, "Teams takes 32 at most"),
        ("developer_name", " ", "developer.name is empty"),
        ("developer_name", "${DEVELOPER}", "still holds the placeholder ${DEVELOPER}"),
        ("website_url", "http://meadow.example", "must start with https://"),
        ("privacy_url", "HTTP://meadow.example", "must start with https://"),
        ("privacy_url", "meadow.example/privacy", "not a complete https:// address"),
        ("terms_url", "https://localhost/terms", "not a complete https:// address"),
        ("terms_url", "https://ana:secret@meadow.example", "not a complete https:// address"),
        ("terms_url", "https://meadow.example:port", "not a complete https:// address"),
        ("terms_url", "https://[meadow", "not a complete https:// address"),
        ("version", "1.0", "three numbers are needed"),
        ("version", "1.0.0-beta", "three numbers are needed"),
        ("version", "01.0.0", "three numbers are needed"),
    ],
)
def test_a_wrong_setting_is_refused_with_a_sentence(setting: str, value: str, said: str) -> None:
    with pytest.raises(PackageProblem) as refused:
        build(replace(MEADOW, **{setting: value}))
    assert [problem for problem in refused.value.problems if said in problem], refused.value


def test_all_problems_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "package.zip"
    with pytest.raises(PackageProblem) as refused:
        write(out, replace(MEADOW, app_id="x", public_domain="*.com", website_url="http://meadow.example"))
    assert len(refused.value.problems) == 3
    assert all(problem in str(refused.value) for problem in refused.value.problems)
    assert not out.exists()


def german(**words: str) -> Callable[[Manifest, Files], None]:
    def change(manifest: Manifest, contents: Files) -> None:
        manifest["localizationInfo"]["additionalLanguages"] = [{"languageTag": "de", "file": "de.json"}]
        contents["de.json"] = json.dumps({key.replace("__", "."): text for key, text in words.items()}).encode()

    return change


def actions(declared: str, used: str) -> Callable[[Manifest, Files], None]:
    def change(manifest: Manifest, _: Files) -> None:
        ribbon = {"tabs": [{"groups": [{"controls": [{"actionId": used}]}]}]}
        manifest["extensions"] = [{"runtimes": [{"actions": [{"id": declared}]}], "ribbons": [ribbon]}]

    return change


def put(path: str, value: Any) -> Callable[[Manifest, Files], None]:
    def change(manifest: Manifest, _: Files) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        inner: Any = manifest
        for step in way:
            inner = inner[step]
        inner[last] = value

    return change


def put_file(name: str, content: bytes) -> Callable[[Manifest, Files], None]:
    return lambda _, contents: contents.update({name: content})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _, contents: contents.pop("color.png"), "icons.color names 'color.png', which is not in the package."),
        (lambda manifest, _: manifest["icons"].pop("outline"), "icons.outline is missing from the manifest."),
        (put_file("color.png", icon(96, 96)), "color.png is 96 by 96 pixels; the color icon must be 192 by 192."),
        (put_file("outline.png", icon(32, 31)), "outline.png is 32 by 31 pixels; the outline icon must be 32 by 32."),
        (put_file("outline.png", icon(32, 32, colour_type=2)), "outline.png has no transparency"),
        (put_file("outline.png", b"<svg/>"), "outline.png is not a whole PNG picture."),
        (put_file("outline.png", icon(32, 32)[:30]), "outline.png is not a whole PNG picture."),
        (put("localizationInfo.defaultLanguageFile", "en.json"), "names 'en.json', which is not in the package."),
        (put_file("nl.json", b"{}"), "nl.json is in the package, but localizationInfo does not name it."),
        (german(name__long="Lernzyklen"), "de.json: name.long translates something that the manifest does not say."),
        (german(name__short="L" * 31), "de.json: name.short has 31 characters; Teams takes 30 at most."),
        (german(name__short="{{name}}"), "de.json: name.short still holds the placeholder {{name}}."),
        (
            put("bots.0.commandLists.0.scopes", ["team"]),
            "is for the scope 'team', in which the bot does not take part.",
        ),
        (put("bots.0.commandLists.0.commands.0.title", "Help"), "names the command 'help' more than once."),
        (put("composeExtensions", [{"botId": MEADOW.package_id}]), "More than one bot id is named"),
        (actions(declared="openPane", used="openPain"), "uses the action 'openPain', which no runtime declares."),
        (actions(declared="openPane", used="openPain"), "declares the action 'openPane', which nothing uses."),
    ],
)
def test_what_microsoft_overlooks_is_said_in_a_sentence(change: Callable[[Manifest, Files], Any], said: str) -> None:
    manifest, contents = unpacked(build(MEADOW))
    change(manifest, contents)
    assert [problem for problem in check(manifest, contents) if said in problem]


def test_a_whole_translation_is_welcome() -> None:
    manifest, contents = unpacked(build(MEADOW))
    german(name__short="Lernzyklen", description__short="Lernen, was zählt.")(manifest, contents)
    assert check(manifest, contents) == []
    assert problems_by_microsoft(manifest) == []


@pytest.mark.parametrize(
    "change",
    [
        put("name.short", "Learning Cycles, Learning Cycles"),
        put("accentColor", "green"),
        put("bots.0.scopes", ["everywhere"]),
        put("approvers", []),
        lambda manifest, _: manifest.pop("description"),
    ],
)
def test_microsoft_refuses_a_broken_manifest(change: Callable[[Manifest, Files], Any]) -> None:
    manifest, contents = unpacked(build(MEADOW))
    change(manifest, contents)
    assert problems_by_microsoft(manifest) != []


@pytest.mark.parametrize(
    ("field", "value"),
    [("manifestVersion", "99.0"), ("$schema", "https://schemas.meadow.example/v1.30.json")],
)
def test_a_schema_that_microsofts_package_does_not_carry_is_never_fetched(field: str, value: str) -> None:
    manifest, _ = unpacked(build(MEADOW))
    (problem,) = problems_by_microsoft({**manifest, field: value})
    assert "schema" in problem


def test_a_machine_without_the_schemas_hears_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="run `make setup`"):
        problems_by_microsoft({}, folder=tmp_path)
