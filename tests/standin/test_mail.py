"""Mail that the app sends, and installing the app for somebody through Graph."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from standin.people import SERVICE_MAILBOX
from standin.server import Running
from standin.world import LOCAL_APP_ID, LOCAL_CATALOG_ID
from tests.standin.local_graph import ANA, MIA, Graph, graph_of, running

SEND = f"/v1.0/users/{SERVICE_MAILBOX.object_id}/sendMail"
INSTALLED = f"/v1.0/users/{MIA.object_id}/teamwork/installedApps"
BIND = {"teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{LOCAL_CATALOG_ID}"}
LOOK = {"$expand": "teamsApp", "$filter": f"teamsApp/externalId eq '{LOCAL_APP_ID}'"}


@pytest.fixture
async def standin(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as standin:
        yield standin


@pytest.fixture
async def graph(standin: Running) -> AsyncIterator[Graph]:
    async with graph_of(standin) as graph:
        yield graph


def mail(*to: str, **more: Any) -> dict[str, Any]:
    message = {
        "subject": "Ana asks for your advice",
        "body": {"contentType": "html", "content": "<p>Add the app.</p>"},
        "toRecipients": [{"emailAddress": {"address": address}} for address in to],
    }
    return {"message": message | more, "saveToSentItems": False}


async def mailbox(graph: Graph, standin: Running, key: str = "mia") -> list[dict[str, Any]]:
    return list((await graph.local(standin, "GET", f"/window/{key}/mailbox"))[1])


async def test_mail_arrives_unread_with_what_was_written(standin: Running, graph: Graph) -> None:
    assert (await graph.call("POST", SEND, mail(MIA.mail))).status == 202

    (arrived,) = await mailbox(graph, standin)
    assert arrived["from"] == {"name": "Learning Cycles", "mail": "learning@meadow.example"}
    assert arrived["to"] == [{"name": MIA.mail, "mail": MIA.mail}]
    assert arrived["subject"] == "Ana asks for your advice"
    assert arrived["body"] == {"contentType": "html", "content": "<p>Add the app.</p>"}
    assert arrived["at"].startswith("2026-03-02T09:")
    assert arrived["read"] is False
    assert await mailbox(graph, standin, "ana") == []


async def test_a_read_message_stays_read_and_the_newest_is_first(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        for subject in ("one", "two"):
            await graph.call("POST", SEND, mail(MIA.mail, subject=subject))
        newest = (await mailbox(graph, standin))[0]
        assert (await graph.local(standin, "POST", f"/window/mia/mailbox/{newest['id']}/read", {"read": True}))[
            0
        ] == 204
        assert (await graph.local(standin, "POST", "/window/mia/mailbox/x/read", {"read": True}))[0] == 404
        assert (await graph.local(standin, "POST", f"/window/mia/mailbox/{newest['id']}/read", {}))[0] == 400
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        assert [(one["subject"], one["read"]) for one in await mailbox(graph, standin)] == [
            ("two", True),
            ("one", False),
        ]


async def test_mail_to_strangers_and_to_those_who_left_is_taken_and_lost(standin: Running, graph: Graph) -> None:
    standin.world.staff.leave(MIA)
    assert (await graph.call("POST", SEND, mail("somebody@elsewhere.example", MIA.mail))).status == 202
    assert await mailbox(graph, standin) == []


@pytest.mark.parametrize(
    "body",
    [{}, {"message": "hello"}, mail(), mail("no address"), mail(MIA.mail, body={"contentType": "markdown"})],
)
async def test_mail_that_cannot_be_sent_is_refused(graph: Graph, body: dict[str, Any]) -> None:
    assert (await graph.call("POST", SEND, body)).status == 400


async def test_the_thirty_first_mail_in_a_minute_is_put_off(graph: Graph) -> None:
    statuses = {(await graph.call("POST", SEND, mail(MIA.mail))).status for _ in range(30)}
    refused = await graph.call("POST", SEND, mail(MIA.mail))
    assert statuses == {202}
    assert (refused.status, refused.code) == (429, "ApplicationThrottled")
    assert 50 < int(refused.headers["Retry-After"]) <= 60
    anas = f"/v1.0/users/{ANA.object_id}/sendMail"
    assert (await graph.call("POST", anas, mail(MIA.mail))).status == 202, "another mailbox"


async def test_the_mailbox_of_the_service_is_an_account_but_nobody(standin: Running, graph: Graph) -> None:
    found = await graph.call("GET", "/v1.0/users/learning@meadow.example")
    assert found.body["id"] == SERVICE_MAILBOX.object_id
    assert (await graph.call("GET", f"/v1.0/users/{MIA.mail}")).body["id"] == MIA.object_id
    _, people = await graph.local(standin, "GET", "/window/people")
    assert "learning" not in {person["key"] for person in people}


async def test_without_the_right_the_app_may_neither_look_nor_install(graph: Graph) -> None:
    for answer in (await graph.call("GET", INSTALLED, query=LOOK), await graph.call("POST", INSTALLED, BIND)):
        assert (answer.status, answer.code) == (403, "Forbidden")
        assert "TeamsAppInstallation.ReadWriteSelfForUser.All" in answer.body["error"]["message"]


async def test_with_the_right_the_app_installs_itself_once(standin: Running, graph: Graph) -> None:
    assert await graph.local(standin, "POST", "/local/rights", {"install": True}) == (200, {"install": True})
    assert (await graph.call("GET", INSTALLED, query=LOOK)).body["value"] == []

    installed = await graph.call("POST", INSTALLED, BIND)
    assert (installed.status, installed.body) == (201, None)
    assert standin.world.roster.has_app(MIA)
    again = await graph.call("POST", INSTALLED, BIND)
    assert (again.status, again.code) == (409, "Conflict")

    (found,) = (await graph.call("GET", INSTALLED, query=LOOK)).body["value"]
    assert found["teamsApp"]["externalId"] == LOCAL_APP_ID
    assert "teamsAppDefinition" not in found
    assert installed.headers["Location"].endswith(found["id"])
    other = LOOK | {"$filter": "teamsApp/externalId eq 'another'"}
    assert (await graph.call("GET", INSTALLED, query=other)).body["value"] == []


async def test_the_apps_id_in_the_catalogue_is_found_by_the_one_in_its_manifest(standin: Running, graph: Graph) -> None:
    standin.world.rights.grant_install(granted=True)
    query = {"$filter": f"externalId eq '{LOCAL_APP_ID}'"}
    (found,) = (await graph.call("GET", "/v1.0/appCatalogs/teamsApps", query=query)).body["value"]
    assert found["id"] == LOCAL_CATALOG_ID


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (INSTALLED, {}, 400),
        (INSTALLED, {"teamsApp@odata.bind": BIND["teamsApp@odata.bind"][:-1] + "0"}, 404),
        ("/v1.0/users/nobody/teamwork/installedApps", BIND, 404),
    ],
)
async def test_what_cannot_be_installed_is_refused(
    standin: Running, graph: Graph, path: str, body: dict[str, Any], status: int
) -> None:
    standin.world.rights.grant_install(granted=True)
    assert (await graph.call("POST", path, body)).status == status


async def test_graph_knows_nobody_who_left(standin: Running, graph: Graph) -> None:
    standin.world.staff.leave(MIA)
    user = await graph.call("GET", f"/v1.0/users/{MIA.mail}")
    assert (user.status, user.code) == (404, "Request_ResourceNotFound")
    settings = await graph.call("GET", f"/v1.0/users/{MIA.object_id}/mailboxSettings")
    assert (settings.status, settings.code) == (404, "ErrorInvalidUser")


async def test_rights_outlive_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        assert not standin.world.rights.install
        standin.world.rights.grant_install(granted=True)
    async with running(tmp_path) as standin:
        assert standin.world.rights.install
