"""A start with wrong settings is refused, with every reason at once and by the names of the variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import PREFIX, SettingsProblem, read_settings
from graph.credentials import Certificate, ManagedIdentity
from tests.graph.test_credentials import certificate_for, new_key, pem_of

GOOD = {
    "TENANT_ID": "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01",
    "APP_ID": "5c6f1c1e-30b0-4b6e-8f86-0a7e33d1c001",
    "APP_SECRET": "secret-words",
    "NOTICE_URL": "https://learning.example.com/graph/notices",
    "PUBLIC_URL": "https://learning.example.com",
    "TOKEN_KEYS": f"{'A' * 43}=",
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
    """Missing, of a wrong kind, wrong by itself, or together with another: nothing hides anything."""
    said = problem_with(
        monkeypatch,
        APP_ID="",
        APP_SECRET="",
        LOG_FORMAT="xml",
        INSTALL_FOR_PEOPLE="true",
        NOTICE_URL="http://learning.example.com",
        PUBLIC_URL="http://learning.example.com",
        TOKEN_KEYS="short",
        NOTICE_LISTEN="0.0.0.0:3981",
        CLOCK_URL="http://127.0.0.1:3979/local/clock",
    )
    assert said.splitlines() == [
        f"- {PREFIX}{line}"
        for line in (
            "LOG_FORMAT: Input should be 'text' or 'json'",
            "APP_ID is missing: the app's id: of the bot and of the Entra registration",
            "NOTICE_URL must be an https address, since Graph accepts no other",
            "APP_SECRET: the app's secret is missing; give it, or a certificate in its place",
            f"NOTICE_LISTEN needs {PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY",
            "CLOCK_URL is for a laptop: every listener must be on loopback",
            f"INSTALL_FOR_PEOPLE needs {PREFIX}CATALOG_APP_ID",
            "PUBLIC_URL must be https:// and a host, with nothing behind it (http:// on loopback alone)",
            "TOKEN_KEYS must be Fernet keys (32 bytes in URL-safe base64), with spaces between them",
        )
    ]


@pytest.mark.parametrize(
    ("wrong", "hides"),
    [
        ({"APP_TYPE": "robot", "APP_SECRET": ""}, "APP_SECRET"),
        ({"LISTEN": "nowhere", "AGENTS_PLAYGROUND": "true"}, "AGENTS_PLAYGROUND"),
        ({"CALENDAR_ACCESS": "all", "PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"CATALOG_APP_ID": "7", "INSTALL_FOR_PEOPLE": "true"}, "INSTALL_FOR_PEOPLE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_judged_before_another_is_mended_is_not_guessed_at(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], hides: str
) -> None:
    said = problem_with(monkeypatch, **wrong, MAIL_FROM="learning")
    assert PREFIX + next(iter(wrong)) in said
    assert PREFIX + hides not in said
    assert f"{PREFIX}MAIL_FROM must be" in said


@pytest.mark.parametrize("name", ["LISTEN", "NOTICE_LISTEN"])
@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:", ":3978", "127.0.0.1:99999", "127.0.0.1:²"])
def test_a_listener_is_an_address_and_a_port(monkeypatch: pytest.MonkeyPatch, name: str, address: str) -> None:
    assert f"{PREFIX}{name} must be an address and a port" in problem_with(monkeypatch, **{name: address})


@pytest.mark.parametrize("name", ["NOTICE_URL", "PUBLIC_URL", "CLOCK_URL", "LOCAL_SERVICE_URLS"])
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert f"{PREFIX}{name} must" in problem_with(monkeypatch, **{name: "https://["})


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


def test_a_misspelt_type_of_app_is_refused_with_those_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    said = problem_with(monkeypatch, APP_TYPE="Certificate")
    assert f"{PREFIX}APP_TYPE" in said
    assert ("'single_tenant'" in said, "'managed_identity'" in said) == (True, True)


@pytest.mark.parametrize("both", [False, True])
def test_an_app_has_either_a_secret_or_a_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, both: bool
) -> None:
    key, file = new_key(), tmp_path / "app.pem"
    file.write_text(pem_of(key) + certificate_for(key))
    if both:
        assert "not both" in problem_with(monkeypatch, APP_CERTIFICATE=str(file))
        return
    monkeypatch.delenv(f"{PREFIX}APP_SECRET")
    monkeypatch.setenv(f"{PREFIX}APP_CERTIFICATE", str(file))
    assert isinstance(read_settings().credential, Certificate)


def test_a_certificate_that_does_not_serve_is_refused_with_its_file_and_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing, wrong = tmp_path / "missing.pem", tmp_path / "wrong.pem"
    wrong.write_text("secret-words")
    assert f"APP_CERTIFICATE: {missing} cannot be read" in problem_with(monkeypatch, APP_CERTIFICATE=str(missing))
    said = problem_with(monkeypatch, APP_CERTIFICATE=str(wrong))
    assert f"APP_CERTIFICATE: {wrong} cannot be used: it holds no private key" in said
    assert "secret-words" not in said


def test_a_managed_identity_has_no_secret_and_names_the_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    said = problem_with(monkeypatch, APP_TYPE="managed_identity")
    assert "APP_SECRET: a managed identity has neither" in said
    assert "REGISTRATION_ID: it is needed" in said
    monkeypatch.delenv(f"{PREFIX}APP_SECRET")
    monkeypatch.setenv(f"{PREFIX}REGISTRATION_ID", "f0a11ea5-1ca1-4000-8000-0000000000ca")
    assert read_settings().credential == ManagedIdentity(client_id=GOOD["APP_ID"])
    assert "REGISTRATION_ID: it is needed" in problem_with(monkeypatch, APP_TYPE="single_tenant", APP_SECRET="x")


def test_no_problem_ever_shows_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert GOOD["APP_SECRET"] not in problem_with(monkeypatch, LISTEN="nowhere")
    monkeypatch.setenv(f"{PREFIX}LISTEN", "127.0.0.1:3978")
    assert GOOD["APP_SECRET"] not in repr(read_settings())


@pytest.mark.parametrize(
    "url",
    [
        "http://learning.example.com",
        "https://",
        "https://learning.example.com/",
        "https://learning.example.com/app",
        "https://learning.example.com?x=1",
        "https://ana@learning.example.com",
        "learning.example.com",
    ],
)
def test_pages_are_reached_at_a_host_over_https_alone(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert f"{PREFIX}PUBLIC_URL must be" in problem_with(monkeypatch, PUBLIC_URL=url)


def test_on_a_laptop_pages_need_no_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}PUBLIC_URL", "http://localhost:3978")
    assert read_settings().public_url == "http://localhost:3978"


@pytest.mark.parametrize("keys", ["", "short", GOOD["TOKEN_KEYS"] + " nonsense", "A" * 44])
def test_rights_are_not_kept_under_a_bad_key(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    said = problem_with(monkeypatch, TOKEN_KEYS=keys)
    assert f"{PREFIX}TOKEN_KEYS" in said
    assert not keys or keys not in said


def test_several_keys_are_fine_while_they_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}TOKEN_KEYS", " ".join([GOOD["TOKEN_KEYS"]] * 2))
    assert len(read_settings().token_keys.split()) == 2


def test_the_apps_own_right_to_calendars_is_refused_unless_it_is_said_to_be_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = problem_with(monkeypatch, CALENDAR_ACCESS="app_only", PUBLIC_URL="", TOKEN_KEYS="")
    assert f"{PREFIX}CALENDAR_ACCESS=app_only reaches every mailbox" in said
    monkeypatch.setenv(f"{PREFIX}APP_ONLY_IS_SCOPED", "true")
    assert read_settings().calendar_access == "app_only"


def test_a_misspelt_access_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"{PREFIX}CALENDAR_ACCESS" in problem_with(monkeypatch, CALENDAR_ACCESS="application")
