"""The activities that Teams posts to an app, in the shapes of Microsoft's documentation.

Times come from the caller: Teams stamps an activity with its own time, which here is the local clock's.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from standin import people

if TYPE_CHECKING:
    from standin.people import Person

BOT_NAME = "Learning Cycles"

Activity = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who writes to which app, from where and when: what every activity carries."""

    person: Person
    app_id: str
    service_url: str
    now: datetime


def conversation_id(person: Person, app_id: str) -> str:
    """The id of this person's personal chat with the app (`a:…`); the same after every start."""
    digest = hashlib.sha256(f"{app_id}/{person.object_id}".encode()).digest()
    return f"a:1{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def bot_account(app_id: str) -> dict[str, str]:
    """The app as a member of a chat."""
    return {"id": f"28:{app_id}", "name": BOT_NAME}


def person_account(person: Person) -> dict[str, str]:
    """A person as a member of a chat."""
    return {"id": person.teams_id, "name": person.name, "aadObjectId": person.object_id}


def member(person: Person) -> dict[str, str]:
    """A person as the connector's member calls answer."""
    given, _, surname = person.name.partition(" ")
    return {
        "id": person.teams_id,
        "name": person.name,
        "objectId": person.object_id,
        "aadObjectId": person.object_id,
        "givenName": given,
        "surname": surname,
        "email": person.mail,
        "userPrincipalName": person.mail,
        "tenantId": people.TENANT_ID,
        "userRole": "user",
    }


def members_added(sender: Sender) -> Activity:
    """`conversationUpdate`: the app was added to the personal chat."""
    added = [{"id": bot_account(sender.app_id)["id"]}, _without_name(sender.person)]
    return _activity(sender, "conversationUpdate", f"f:{uuid4()}") | {"membersAdded": added}


def installed(sender: Sender) -> Activity:
    """`installationUpdate` with action `add`: the person has the app now."""
    activity = _activity(sender, "installationUpdate", f"f:{uuid4()}") | {"action": "add"}
    activity["channelData"]["source"] = {"name": "message"}
    return activity


def removed(sender: Sender) -> Activity:
    """`installationUpdate` with action `remove`: the person has the app no longer."""
    return _activity(sender, "installationUpdate", f"f:{uuid4()}") | {"action": "remove"}


def message(sender: Sender, *, message_id: str, text: str) -> Activity:
    """`message`: the person says something."""
    return _activity(sender, "message", message_id) | {"text": text, "textFormat": "plain", "attachments": []}


def card_action(sender: Sender, *, message_id: str, action: dict[str, Any]) -> Activity:
    """`invoke` with name `adaptiveCard/action`: the person pressed an Action.Execute on the card of this message.

    `action` has the `verb` and `data`, and where the card gives them `id` and `title`.
    """
    activity = _activity(sender, "invoke", f"f:{uuid4()}")
    activity["channelData"]["source"] = {"name": "message"}
    return activity | {
        "name": "adaptiveCard/action",
        "replyToId": message_id,
        "value": {"action": {"type": "Action.Execute", **action}, "trigger": "manual"},
    }


def token_exchange(sender: Sender, *, exchange_id: str, connection_name: str, token: str) -> Activity:
    """`invoke` with name `signin/tokenExchange`: Teams has a token for the app, and nobody was asked."""
    value = {"id": exchange_id, "connectionName": connection_name, "token": token}
    return _sign_in(sender, "signin/tokenExchange", value)


def sign_in_failure(sender: Sender, *, code: str, message: str) -> Activity:
    """`invoke` with name `signin/failure`: Teams could not get a token for the app silently."""
    return _sign_in(sender, "signin/failure", {"code": code, "message": message})


def verify_state(sender: Sender, *, state: str) -> Activity:
    """`invoke` with name `signin/verifyState`: the window that the sign-in button opened has said this."""
    return _sign_in(sender, "signin/verifyState", {"state": state})


def _sign_in(sender: Sender, name: str, value: dict[str, Any]) -> Activity:
    activity = _activity(sender, "invoke", f"f:{uuid4()}")
    activity["channelData"]["source"] = {"name": "message"}
    return activity | {"name": name, "value": value}


def _activity(sender: Sender, kind: str, activity_id: str) -> Activity:
    person = sender.person
    return {
        "type": kind,
        "id": activity_id,
        "timestamp": f"{_milliseconds(sender.now.astimezone(UTC).replace(tzinfo=None))}Z",
        "localTimestamp": _milliseconds(sender.now.astimezone(ZoneInfo(person.zone))),
        "localTimezone": person.zone,
        "serviceUrl": sender.service_url,
        "channelId": "msteams",
        "from": person_account(person),
        "conversation": {
            "conversationType": "personal",
            "tenantId": people.TENANT_ID,
            "id": conversation_id(person, sender.app_id),
        },
        "recipient": bot_account(sender.app_id),
        "entities": [
            {
                "locale": person.locale,
                "country": person.locale.partition("-")[2],
                "platform": "Web",
                "timezone": person.zone,
                "type": "clientInfo",
            }
        ],
        "channelData": {"tenant": {"id": people.TENANT_ID}},
        "locale": person.locale,
    }


def _without_name(person: Person) -> dict[str, str]:
    return {"id": person.teams_id, "aadObjectId": person.object_id}


def _milliseconds(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
