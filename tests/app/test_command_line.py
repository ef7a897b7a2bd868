"""`learning-cycles`: clear to a stranger."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from app.command_line import main
from app.settings import PREFIX, Settings

APP_ID = "5c6f1c1e-30b0-4b6e-8f86-0a7e33d1c001"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def run(*arguments: str) -> str | int | None:
    """What the process ends with: a number, or the text it leaves on the screen."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


def test_help_names_every_command_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    said = capsys.readouterr().out
    for command in ("local", "serve", "migrate", "package"):
        assert command in said


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_start_without_settings_names_each_that_is_missing(command: str) -> None:
    said = str(run(command))
    for name in ("TENANT_ID", "APP_ID", "APP_SECRET", "NOTICE_URL"):
        assert PREFIX + name in said


def test_the_database_is_brought_up_to_date_as_often_as_one_likes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {
        "TENANT_ID": "t",
        "APP_ID": APP_ID,
        "APP_SECRET": "s",
        "NOTICE_URL": "https://learning.example.com/graph/notices",
        "PUBLIC_URL": "https://learning.example.com",
        "TOKEN_KEYS": f"{'A' * 43}=",
        "DATABASE_URL": f"sqlite:///{tmp_path}/data.db",
    }.items():
        monkeypatch.setenv(PREFIX + name, value)
    assert (run("migrate"), run("migrate")) == (0, 0)
    assert (tmp_path / "data.db").exists()


def test_the_app_package_is_built_for_this_deployment(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    assert run("package", "--out", str(out), "--app-id", APP_ID, "--domain", "learning.example.com") == 0
    with zipfile.ZipFile(out) as package:
        manifest = json.loads(package.read("manifest.json"))
    assert manifest["bots"][0]["botId"] == APP_ID


def test_a_package_that_teams_would_refuse_is_not_written(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    assert "GUID" in str(run("package", "--out", str(out), "--app-id", "nobody", "--domain", "learning.example.com"))
    assert not out.exists()
