"""A start with wrong settings is refused, with every reason at once and by the names of the variables."""

from __future__ import annotations

import pytest

from app.settings import PREFIX, SettingsProblem, read_settings

GOOD = {
    "TENANT_ID": "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01",
    "APP_ID": "5c6f1c1e-30b0-4b6e-8f86-0a7e33d1c001",
    "APP_SECRET": "secret-words",
    "NOTICE_URL": "https://learning.example.com/graph/notices",
}


@pytest.fixture(autouse=True)
def good(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(PREFIX + name, value)


def problem_with(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    for name, value in settings.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsProblem) as caught:
        read_settings()
    return str(caught.value)


def test_good_settings_start() -> None:
    assert read_settings().app_id == GOOD["APP_ID"]


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(PREFIX + name)
    assert PREFIX + name in problem_with(monkeypatch)


def test_an_empty_app_id_does_not_switch_the_door_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"{PREFIX}APP_ID is missing" in problem_with(monkeypatch, APP_ID="")


def test_everything_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = problem_with(monkeypatch, APP_ID="", APP_SECRET="")
    assert (f"{PREFIX}APP_ID" in said, f"{PREFIX}APP_SECRET" in said) == (True, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AGENTS_PLAYGROUND", "true"),
        ("LOCAL_SERVICE_URLS", "http://127.0.0.1:3979/teams/"),
        ("CLOCK_URL", "http://127.0.0.1:3979/local/clock"),
    ],
)
def test_what_is_for_a_laptop_is_refused_where_others_can_reach_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert f"{PREFIX}{name} is for a laptop" in problem_with(monkeypatch, LISTEN="0.0.0.0:3978", **{name: value})


@pytest.mark.parametrize("name", ["LOCAL_SERVICE_URLS", "CLOCK_URL"])
def test_local_addresses_are_on_this_machine(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert "must name loopback addresses" in problem_with(monkeypatch, **{name: "http://clock.example.com/"})


def test_the_playground_is_let_in_on_loopback_when_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}AGENTS_PLAYGROUND", "true")
    assert read_settings().agents_playground


def test_graph_reaches_us_by_https_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "must be an https address" in problem_with(monkeypatch, NOTICE_URL="http://learning.example.com/n")


def test_a_second_listener_needs_its_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"{PREFIX}TLS_CERTIFICATE" in problem_with(monkeypatch, NOTICE_LISTEN="127.0.0.1:3981")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MAIL_FROM", "learning", "MAIL_FROM must be a mail address"),
        ("CATALOG_APP_ID", "7", "CATALOG_APP_ID must be a GUID"),
        ("INSTALL_FOR_PEOPLE", "true", "INSTALL_FOR_PEOPLE needs"),
    ],
)
def test_what_reaches_people_without_the_app_is_whole(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    assert says in problem_with(monkeypatch, **{name: value})


def test_the_install_link_leads_into_the_catalogue_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().install_link == f"https://teams.microsoft.com/l/app/{GOOD['APP_ID']}"
    monkeypatch.setenv(f"{PREFIX}CATALOG_APP_ID", "f0a11ea5-1ca1-4000-8000-0000000000ca")
    assert read_settings().install_link.endswith("/f0a11ea5-1ca1-4000-8000-0000000000ca")


def test_no_problem_ever_shows_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert GOOD["APP_SECRET"] not in problem_with(monkeypatch, LISTEN="nowhere")
    monkeypatch.setenv(f"{PREFIX}LISTEN", "127.0.0.1:3978")
    assert GOOD["APP_SECRET"] not in repr(read_settings())
