"""How the app proves who it is, as the settings say it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from graph.credentials import Credential, ManagedIdentity, Secret, read_certificate


class AppType(StrEnum):
    """As Azure calls what a bot is registered as."""

    SINGLE_TENANT = "single_tenant"
    MANAGED_IDENTITY = "managed_identity"


def problem_with_certificate(path: Path) -> str | None:
    """What is wrong with this file of a certificate and its key."""
    try:
        read_certificate(path)
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    except ValueError as error:
        return f"{path} cannot be used: {error}"
    return None


def problem_with_choice(app_type: AppType, *, secret: bool, certificate: bool) -> str | None:
    """What is wrong with having these two, or not, for this kind of app."""
    match app_type, secret, certificate:
        case AppType.MANAGED_IDENTITY, False, False:
            return None
        case AppType.MANAGED_IDENTITY, _, _:
            return "a managed identity has neither a secret nor a certificate: leave both out"
        case _, True, True:
            return "give the secret or the certificate, not both"
        case _, False, False:
            return "the app's secret is missing; give it, or a certificate in its place"
        case _:
            return None


def credential(app_type: AppType, app_id: str, secret: str, certificate: Path | None) -> Credential:
    """The one credential that the settings name, once they were found good."""
    if app_type is AppType.MANAGED_IDENTITY:
        return ManagedIdentity(client_id=app_id)
    return Secret(value=secret) if certificate is None else read_certificate(certificate)
