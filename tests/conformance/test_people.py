"""Directory, mail and installer over the stand-in, with what goes over the wire judged by somebody independent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation

from graph.apps import GraphInstaller
from graph.client import GraphClient
from graph.directory import GraphDirectory
from graph.mail import GraphMail
from graph.tokens import AppTokens
from learning.errors import OutsideFailure
from learning.people import PersonId, person_id
from learning.ports import Directory, Installer, Mail
from learning.reaching import DirectoryPerson, Letter
from standin.people import SERVICE_MAILBOX, TENANT_ID, by_key
from standin.server import Running, start
from standin.world import LOCAL_CATALOG_ID, Settings
from tests.cast import NOW
from tests.conformance.graph_judges import Wire, usual_judge
from tests.graph_at_standin import settings_at

NOBODY = person_id(tenant=TENANT_ID, object_id="00000000-0000-4000-8000-000000000000")
LETTER = Letter(
    subject="Ana de Wit asks for your advice",
    paragraphs=("Hello Mia Rivera,", "Ana <b>de Wit</b> asks."),
    link_text="Add the app",
    link="https://teams.microsoft.com/l/app/1",
    last_words="That is fine.",
)
INSTALLED_APPS = "/teamwork/installedApps"


@dataclass
class Organisation:
    """The three ports, and the stand-in behind them."""

    directory: Directory
    mail: Mail
    installer: Installer
    standin: Running
    wire: Wire


def by_name(key: str) -> PersonId:
    person = by_key(key)
    assert person is not None
    return person_id(tenant=TENANT_ID, object_id=person.object_id)


@pytest.fixture
async def organisation(tmp_path: Path) -> AsyncIterator[Organisation]:
    async with AsyncExitStack() as opened:
        standin = await start(Settings(data=tmp_path, http_port=0, https_port=0, now=NOW))
        opened.push_async_callback(standin.stop)
        world = standin.world
        settings = settings_at(world)
        tokens = AppTokens(settings)
        opened.push_async_callback(tokens.close)
        wire = Wire()
        client = GraphClient(settings, tokens, traces=wire.traces)
        opened.push_async_callback(client.close)
        yield Organisation(
            directory=GraphDirectory(client),
            mail=GraphMail(client, SERVICE_MAILBOX.mail),
            installer=GraphInstaller(client, LOCAL_CATALOG_ID),
            standin=standin,
            wire=wire,
        )
        assert wire.exchanges
        assert problems(wire) == []


def problems(wire: Wire) -> list[str]:
    """What the judges have against it. The schema lacks the apps in somebody's Teams: the SDK's models judge."""
    apps = [exchange for exchange in wire.exchanges if exchange.path.endswith(INSTALLED_APPS)]
    others = [exchange for exchange in wire.exchanges if exchange not in apps]
    unknown: set[str] = set()
    for exchange in apps:
        sent = JsonParseNode(exchange.sent).get_object_value(UserScopeTeamsAppInstallation)
        unknown |= set(sent.additional_data) - {"teamsApp@odata.bind"}
    return [*replace(wire, exchanges=others).problems(usual_judge()), *unknown]


async def test_a_colleague_is_found_with_name_address_and_language(organisation: Organisation) -> None:
    found = await organisation.directory.find(by_name("mia"))
    assert found == DirectoryPerson(name="Mia Rivera", mail="mia@meadow.example", locale="en-US")


async def test_nobody_is_found_under_an_id_that_nobody_has(organisation: Organisation) -> None:
    assert await organisation.directory.find(NOBODY) is None


async def test_a_mail_arrives_once_and_is_inert(organisation: Organisation) -> None:
    await organisation.mail.send(by_name("mia"), "mia@meadow.example", LETTER)
    address = organisation.standin.world.settings.http_address
    async with httpx.AsyncClient() as browser:
        [mail] = (await browser.get(f"{address}/window/mia/mailbox")).json()
    assert mail["subject"] == LETTER.subject
    assert mail["from"]["mail"] == SERVICE_MAILBOX.mail
    assert "<b>" not in mail["body"]["content"]


async def test_without_the_right_the_app_is_not_added_and_that_can_be_told(organisation: Organisation) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await organisation.installer.install(by_name("mia"))
    assert caught.value.needs_consent


async def test_with_the_right_the_app_is_added_and_adding_it_again_changes_nothing(organisation: Organisation) -> None:
    world, mia = organisation.standin.world, by_key("mia")
    assert mia is not None
    world.rights.grant_install(granted=True)
    await organisation.installer.install(by_name("mia"))
    await organisation.installer.install(by_name("mia"))
    assert world.roster.has_app(mia)
