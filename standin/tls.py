"""A throw-away certificate authority for this machine, since MSAL and Graph insist on HTTPS."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import trustme


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """Where the files are: the authority's certificate, and a certificate with its key for localhost."""

    authority: Path
    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """What a local HTTPS server listens with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    @cached_property
    def client_context(self) -> ssl.SSLContext:
        """What calls the product's own address, which has a certificate of the same authority."""
        return ssl.create_default_context(cafile=str(self.authority))


def ensure(folder: Path) -> Certificates:
    """The certificates in this folder, made when they are not there yet."""
    files = Certificates(
        authority=folder / "ca.pem", certificate=folder / "localhost.pem", key=folder / "localhost-key.pem"
    )
    if not all(path.exists() for path in (files.authority, files.certificate, files.key)):
        _make(folder, files)
    return files


def _make(folder: Path, files: Certificates) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA(organization_name="Learning Cycles local stand-in")
    server = authority.issue_cert("localhost", "127.0.0.1", "::1")
    files.key.touch(mode=0o600)
    server.private_key_pem.write_to_path(files.key)
    for position, pem in enumerate(server.cert_chain_pems):
        pem.write_to_path(files.certificate, append=position > 0)
    authority.cert_pem.write_to_path(files.authority)
