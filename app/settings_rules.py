"""What the settings must be beyond their types, each by itself and together, all looked at in one pass.

A rule is a function whose arguments are the settings that it looks at; it yields what is wrong, each text beginning
with the name of a setting. A setting that is wrong leaves out the rules that need it, and no others.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.calendar_access import CalendarAccess, problem_with_keys, problem_with_public_url, problem_with_scope
from app.credentials import AppType, problem_with_certificate, problem_with_choice
from app.loopback import host_of, is_loopback

PREFIX = "LEARNING_CYCLES_"
_MAILBOX = re.compile(r"[^\s@/]+@[^\s@/]+")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HIGHEST_PORT = 65535

Rule = Callable[..., Iterator[str]]


def problems_with(right: Mapping[str, object]) -> list[str]:
    """What is wrong with these settings, by name, each of which is there and of its type."""
    right = dict(right)
    problems = []
    for rule in (*_BY_THEMSELVES, *_TOGETHER):
        needs = tuple(inspect.signature(rule).parameters)
        if not right.keys() >= set(needs):
            continue
        found = [PREFIX + text for text in rule(**{name: right[name] for name in needs})]
        problems += found
        if found and rule in _BY_THEMSELVES:
            right = {name: value for name, value in right.items() if name not in needs}
    return problems


def _certificate(app_certificate: Path | None) -> Iterator[str]:
    if app_certificate is not None and (problem := problem_with_certificate(app_certificate)):
        yield f"APP_CERTIFICATE: {problem}"


def _notice_url(notice_url: str) -> Iterator[str]:
    if not (notice_url.startswith("https://") and host_of(notice_url)):
        yield "NOTICE_URL must be an https address, since Graph accepts no other"


def _listen(listen: str) -> Iterator[str]:
    if not _is_address(listen):
        yield "LISTEN must be an address and a port, such as 127.0.0.1:3978"


def _notice_listen(notice_listen: str) -> Iterator[str]:
    if notice_listen and not _is_address(notice_listen):
        yield "NOTICE_LISTEN must be an address and a port, such as 127.0.0.1:3978"


def _clock_url(clock_url: str) -> Iterator[str]:
    yield from _not_on_loopback("CLOCK_URL", clock_url)


def _local_service_urls(local_service_urls: str) -> Iterator[str]:
    yield from _not_on_loopback("LOCAL_SERVICE_URLS", local_service_urls)


def _mail_from(mail_from: str) -> Iterator[str]:
    if mail_from and not _MAILBOX.fullmatch(mail_from):
        yield "MAIL_FROM must be a mail address"


def _catalog_app_id(catalog_app_id: str) -> Iterator[str]:
    if catalog_app_id and not _GUID.fullmatch(catalog_app_id):
        yield "CATALOG_APP_ID must be a GUID"


def _one_credential(app_type: AppType, app_certificate: Path | None, app_secret: str) -> Iterator[str]:
    if problem := problem_with_choice(app_type, secret=bool(app_secret), certificate=app_certificate is not None):
        yield f"APP_SECRET: {problem}"


def _registration(app_type: AppType, registration_id: str) -> Iterator[str]:
    if bool(registration_id) is not (app_type is AppType.MANAGED_IDENTITY):
        yield f"REGISTRATION_ID: it is needed with {PREFIX}APP_TYPE={AppType.MANAGED_IDENTITY}, and only there"


def _second_listener(notice_listen: str, tls_certificate: Path | None, tls_key: Path | None) -> Iterator[str]:
    if notice_listen and not (tls_certificate and tls_key):
        yield f"NOTICE_LISTEN needs {PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY"


def _playground_on_a_laptop(listen: str, notice_listen: str, *, agents_playground: bool) -> Iterator[str]:
    if agents_playground:
        yield from _elsewhere("AGENTS_PLAYGROUND", listen, notice_listen)


def _service_urls_on_a_laptop(listen: str, notice_listen: str, local_service_urls: str) -> Iterator[str]:
    if local_service_urls:
        yield from _elsewhere("LOCAL_SERVICE_URLS", listen, notice_listen)


def _clock_on_a_laptop(listen: str, notice_listen: str, clock_url: str) -> Iterator[str]:
    if clock_url:
        yield from _elsewhere("CLOCK_URL", listen, notice_listen)


def _installing(catalog_app_id: str, *, install_for_people: bool) -> Iterator[str]:
    if install_for_people and not catalog_app_id:
        yield f"INSTALL_FOR_PEOPLE needs {PREFIX}CATALOG_APP_ID"


def _scope(calendar_access: CalendarAccess, *, app_only_is_scoped: bool) -> Iterator[str]:
    if calendar_access is CalendarAccess.APP_ONLY and not app_only_is_scoped:
        yield problem_with_scope()


def _public_url(calendar_access: CalendarAccess, public_url: str) -> Iterator[str]:
    if calendar_access is CalendarAccess.DELEGATED and (problem := problem_with_public_url(public_url)):
        yield problem


def _token_keys(calendar_access: CalendarAccess, token_keys: str) -> Iterator[str]:
    if calendar_access is CalendarAccess.DELEGATED and (problem := problem_with_keys(token_keys)):
        yield problem


_BY_THEMSELVES: tuple[Rule, ...] = (
    _certificate,
    _notice_url,
    _listen,
    _notice_listen,
    _clock_url,
    _local_service_urls,
    _mail_from,
    _catalog_app_id,
)
_TOGETHER: tuple[Rule, ...] = (
    _one_credential,
    _registration,
    _second_listener,
    _playground_on_a_laptop,
    _service_urls_on_a_laptop,
    _clock_on_a_laptop,
    _installing,
    _scope,
    _public_url,
    _token_keys,
)


def _is_address(text: str) -> bool:
    host, _, port = text.rpartition(":")
    return bool(host) and port.isdecimal() and int(port) <= _HIGHEST_PORT


def _not_on_loopback(name: str, urls: str) -> Iterator[str]:
    for url in urls.split():
        if not is_loopback(host_of(url)):
            yield f"{name} must name loopback addresses, not {url}"


def _elsewhere(name: str, *addresses: str) -> Iterator[str]:
    if not all(is_loopback(address.rpartition(":")[0]) for address in addresses if address):
        yield f"{name} is for a laptop: every listener must be on loopback"
