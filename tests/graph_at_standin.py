"""How graph/ reaches the stand-in, as an app with a secret."""

from __future__ import annotations

from graph.credentials import Secret
from graph.settings import GraphSettings
from standin.people import TENANT_ID
from standin.world import World


def settings_at(world: World, *, notice_url: str = "https://localhost/") -> GraphSettings:
    """What is set there; change notices go to `notice_url`."""
    return GraphSettings(
        tenant=TENANT_ID,
        client_id=world.settings.app_id,
        credential=Secret(value=world.settings.app_secret),
        authority=f"{world.settings.https_address}/{TENANT_ID}",
        base_url=f"{world.settings.https_address}/v1.0",
        ca_file=world.certificates.authority,
        notice_url=notice_url,
    )
