"""What the channel refuses to start with. Row 11 of the attack table."""

from __future__ import annotations

import pytest

from bot.channel.settings import ChannelSettings
from tests.bot.channel_world import TENANT


@pytest.mark.parametrize("empty", ["", "  "])
def test_11_without_an_app_id_or_a_tenant_nothing_starts(empty: str) -> None:
    with pytest.raises(ValueError, match="app id is empty"):
        ChannelSettings(app_id=empty, tenant=TENANT)
    with pytest.raises(ValueError, match="tenant is empty"):
        ChannelSettings(app_id="app", tenant=empty)


@pytest.mark.parametrize(
    "url",
    ["http://teams.example/", "https://127.0.0.1/", "http://10.0.0.1/", "http://a@127.0.0.1/", "127.0.0.1", ""],
)
def test_only_addresses_of_this_machine_are_loopback(url: str) -> None:
    with pytest.raises(ValueError, match="not an http address of this machine"):
        ChannelSettings(app_id="app", tenant=TENANT, loopback_service_urls=(url,))


def test_keys_never_come_in_the_clear_over_a_network() -> None:
    with pytest.raises(ValueError, match="signing keys"):
        ChannelSettings(app_id="app", tenant=TENANT, openid_metadata_url="http://login.example/metadata")


def test_addresses_of_this_machine_may_be_named() -> None:
    urls = ("http://127.0.0.1:3979/teams/", "http://localhost:56150/_connector", "http://[::1]:80/")
    assert ChannelSettings(app_id="app", tenant=TENANT, loopback_service_urls=urls).loopback_service_urls == urls
