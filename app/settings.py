"""All settings, read once. What is wrong is said together, by the names of the variables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ModelWrapValidatorHandler, TypeAdapter, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.calendar_access import CalendarAccess
from app.credentials import AppType, credential
from app.logs import LogFormat
from app.settings_rules import PREFIX, problems_with
from graph.credentials import Credential

__all__ = [
    "PREFIX",
    "CommonSettings",
    "Settings",
    "SettingsProblem",
    "read_common_settings",
    "read_log_format",
    "read_settings",
    "split_address",
]

S = TypeVar("S", bound=BaseSettings)


class SettingsProblem(Exception):
    """The settings do not allow a start."""


class CommonSettings(BaseSettings):
    """What every command needs, also one that only looks. Each is `LEARNING_CYCLES_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    database_url: str = Field("sqlite:///learning-cycles.db", description="where everything is kept")
    log_format: LogFormat = Field(LogFormat.TEXT, description="how the log is written: text or json")


class Settings(CommonSettings):
    """Where the service listens, whom it trusts, and with what it signs in."""

    tenant_id: str = Field(min_length=1, description="the Entra tenant that is served")
    app_id: str = Field(min_length=1, description="the app's id: of the bot and of the Entra registration")
    app_type: AppType = Field(AppType.SINGLE_TENANT, description="what the bot is registered as")
    app_certificate: Path | None = Field(None, description="a PEM file with the registration's certificate and its key")
    app_secret: str = Field("", repr=False, description="the app registration's client secret")
    registration_id: str = Field("", description="the Entra registration's id, where the app's is a managed identity's")
    listen: str = Field("127.0.0.1:3978", description="address and port for chat messages")
    notice_listen: str = Field("", description="a second listener, over TLS, for Graph's change notices")
    tls_certificate: Path | None = Field(None, description="certificate of the second listener")
    tls_key: Path | None = Field(None, description="key of the second listener")
    notice_url: str = Field(description="the https address at which Graph reaches /graph/notices")
    authority: str = Field("https://login.microsoftonline.com/{tenant}", description="who issues tokens")
    graph_url: str = Field("https://graph.microsoft.com/v1.0", description="Microsoft Graph")
    channel_keys_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="the keys that sign what Teams sends",
    )
    public_url: str = Field("", description="the https address at which people's browsers reach /sign-in")
    calendar_access: CalendarAccess = Field(
        CalendarAccess.DELEGATED, description="with whose right calendars are read and written"
    )
    app_only_is_scoped: bool = Field(
        default=False, description="the app's own right is limited to the mailboxes that it may reach"
    )
    token_keys: str = Field("", repr=False, description="keys under which people's rights are kept, newest first")
    local_service_urls: str = Field("", description="http addresses on loopback to which chats may be answered")
    ca_file: Path | None = Field(None, description="a certificate authority to trust besides the system's")
    clock_url: str = Field("", description="the local stand-in's clock, on loopback only")
    mail_from: str = Field("", description="the service's mailbox, from which people without the app are written to")
    catalog_app_id: str = Field("", description="the app's id in the organisation's catalogue")
    install_for_people: bool = Field(
        default=False, description="add the app for people who are asked, where the organisation granted that right"
    )
    agents_playground: bool = Field(
        default=False, description="let in Microsoft's Agents Playground, which sends no token, on loopback only"
    )

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, given: Any, validate: ModelWrapValidatorHandler[Settings]) -> Settings:
        """What is wrong with one setting does not hide what is wrong with others, or between them."""
        try:
            settings = validate(given)
        except ValidationError as error:
            right = cls._right(given, {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]})
            raise ValueError("\n".join([*_problems(error), *problems_with(right)])) from None
        if problems := problems_with(dict(settings)):
            raise ValueError("\n".join(problems))
        return settings

    @classmethod
    def _right(cls, given: Mapping[str, object], wrong: Collection[str]) -> dict[str, object]:
        """The values of those settings that are there and of their type."""
        return {
            name: TypeAdapter(field.rebuild_annotation()).validate_python(given.get(name, field.default))
            for name, field in cls.model_fields.items()
            if name not in wrong
        }

    @property
    def credential(self) -> Credential:
        """How the app proves who it is. Raises OSError and ValueError where the certificate's file has changed."""
        return credential(self.app_type, self.app_id, self.app_secret, self.app_certificate)

    @property
    def install_link(self) -> str:
        """Where somebody adds the app for themselves."""
        return f"https://teams.microsoft.com/l/app/{self.catalog_app_id or self.app_id}"


def read_settings() -> Settings:
    """The settings from the environment. Raises SettingsProblem with every problem in one text."""
    return _read(Settings)


def read_common_settings() -> CommonSettings:
    """Those that every command needs. Raises SettingsProblem."""
    return _read(CommonSettings)


def read_log_format() -> LogFormat:
    """How the log is written. What is wrong with it is said with all else by those who read all settings."""
    try:
        return read_common_settings().log_format
    except SettingsProblem:
        return LogFormat.TEXT


def _read(kind: type[S]) -> S:
    try:
        return kind()
    except ValidationError as error:
        raise SettingsProblem("\n".join(f"- {line}" for line in _problems(error))) from None


def split_address(address: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:3978`."""
    host, _, port = address.rpartition(":")
    return host, int(port)


def _problems(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = PREFIX + "_".join(str(part).upper() for part in problem["loc"])
        if not problem["loc"]:
            lines += problem["msg"].removeprefix("Value error, ").split("\n")
        elif problem["type"] in ("missing", "string_too_short"):
            field = Settings.model_fields[str(problem["loc"][0])]
            lines.append(f"{name} is missing: {field.description}")
        else:
            lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
    return lines
