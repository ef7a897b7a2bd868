"""What an app may rely on when it posts a sign-in card: first silently, then by the button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import pytest

from standin.people import TENANT_ID
from standin.world import LOCAL_APP_ID
from tests.standin.local_teams import ACTIVITIES, ANA, CARD, CARD_MESSAGE, App, Teams, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LINK = "http://localhost:3978/sign-in/start?id=n1"


def card(**more: Any) -> dict[str, Any]:
    """A message that is an OAuthCard."""
    button = {"type": "signin", "title": "Connect", "value": LINK}
    content = {"text": "Connect your calendar", "connectionName": "", "buttons": [button]}
    content |= {"tokenExchangeResource": {"id": "n1"}} | more
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.oauth", "content": content}],
    }


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Teams]:
    app = App()
    await app.start()
    async with running(tmp_path, app) as teams:
        yield teams
    await app.stop()


async def post(teams: Teams, message: dict[str, Any]) -> str:
    status, said = await teams.connector("POST", ACTIVITIES, message)
    assert status == 201, said
    return str(said["id"])


def sent(teams: Teams, name: str) -> dict[str, Any]:
    """The one invoke of this name that the app got."""
    (found,) = [activity for activity in teams.app.of_kind("invoke") if activity["name"] == name]
    return found


async def test_the_window_signs_in_silently_with_a_token_for_the_app(teams: Teams) -> None:
    teams.app.answers["invoke"] = (200, {"id": "n1", "connectionName": ""})
    message = await post(teams, card())
    answer = await teams.window("POST", "/ana/sign-in", {"messageId": message})
    assert answer == (200, {"name": "signin/tokenExchange", "status": 200, "body": {"id": "n1", "connectionName": ""}})
    activity = sent(teams, "signin/tokenExchange")
    assert (activity["value"]["id"], activity["value"]["connectionName"]) == ("n1", "")
    token = activity["value"]["token"]
    key = next(
        key for key in teams.world.issuer.entra.published() if key["kid"] == jwt.get_unverified_header(token)["kid"]
    )
    issuer = f"{teams.world.settings.https_address}/{TENANT_ID}/v2.0"
    claims = jwt.decode(token, jwt.PyJWK(key), algorithms=["RS256"], audience=LOCAL_APP_ID, issuer=issuer)
    assert (claims["oid"], claims["tid"], claims["scp"], claims["ver"]) == (
        ANA.object_id,
        TENANT_ID,
        "access_as_user",
        "2.0",
    )
    assert claims["azp"] == "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
    (shown,) = await teams.messages()
    assert shown["signIn"]["isDone"]


@pytest.mark.parametrize("status", [400, 401, 412, 500])
async def test_what_the_app_answers_to_the_silent_exchange_comes_through_and_the_button_stays(
    teams: Teams, status: int
) -> None:
    teams.app.answers["invoke"] = (status, {"id": "n1", "failureDetail": "why"})
    message = await post(teams, card())
    _, answer = await teams.window("POST", "/ana/sign-in", {"messageId": message})
    assert (answer["status"], answer["body"]["failureDetail"]) == (status, "why")
    (shown,) = await teams.messages()
    sign_in = shown["signIn"]
    assert (sign_in["isDone"], sign_in["title"], sign_in["link"]) == (False, "Connect", LINK)


async def test_where_teams_gets_no_token_silently_the_app_hears_of_the_failure(teams: Teams) -> None:
    await teams.local("POST", "/entra/organisation", {"silent_sign_in": False})
    message = await post(teams, card())
    _, answer = await teams.window("POST", "/ana/sign-in", {"messageId": message})
    assert answer["name"] == "signin/failure"
    assert sent(teams, "signin/failure")["value"]["code"] == "interactionrequired"
    assert not (await teams.messages())[0]["signIn"]["isDone"]


async def test_the_windows_word_reaches_the_app_as_verify_state(teams: Teams) -> None:
    teams.app.answers["invoke"] = (200, {})
    assert await teams.window("POST", "/ana/verify-state", {"state": "n1"}) == (200, {"status": 200, "body": {}})
    assert sent(teams, "signin/verifyState")["value"] == {"state": "n1"}


async def test_a_sign_in_card_becomes_a_plain_card_when_the_app_says_so(teams: Teams) -> None:
    message = await post(teams, card())
    await teams.connector("PUT", f"{ACTIVITIES}/{message}", CARD_MESSAGE)
    (shown,) = await teams.messages()
    assert (shown["card"], shown["signIn"]) == (CARD, None)
    assert (await teams.window("POST", "/ana/sign-in", {"messageId": message}))[0] == 404


async def test_a_card_without_something_to_exchange_waits_for_its_button(teams: Teams) -> None:
    message = await post(teams, card(tokenExchangeResource=None))
    assert (await teams.window("POST", "/ana/sign-in", {"messageId": message}))[0] == 409
    assert teams.app.of_kind("invoke") == []


async def test_a_sign_in_card_without_its_button_is_refused(teams: Teams) -> None:
    status, said = await teams.connector("POST", ACTIVITIES, card(buttons=[]))
    assert (status, said["error"]["code"]) == (400, "BadArgument")
