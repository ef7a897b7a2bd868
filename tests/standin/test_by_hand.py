"""What people do to events in the window, and what an app sees of that through Graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.local_graph import ANA, NOW, at, new_review, running
from tests.standin.local_hands import events_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin.local_hands import Hands


async def test_a_new_title_a_new_text_and_how_it_is_shown_are_each_a_change_for_the_app(hands: Hands) -> None:
    event = await new_review(hands.graph)
    for what, body in (
        ("rename", {"subject": "Coffee with myself"}),
        ("body", {"content": "<p>My own words</p>"}),
        ("show-as", {"showAs": "free"}),
    ):
        mark = await hands.mark()
        await hands.to(event["id"], what, body)
        assert list(await hands.told(mark)) == [event["id"]]
    found = (await hands.get(event["id"])).body
    assert (found["subject"], found["showAs"], found["bodyPreview"]) == ("Coffee with myself", "free", "My own words")
    assert found["start"] == at("2026-03-30T12:00:00.0000000")
    assert found["@odata.etag"] != event["@odata.etag"]


async def test_a_text_is_kept_as_a_whole_page_whoever_writes_it(hands: Hands) -> None:
    event = await new_review(hands.graph)
    assert event["body"]["content"].startswith("<html><head>")
    assert "<body><p>Your check-in.</p></body>" in event["body"]["content"]
    whole = "<html><body>As it is</body></html>"
    await hands.to(event["id"], "body", {"content": whole})
    assert (await hands.get(event["id"])).body["body"]["content"] == whole


async def test_outlook_renames_what_has_a_name_in_a_text_that_somebody_edits(hands: Hands) -> None:
    event = await new_review(
        hands.graph, body={"contentType": "html", "content": '<div class="a" id="ours">Text</div>'}
    )
    assert '<div class="a" id="ours">' in event["body"]["content"]
    for _ in range(2):
        content = (await hands.get(event["id"])).body["body"]["content"]
        await hands.to(event["id"], "body", {"content": content.replace("Text", "<b class=mine>Id=5</b>")})
    content = (await hands.get(event["id"])).body["body"]["content"]
    assert '<div class="x_a" id="x_ours"><b class=x_mine>Id=5</b></div>' in content


async def test_out_of_office_is_an_event_of_ones_own(hands: Hands) -> None:
    said = {"subject": "Away", "start": "2026-03-30T00:00:00Z", "end": "2026-04-04T00:00:00Z", "isAllDay": True}
    status, made = await hands.do("calendar", said | {"showAs": "oof"})
    assert status == 201
    found = (await hands.get(made["id"], headers={"Prefer": 'outlook.timezone="Europe/Amsterdam"'})).body
    assert (found["showAs"], found["isAllDay"], found["isOrganizer"]) == ("oof", True, True)
    assert found["start"] == at("2026-03-30T00:00:00.0000000", "Europe/Amsterdam")
    [shown] = await hands.seen(subject="Away")
    assert (shown["start"], shown["isApp"]) == ("2026-03-30T00:00:00Z", False)


async def test_an_event_that_is_made_a_whole_day_takes_no_hours_unless_it_stops_to_be_one(hands: Hands) -> None:
    event = await new_review(hands.graph)
    await hands.to(event["id"], "whole-days", {})
    found = (await hands.get(event["id"], headers={"Prefer": 'outlook.timezone="Europe/Amsterdam"'})).body
    assert (found["isAllDay"], found["type"]) == (True, "singleInstance")
    assert found["start"] == at("2026-03-30T00:00:00.0000000", "Europe/Amsterdam")
    assert found["end"] == at("2026-03-31T00:00:00.0000000", "Europe/Amsterdam")
    hours = {"start": at("2026-04-01T10:00:00"), "end": at("2026-04-01T10:30:00")}
    refused = await hands.graph.call("PATCH", f"{events_of(ANA)}/{event['id']}", hours)
    assert (refused.status, refused.code) == (400, "ErrorPropertyValidationFailure")
    moved = await hands.patch(event["id"], {**hours, "isAllDay": False})
    assert (moved["start"], moved["isAllDay"]) == (at("2026-04-01T10:00:00.0000000"), False)


async def test_what_is_deleted_and_taken_back_is_the_same_event_as_before(hands: Hands) -> None:
    event = await new_review(hands.graph)
    mark = await hands.mark()
    await hands.delete(event["id"])
    assert (await hands.get(event["id"])).status == 404
    assert "@removed" in (await hands.told(mark))[event["id"]]
    _, deleted = await hands.do("calendar/deleted", None, method="GET")
    assert deleted == [{"id": event["id"], "subject": "Learning review", "start": "2026-03-30T12:00:00Z"}]
    mark = await hands.mark()
    await hands.to(event["id"], "restore", {})
    changes = ("@odata.context", "@odata.etag", "changeKey", "lastModifiedDateTime")
    found = (await hands.get(event["id"])).body
    assert {k: v for k, v in found.items() if k not in changes} == {k: v for k, v in event.items() if k not in changes}
    assert (await hands.told(mark))[event["id"]]["subject"] == "Learning review"
    assert (await hands.do("calendar/deleted", None, method="GET"))[1] == []
    status, _ = await hands.do(f"calendar/{event['id']}/restore", {})
    assert status == 404


async def test_a_copy_has_the_same_words_and_nothing_else_of_the_apps(hands: Hands) -> None:
    event = await new_review(hands.graph)
    status, made = await hands.do(f"calendar/{event['id']}/copy", {"start": "2026-04-02T08:00:00Z"})
    assert status == 201
    copy = (await hands.get(made["id"])).body
    assert copy["iCalUId"] != event["iCalUId"]
    assert (copy["subject"], copy["body"], copy["sensitivity"]) == (event["subject"], event["body"], "private")
    assert (copy["start"]["dateTime"], copy["end"]["dateTime"]) == (
        "2026-04-02T08:00:00.0000000",
        "2026-04-02T08:30:00.0000000",
    )
    assert copy["transactionId"] is None
    assert {shown["id"]: shown["isApp"] for shown in await hands.seen()} == {event["id"]: True, copy["id"]: False}
    _, written = await hands.graph.local(hands.standin, "GET", "/local/calendars/written")
    assert written == {"ana": {"Learning review": 1}}


async def test_in_another_calendar_an_event_keeps_its_id_and_only_asking_for_it_finds_it(hands: Hands) -> None:
    event = await new_review(hands.graph)
    mark = await hands.mark()
    await hands.to(event["id"], "calendar", {"name": "Private"})
    assert (await hands.told(mark))[event["id"]]["@removed"] == {"reason": "deleted"}
    assert await hands.view() == []
    assert (await hands.get(event["id"])).status == 200
    assert (await hands.only())["calendar"] == "Private"
    elsewhere = await hands.mark()
    await hands.drag(event["id"], "04-01T10:00", "04-01T10:30")
    assert await hands.told(elsewhere) == {}
    assert (await hands.get(event["id"])).body["start"] == at("2026-04-01T10:00:00.0000000")
    await hands.to(event["id"], "calendar", {"name": ""})
    assert (await hands.told(elsewhere))[event["id"]]["start"] == at("2026-04-01T10:00:00.0000000")


async def test_what_stands_in_another_calendar_takes_nobodys_time(hands: Hands) -> None:
    event = await new_review(hands.graph, sensitivity="normal", subject="Only here")
    path = f"/v1.0/users/{ANA.object_id}/calendar/getSchedule"
    body = {"schedules": [ANA.mail], "startTime": at("2026-03-30T00:00:00"), "endTime": at("2026-03-31T00:00:00")}

    async def taken() -> list[str]:
        [found] = (await hands.graph.call("POST", path, body)).body["value"]
        return [item.get("subject") for item in found["scheduleItems"]]

    assert "Only here" in await taken()
    await hands.to(event["id"], "calendar", {"name": "Private"})
    assert "Only here" not in await taken()


async def test_a_calendar_that_looks_empty_has_lost_nothing(hands: Hands) -> None:
    event = await new_review(hands.graph)
    mark = await hands.mark()
    await hands.graph.local(hands.standin, "POST", "/local/calendars/ana/empty", {"empty": True})
    told = await hands.told(mark)
    assert len(told) > 50
    assert all("@removed" in change for change in told.values())
    assert (await hands.get(event["id"])).status == 404
    assert await hands.view() == []
    assert (await hands.only())["id"] == event["id"]
    nothing = await hands.mark()
    await hands.graph.local(hands.standin, "POST", "/local/calendars/ana/empty", {"empty": False})
    assert (await hands.get(event["id"])).body["subject"] == "Learning review"
    back = await hands.told(nothing)
    assert len(back) == len(told)
    assert not any("@removed" in change for change in back.values())


async def test_what_was_deleted_while_the_calendar_looked_empty_is_found_once_it_is_taken_back(hands: Hands) -> None:
    event = await new_review(hands.graph)
    await hands.graph.local(hands.standin, "POST", "/local/calendars/ana/empty", {"empty": True})
    await hands.delete(event["id"])
    await hands.graph.local(hands.standin, "POST", "/local/calendars/ana/empty", {"empty": False})
    mark = await hands.mark()
    await hands.to(event["id"], "restore", {})
    assert (await hands.get(event["id"])).status == 200
    assert (await hands.told(mark))[event["id"]]["subject"] == "Learning review"


async def test_what_an_app_writes_into_a_calendar_that_looks_empty_is_another_event(hands: Hands) -> None:
    event = await new_review(hands.graph)
    await hands.graph.local(hands.standin, "POST", "/local/calendars/ana/empty", {"empty": True})
    again = await new_review(hands.graph)
    assert again["id"] != event["id"]
    await hands.graph.local(hands.standin, "POST", "/local/calendars/ana/empty", {"empty": False})
    assert len(await hands.seen()) == 2


async def test_a_restart_forgets_nothing_of_what_people_did(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        by_hand, calendars = standin.world.by_hand, standin.world.calendars
        [first, second, third] = [entry.id for entry in list(calendars.mailbox("ana").present())[:3]]
        calendars.delete("ana", first)
        by_hand.put_into("ana", second, "Private")
        by_hand.recur("ana", third, "week", 3)
        before = calendars.events("ana", NOW, NOW.replace(year=2027))
    async with running(tmp_path) as standin:
        assert standin.world.calendars.events("ana", NOW, NOW.replace(year=2027)) == before
        assert [entry.id for entry in standin.world.by_hand.deleted("ana")] == [first]
        assert standin.world.calendars.mailbox("ana").get(second).calendar == "Private"


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("rename", {}, 400),
        ("body", {"content": 1}, 400),
        ("show-as", {"showAs": "invisible"}, 409),
        ("copy", {"start": "2026-04-02"}, 400),
        ("recurrence", {"every": "day", "times": "3"}, 400),
        ("recurrence", {"every": "year", "times": 3}, 409),
        ("recurrence", {"every": "day", "times": 1}, 409),
        ("calendar", {"name": None}, 400),
        ("respond", {"answer": "accepted"}, 409),
        ("respond", {"answer": "accepted", "proposes": "later"}, 400),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence(
    hands: Hands, what: str, body: dict[str, Any], status: int
) -> None:
    event = await new_review(hands.graph)
    answer = await hands.do(f"calendar/{event['id']}/{what}", body)
    assert answer[0] == status
    assert answer[1]["error"].endswith(".")


@pytest.mark.parametrize(
    "what", ["rename", "body", "show-as", "whole-days", "copy", "recurrence", "calendar", "respond", "restore"]
)
async def test_to_an_event_that_is_not_there_nothing_can_be_done(hands: Hands, what: str) -> None:
    said = {
        "subject": "x",
        "content": "x",
        "showAs": "free",
        "start": "2026-04-02T08:00:00Z",
        "every": "day",
        "times": 2,
        "name": "x",
        "answer": "accepted",
    }
    status, _ = await hands.do(f"calendar/unknown/{what}", said)
    assert status == 404
