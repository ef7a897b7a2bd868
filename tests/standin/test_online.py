"""Online meetings: the address to join at, and the part of the text on which the meeting hangs."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.local_graph import BEN, EVENTS, REVIEW, new_review
from tests.standin.local_hands import GUEST_BEN, ONLINE

if TYPE_CHECKING:
    from tests.standin.local_hands import Hands


async def test_an_online_meeting_has_an_address_which_stands_in_the_text_too(hands: Hands) -> None:
    event = await new_review(hands.graph, **ONLINE)
    address = event["onlineMeeting"]["joinUrl"]
    assert address.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert (event["isOnlineMeeting"], event["onlineMeetingProvider"]) == (True, "teamsForBusiness")
    content = event["body"]["content"]
    assert content.index("Your check-in.") < content.index(html.escape(address)) < content.index("</body>")
    assert (await hands.only())["joinUrl"] == address


async def test_without_an_online_meeting_there_is_nothing_to_join(hands: Hands) -> None:
    event = await new_review(hands.graph)
    assert (event["isOnlineMeeting"], event["onlineMeeting"]) == (False, None)
    assert (await hands.only())["joinUrl"] is None


async def test_an_event_gets_its_meeting_later_and_never_another_one(hands: Hands) -> None:
    event = await new_review(hands.graph)
    online = await hands.patch(event["id"], ONLINE)
    assert html.escape(online["onlineMeeting"]["joinUrl"]) in online["body"]["content"]
    still = await hands.patch(event["id"], {"isOnlineMeeting": False, "onlineMeetingProvider": "skypeForBusiness"})
    assert still["onlineMeeting"] == online["onlineMeeting"]
    assert (still["isOnlineMeeting"], still["onlineMeetingProvider"]) == (True, "teamsForBusiness")
    again = await hands.patch(event["id"], ONLINE)
    assert again["body"] == online["body"]


async def test_a_text_without_its_part_ends_the_meeting(hands: Hands) -> None:
    event = await new_review(hands.graph, **ONLINE)
    ended = await hands.patch(event["id"], {"body": {"contentType": "html", "content": "<p>Only ours</p>"}})
    assert (ended["isOnlineMeeting"], ended["onlineMeeting"]) == (False, None)
    assert (await hands.only())["joinUrl"] is None


async def test_a_text_around_its_part_keeps_the_meeting(hands: Hands) -> None:
    event = await new_review(hands.graph, **ONLINE)
    content = event["body"]["content"].replace("Your check-in.", "Something else.")
    kept = await hands.patch(event["id"], {"body": {"contentType": "html", "content": content}})
    assert kept["onlineMeeting"] == event["onlineMeeting"]
    assert kept["body"]["content"] == content


@pytest.mark.parametrize("other", [{"subject": "Other"}, {"showAs": "free"}, {"attendees": [GUEST_BEN]}])
async def test_whatever_else_changes_the_meeting_stays(hands: Hands, other: dict[str, object]) -> None:
    event = await new_review(hands.graph, **ONLINE)
    changed = await hands.patch(event["id"], other)
    assert (changed["onlineMeeting"], changed["body"]) == (event["onlineMeeting"], event["body"])


async def test_guests_join_at_the_same_address(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN, **ONLINE)
    bens = await hands.only("ben")
    assert bens["joinUrl"] == event["onlineMeeting"]["joinUrl"]
    assert (await hands.get(bens["id"], BEN)).body["body"] == event["body"]


async def test_what_people_write_over_the_text_leaves_the_meeting_alone(hands: Hands) -> None:
    event = await new_review(hands.graph, **ONLINE)
    await hands.to(event["id"], "body", {"content": "Mine"})
    assert (await hands.get(event["id"])).body["onlineMeeting"] == event["onlineMeeting"]


async def test_a_plain_text_names_the_address(hands: Hands) -> None:
    event = await new_review(hands.graph, body={"contentType": "text", "content": "Hello"}, **ONLINE)
    assert event["onlineMeeting"]["joinUrl"] in event["body"]["content"]
    kept = await hands.patch(event["id"], {"body": {"contentType": "text", "content": event["body"]["content"] + "!"}})
    assert kept["isOnlineMeeting"] is True


async def test_an_event_without_a_text_gets_the_part_all_the_same(hands: Hands) -> None:
    event = await new_review(hands.graph, body={"contentType": "html", "content": ""}, **ONLINE)
    assert html.escape(event["onlineMeeting"]["joinUrl"]) in event["body"]["content"]


async def test_a_mailbox_without_teams_takes_the_wish_and_makes_no_meeting(hands: Hands) -> None:
    before = await new_review(hands.graph, **ONLINE)
    await local(hands, "/local/calendars/ana/teams", {"licensed": False})
    new = await new_review(hands.graph, transactionId="new", **ONLINE)
    later = await hands.patch((await new_review(hands.graph, transactionId="later"))["id"], ONLINE)
    for event in (new, later):
        assert (event["isOnlineMeeting"], event["onlineMeetingProvider"]) == (False, "unknown")
        assert (event["onlineMeeting"], "meetup-join" in event["body"]["content"]) == (None, False)
    assert (await hands.patch(before["id"], {"subject": "Other"}))["onlineMeeting"] == before["onlineMeeting"]
    await local(hands, "/local/calendars/ana/teams", {"licensed": True})
    assert (await hands.patch(new["id"], ONLINE))["isOnlineMeeting"]


async def test_only_what_says_so_is_refused_where_a_rule_is_about_what_is_sent(hands: Hands) -> None:
    event = await new_review(hands.graph)
    rule = {"where": "graph", "what": "400", "body": "isOnlineMeeting"}
    await local(hands, "/local/faults", rule)
    assert (await hands.graph.call("PATCH", f"{EVENTS}/{event['id']}", ONLINE)).status == 400
    assert (await hands.patch(event["id"], {"subject": "Other"}))["subject"] == "Other"
    inside: dict[str, Any] = {"id": "1", "method": "POST", "url": EVENTS.removeprefix("/v1.0"), "body": REVIEW | ONLINE}
    inside["headers"] = {"Content-Type": "application/json"}
    plain = inside | {"id": "2", "body": REVIEW}
    answer = await hands.graph.call("POST", "/v1.0/$batch", {"requests": [inside, plain]})
    assert {one["id"]: one["status"] for one in answer.body["responses"]} == {"1": 400, "2": 201}


async def local(hands: Hands, path: str, body: object) -> None:
    status, answer = await hands.graph.local(hands.standin, "POST", path, body)
    assert status in (201, 204), answer
