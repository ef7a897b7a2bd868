"""All settings, read once. What is wrong is said together, by the names of the variables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.calendar_access import CalendarAccess, problems_with_calendars
from app.credentials import AppType, credential, problem_with_certificate, problem_with_choice
from app.logs import LogFormat
from app.loopback import is_loopback
from graph.credentials import Credential

S = TypeVar("S", bound=BaseSettings)
PREFIX = "LEARNING_CYCLES_"
_MAILBOX = re.compile(r"[^\s@/]+@[^\s@/]+")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


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
    app_secret: str = Field("", repr=False, validate_default=True, description="the app registration's client secret")
    registration_id: str = Field(
        "", validate_default=True, description="the Entra registration's id, where the app's is a managed identity's"
    )
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

    @field_validator("app_certificate")
    @classmethod
    def _certificate(cls, path: Path | None) -> Path | None:
        if path is not None and (problem := problem_with_certificate(path)):
            raise ValueError(problem)
        return path

    @field_validator("app_secret")
    @classmethod
    def _one_credential(cls, secret: str, others: ValidationInfo) -> str:
        if {"app_type", "app_certificate"} <= others.data.keys():
            has_certificate = others.data["app_certificate"] is not None
            if problem := problem_with_choice(
                others.data["app_type"], secret=bool(secret), certificate=has_certificate
            ):
                raise ValueError(problem)
        return secret

    @field_validator("registration_id")
    @classmethod
    def _registration(cls, registration: str, others: ValidationInfo) -> str:
        is_identity = others.data.get("app_type") is AppType.MANAGED_IDENTITY
        if "app_type" in others.data and bool(registration) is not is_identity:
            raise ValueError(f"it is needed with {PREFIX}APP_TYPE={AppType.MANAGED_IDENTITY}, and only there")
        return registration

    @model_validator(mode="after")
    def _loopback_only(self) -> Settings:
        problems = [
            f"{PREFIX}{name.upper()} is for a laptop: every listener must be on loopback"
            for name in ("agents_playground", "local_service_urls", "clock_url")
            if getattr(self, name) and not self.is_local
        ]
        for name in ("clock_url", "local_service_urls"):
            problems += [
                f"{PREFIX}{name.upper()} must name loopback addresses, not {url}"
                for url in getattr(self, name).split()
                if not is_loopback(urlsplit(url).hostname or "")
            ]
        if not self.notice_url.startswith("https://"):
            problems.append(f"{PREFIX}NOTICE_URL must be an https address, since Graph accepts no other")
        if self.notice_listen and not (self.tls_certificate and self.tls_key):
            problems.append(f"{PREFIX}NOTICE_LISTEN needs {PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY")
        problems += [
            f"{PREFIX}{name.upper()} must be an address and a port, such as 127.0.0.1:3978"
            for name in ("listen", "notice_listen")
            if getattr(self, name) and not _is_address(getattr(self, name))
        ]
        if self.mail_from and not _MAILBOX.fullmatch(self.mail_from):
            problems.append(f"{PREFIX}MAIL_FROM must be a mail address")
        if self.catalog_app_id and not _GUID.fullmatch(self.catalog_app_id):
            problems.append(f"{PREFIX}CATALOG_APP_ID must be a GUID")
        if self.install_for_people and not self.catalog_app_id:
            problems.append(f"{PREFIX}INSTALL_FOR_PEOPLE needs {PREFIX}CATALOG_APP_ID")
        problems += [
            PREFIX + problem
            for problem in problems_with_calendars(
                self.calendar_access, self.public_url, self.token_keys, app_only_is_scoped=self.app_only_is_scoped
            )
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def credential(self) -> Credential:
        """How the app proves who it is. Raises OSError and ValueError where the certificate's file has changed."""
        return credential(self.app_type, self.app_id, self.app_secret, self.app_certificate)

    @property
    def install_link(self) -> str:
        """Where somebody adds the app for themselves."""
        return f"https://teams.microsoft.com/l/app/{self.catalog_app_id or self.app_id}"

    @property
    def is_local(self) -> bool:
        """Whether every listener is on loopback."""
        return all(is_loopback(a.rpartition(":")[0]) for a in (self.listen, self.notice_listen) if a)


def read_settings() -> Settings:
    """The settings from the environment. Raises SettingsProblem with every problem in one text."""
    return _read(Settings)


def read_common_settings() -> CommonSettings:
    """Those that every command needs. Raises SettingsProblem."""
    return _read(CommonSettings)


def _read(kind: type[S]) -> S:
    try:
        return kind()
    except ValidationError as error:
        raise SettingsProblem("\n".join(f"- {line}" for line in _problems(error))) from None


def split_address(address: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:3978`."""
    host, _, port = address.rpartition(":")
    return host, int(port)


def _is_address(text: str) -> bool:
    host, _, port = text.rpartition(":")
    return bool(host) and port.isdigit()


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
