"""How far a token reaches that the app holds for one person: their own things, by its scopes, as long as it is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.standin.local_entra import Microsoft, microsoft
from tests.standin.local_graph import ANA, BEN, REVIEW, WINDOW, Receiver, receiver_of, subscription

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

OWN = {"resource": f"/users/{ANA.object_id}/events"}


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


@pytest.fixture
async def receiver(entra: Microsoft) -> AsyncIterator[Receiver]:
    async with receiver_of(entra.standin.world.certificates.server_context()) as receiver:
        yield receiver


async def become(entra: Microsoft, person: str) -> None:
    """Call Graph on behalf of this person from now on."""
    entra.graph.token = (await entra.on_behalf_of(await entra.sso(person)))["access_token"]


async def test_ana_reaches_her_calendar_settings_and_profile_under_both_addresses(entra: Microsoft) -> None:
    await become(entra, "ana")
    for who in ("me", f"users/{ANA.object_id}", f"users/{ANA.mail}"):
        assert (await entra.graph.call("GET", f"/v1.0/{who}")).body["id"] == ANA.object_id
        assert (await entra.graph.call("GET", f"/v1.0/{who}/mailboxSettings")).status == 200
        view = await entra.graph.call("GET", f"/v1.0/{who}/calendarView", query=WINDOW)
        assert view.body["value"]
    created = await entra.graph.call("POST", "/v1.0/me/events", REVIEW)
    assert created.status == 201
    changed = await entra.graph.call("PATCH", f"/v1.0/me/events/{created.body['id']}", {"subject": "Other"})
    assert changed.body["subject"] == "Other"
    body = {
        "schedules": [BEN.mail],
        "startTime": {"dateTime": "2026-03-02T09:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-02T17:00:00", "timeZone": "UTC"},
    }
    assert (await entra.graph.call("POST", "/v1.0/me/calendar/getSchedule", body)).status == 200


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", f"users/{BEN.object_id}/calendarView", "ErrorAccessDenied"),
        ("POST", f"users/{BEN.object_id}/events", "ErrorAccessDenied"),
        ("GET", f"users/{BEN.object_id}/mailboxSettings", "ErrorAccessDenied"),
        ("GET", f"users/{BEN.object_id}", "Authorization_RequestDenied"),
        ("POST", "me/sendMail", "ErrorAccessDenied"),
        ("GET", "me/teamwork/installedApps", "ErrorAccessDenied"),
        ("GET", "appCatalogs/teamsApps", "Authorization_RequestDenied"),
    ],
)
async def test_anas_token_reaches_nobody_else_and_nothing_else(
    entra: Microsoft, method: str, path: str, code: str
) -> None:
    await become(entra, "ana")
    answer = await entra.graph.call(method, f"/v1.0/{path}", REVIEW if method == "POST" else None)
    assert (answer.status, answer.code) == (403, code)


@pytest.mark.parametrize(
    ("scope", "path"),
    [("User.Read", "me/calendarView"), ("Calendars.ReadWrite", "me/mailboxSettings"), ("Calendars.ReadWrite", "me")],
)
async def test_a_token_without_the_scope_is_refused(entra: Microsoft, scope: str, path: str) -> None:
    said = {"kind": "graph", "person": "ana", "claims": {"scp": scope}}
    entra.graph.token = (await entra.local("tokens", said))["token"]
    answer = await entra.graph.call("GET", f"/v1.0/{path}", query=WINDOW if "View" in path else {})
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_an_app_by_itself_has_no_me(entra: Microsoft) -> None:
    await entra.graph.sign_in()
    answer = await entra.graph.call("GET", "/v1.0/me")
    assert (answer.status, answer.code) == (400, "BadRequest")


@pytest.mark.parametrize("kind", ["sso", "id"])
async def test_a_token_for_the_app_itself_is_none_for_graph(entra: Microsoft, kind: str) -> None:
    entra.graph.token = (await entra.local("tokens", {"kind": kind, "person": "ana"}))["token"]
    answer = await entra.graph.call("GET", "/v1.0/me")
    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")


async def test_anas_subscription_hears_of_her_changes_and_belongs_to_her_alone(
    entra: Microsoft, receiver: Receiver
) -> None:
    await become(entra, "ana")
    made = await entra.graph.call("POST", "/v1.0/subscriptions", subscription(receiver, resource="me/events"))
    assert (made.status, made.body["creatorId"]) == (201, ANA.object_id)
    await entra.graph.call("POST", "/v1.0/me/events", REVIEW)
    assert (await receiver.next_post())["value"][0]["subscriptionId"] == made.body["id"]
    own = f"/v1.0/subscriptions/{made.body['id']}"
    for other in ("ben", None):
        await (become(entra, other) if other else entra.graph.sign_in())
        assert (await entra.graph.call("GET", "/v1.0/subscriptions")).body["value"] == []
        for method, body in (
            ("GET", None),
            ("DELETE", None),
            ("PATCH", {"expirationDateTime": "2026-03-05T00:00:00Z"}),
        ):
            assert (await entra.graph.call(method, own, body)).status == 404
    await become(entra, "ana")
    assert (await entra.graph.call("POST", f"{own}/reauthorize")).status == 204
    assert (await entra.graph.call("DELETE", own)).status == 204


async def test_bens_token_cannot_watch_ana(entra: Microsoft, receiver: Receiver) -> None:
    await become(entra, "ben")
    answer = await entra.graph.call("POST", "/v1.0/subscriptions", subscription(receiver, **OWN))
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("people/ana/sign-out", {}),
        ("people/ana/password", {}),
        ("people/ana", {"disabled": True}),
        ("organisation", {"allowed": False}),
    ],
)
async def test_a_subscription_ends_with_the_right_by_which_it_was_made_and_says_so(
    entra: Microsoft, receiver: Receiver, path: str, change: dict[str, bool]
) -> None:
    await entra.graph.sign_in()
    lifecycle = {"lifecycleNotificationUrl": f"{receiver.address}/lifecycle"}
    by_app = await entra.graph.call("POST", "/v1.0/subscriptions", subscription(receiver, **OWN, **lifecycle))
    await become(entra, "ana")
    made = await entra.graph.call("POST", "/v1.0/subscriptions", subscription(receiver, **OWN, **lifecycle))
    await entra.local(path, change)
    (said,) = (await receiver.next_post())["value"]
    assert (said["lifecycleEvent"], said["subscriptionId"]) == ("subscriptionRemoved", made.body["id"])
    await entra.graph.sign_in()
    left = (await entra.graph.call("GET", "/v1.0/subscriptions")).body["value"]
    assert [one["id"] for one in left] == [by_app.body["id"]]
    await entra.local("people/ana", {"disabled": False})
    await entra.local("organisation", {"allowed": True})
    await become(entra, "ana")
    assert (await entra.graph.call("GET", "/v1.0/subscriptions")).body["value"] == []
    assert receiver.posts == []


async def test_a_second_factor_that_is_asked_for_later_asks_for_the_subscription_anew(
    entra: Microsoft, receiver: Receiver
) -> None:
    await become(entra, "ana")
    lifecycle = {"lifecycleNotificationUrl": f"{receiver.address}/lifecycle"}
    made = await entra.graph.call("POST", "/v1.0/subscriptions", subscription(receiver, **OWN, **lifecycle))
    await entra.local("people/ana", {"mfa_required": True})
    (said,) = (await receiver.next_post())["value"]
    assert (said["lifecycleEvent"], said["subscriptionId"]) == ("reauthorizationRequired", made.body["id"])
