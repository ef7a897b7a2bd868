"""What those who are invited find in their own calendars, and what the organiser learns of their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.local_graph import BEN, REVIEW, Receiver, at, subscription
from tests.standin.local_hands import GUEST_BEN, OUTSIDER

if TYPE_CHECKING:
    from tests.standin.local_hands import Hands

TUESDAY = {"start": "2026-03-31T09:00:00Z", "end": "2026-03-31T09:30:00Z"}
CHLOE = {"emailAddress": {"address": "chloe@meadow.example"}, "type": "required"}


def answer_of(event: dict[str, Any], number: int = 0) -> str:
    return str(event["attendees"][number]["status"]["response"])


async def test_whoever_is_invited_has_a_copy_with_an_id_of_its_own(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN, OUTSIDER)
    assert [answer_of(event, number) for number in (0, 1)] == ["none", "none"]
    bens = await hands.only("ben")
    copy = (await hands.get(bens["id"], BEN)).body
    assert copy["id"] != event["id"]
    assert copy["iCalUId"] == event["iCalUId"]
    for name in ("subject", "start", "end", "body", "sensitivity", "attendees", "organizer"):
        assert copy[name] == event[name]
    assert (copy["isOrganizer"], copy["showAs"], copy["transactionId"]) == (False, "tentative", None)
    assert copy["responseStatus"]["response"] == "notResponded"
    assert (bens["isApp"], bens["isOrganizer"], bens["response"]) == (False, False, "notResponded")
    assert [one["mail"] for one in bens["attendees"]] == [BEN.mail, "eva@outside.example"]
    assert event["responseStatus"]["response"] == "organizer"


@pytest.mark.parametrize(
    ("answer", "told", "shown"), [("accepted", "accepted", "busy"), ("tentative", "tentativelyAccepted", "tentative")]
)
async def test_an_answer_stands_on_both_sides(hands: Hands, answer: str, told: str, shown: str) -> None:
    event = await hands.invite(GUEST_BEN)
    mark = await hands.mark()
    bens = await hands.only("ben")
    await hands.to(bens["id"], "respond", {"answer": answer}, "ben")
    organizers = (await hands.told(mark))[event["id"]]
    assert answer_of(organizers) == told
    assert organizers["attendees"][0]["status"]["time"].startswith("2026-03-02T09:")
    copy = (await hands.get(bens["id"], BEN)).body
    assert (copy["responseStatus"]["response"], copy["showAs"]) == (told, shown)
    assert (await hands.only())["attendees"] == [
        {"name": BEN.name, "mail": BEN.mail, "response": told, "proposes": None}
    ]


async def test_who_declines_proposes_another_time_and_has_it_no_longer(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN, CHLOE)
    await hands.to((await hands.only("ben"))["id"], "respond", {"answer": "declined", "proposes": TUESDAY}, "ben")
    assert await hands.seen("ben") == []
    found = (await hands.get(event["id"])).body
    assert [answer_of(found, number) for number in (0, 1)] == ["declined", "none"]
    assert found["attendees"][0]["proposedNewTime"] == {
        "start": at("2026-03-31T09:00:00.0000000"),
        "end": at("2026-03-31T09:30:00.0000000"),
    }
    assert "proposedNewTime" not in found["attendees"][1]
    assert (await hands.only())["attendees"][0]["proposes"] == TUESDAY


async def test_who_accepts_or_calls_the_meeting_proposes_nothing(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN, allowNewTimeProposals=False)
    bens = await hands.only("ben")
    for person, wanted, said in (
        ("ben", bens, {"answer": "accepted", "proposes": TUESDAY}),
        ("ben", bens, {"answer": "declined", "proposes": TUESDAY}),
        ("ben", bens, {"answer": "perhaps"}),
        ("ana", event, {"answer": "accepted"}),
    ):
        status, _ = await hands.do(f"calendar/{wanted['id']}/respond", said, person)
        assert status == 409
    assert answer_of((await hands.get(event["id"])).body) == "none"


async def test_another_time_is_another_question_to_everybody(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN, CHLOE)
    await hands.to((await hands.only("ben"))["id"], "respond", {"answer": "declined", "proposes": TUESDAY}, "ben")
    chloes = await hands.only("chloe")
    await hands.to(chloes["id"], "respond", {"answer": "accepted"}, "chloe")
    await hands.drag(event["id"], "03-31T09:00", "03-31T09:30")
    for person in ("ben", "chloe"):
        copy = await hands.only(person)
        assert (copy["start"], copy["response"], copy["showAs"]) == (TUESDAY["start"], "notResponded", "tentative")
    assert (await hands.only("chloe"))["id"] == chloes["id"]
    found = (await hands.get(event["id"])).body
    assert [answer_of(found, number) for number in (0, 1)] == ["none", "none"]
    assert not any("proposedNewTime" in one for one in found["attendees"])


async def test_what_the_organiser_changes_otherwise_asks_nobody_again(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN)
    await hands.to((await hands.only("ben"))["id"], "respond", {"answer": "accepted"}, "ben")
    changed = await hands.patch(event["id"], {"subject": "Learning review!", "attendees": [GUEST_BEN, CHLOE]})
    assert [answer_of(changed, number) for number in (0, 1)] == ["accepted", "none"]
    bens = await hands.only("ben")
    assert (bens["subject"], bens["response"]) == ("Learning review!", "accepted")
    assert (await hands.only("chloe"))["response"] == "notResponded"
    await hands.to(event["id"], "show-as", {"showAs": "free"})
    assert (await hands.only("ben"))["showAs"] == "busy"


@pytest.mark.parametrize("way", ["uninvited", "deleted"])
async def test_who_is_not_invited_any_more_reads_that_it_is_cancelled(hands: Hands, way: str) -> None:
    event = await hands.invite(GUEST_BEN)
    if way == "deleted":
        await hands.delete(event["id"])
    else:
        await hands.patch(event["id"], {"attendees": []})
    bens = await hands.only("ben")
    assert (bens["subject"], bens["isCancelled"], bens["showAs"]) == ("Canceled: Learning review", True, "free")
    status, answer = await hands.do(f"calendar/{bens['id']}/respond", {"answer": "accepted"}, "ben")
    assert (status, answer["error"]) == (409, "This was cancelled.")


async def test_who_is_invited_once_more_is_asked_once_more(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN)
    bens = await hands.only("ben")
    await hands.to(bens["id"], "respond", {"answer": "declined"}, "ben")
    await hands.patch(event["id"], {"subject": "Learning review!"})
    assert await hands.seen("ben") == []
    await hands.patch(event["id"], {"attendees": []})
    again = await hands.patch(event["id"], {"attendees": [GUEST_BEN]})
    assert answer_of(again) == "none"
    copy = await hands.only("ben")
    assert (copy["id"], copy["subject"], copy["response"]) == (bens["id"], "Learning review!", "notResponded")


async def test_what_is_taken_back_asks_everybody_again_once_it_changes(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN)
    await hands.delete(event["id"])
    await hands.to(event["id"], "restore", {})
    assert (await hands.only("ben"))["isCancelled"] is True
    await hands.to(event["id"], "rename", {"subject": "Learning review again"})
    bens = await hands.only("ben")
    assert (bens["subject"], bens["isCancelled"], bens["response"]) == ("Learning review again", False, "notResponded")


async def test_a_copy_that_a_guest_moves_or_deletes_is_their_own_affair(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN)
    bens = await hands.only("ben")
    await hands.drag(bens["id"], "04-01T10:00", "04-01T10:30", "ben")
    await hands.delete(bens["id"], "ben")
    found = (await hands.get(event["id"])).body
    assert (found["start"], answer_of(found)) == (event["start"], "none")


async def test_the_same_post_again_invites_nobody_twice(hands: Hands) -> None:
    first = await hands.invite(GUEST_BEN)
    again = await hands.invite(GUEST_BEN)
    assert again["id"] == first["id"]
    assert len(await hands.seen("ben")) == 1


async def test_a_series_stands_in_the_guests_calendar_too_and_is_answered_as_a_whole(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN)
    await hands.to(event["id"], "recurrence", {"every": "week", "times": 3})
    seen = await hands.seen("ben")
    assert len(seen) == 3
    await hands.to(seen[1]["id"], "respond", {"answer": "accepted"}, "ben")
    assert {one["response"] for one in await hands.seen("ben")} == {"accepted"}
    assert answer_of((await hands.get(event["id"])).body) == "accepted"
    await hands.delete(event["id"])
    assert {one["isCancelled"] for one in await hands.seen("ben")} == {True}


async def test_guests_who_subscribed_hear_of_their_own_copy(hands: Hands, receiver: Receiver) -> None:
    resource = {"resource": f"/users/{BEN.object_id}/events"}
    answer = await hands.graph.call("POST", "/v1.0/subscriptions", subscription(receiver, **resource))
    assert answer.status == 201
    await hands.invite(GUEST_BEN)
    bens = await hands.only("ben")
    [notice] = (await receiver.next_post())["value"]
    assert (notice["changeType"], notice["resourceData"]["id"]) == ("created", bens["id"])


async def test_nothing_of_the_guests_own_is_lost_when_the_organiser_writes(hands: Hands) -> None:
    event = await hands.invite(GUEST_BEN, showAs="free", location={"displayName": "Room 2"})
    bens = await hands.only("ben")
    assert bens["showAs"] == "free"
    path = f"/v1.0/users/{BEN.object_id}/events/{bens['id']}"
    await hands.graph.call("PATCH", path, {"categories": ["Mine"], "isReminderOn": False})
    await hands.patch(event["id"], {"location": {"displayName": "Room 3"}})
    copy = (await hands.get(bens["id"], BEN)).body
    assert (copy["categories"], copy["isReminderOn"], copy["location"]["displayName"]) == (["Mine"], False, "Room 3")
    assert REVIEW["subject"] == copy["subject"]
