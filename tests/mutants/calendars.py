"""The guards of people's calendars: whose it is, what others can read of it, and what is never touched."""

from __future__ import annotations

from tests.mutants.mutant import Edit, Mutant, without
from tests.mutants.privacy import BUTTONS, anybodys

KEPT = "tests/conformance/test_appointments.py"
BESIDE = "tests/conformance/test_companions.py"
FEEDS = "storage/feeds.py"
FEED_PAGES = "tests/web/test_calendar_pages.py"
MARKS = "graph/marks.py"
MARK_TESTS = "tests/graph/test_graph_marks.py"
INVITING = "graph/inviting.py"
INVITING_TESTS = "tests/graph/test_graph_inviting.py"
ENTRIES = "tests/graph/test_graph_client.py"
FILE = "tests/learning/test_calendar_file.py"
COMPANION = "learning/companion.py"
COMPANIONS = "tests/learning/test_companions.py"
PLAN = "learning/appointment_plan.py"
PLAN_TESTS = "tests/learning/test_appointment_plan.py"
FOLLOWING = "tests/learning/test_calendar_plan_people.py"

WHOSE_IN_CALENDARS = (
    anybodys(
        "an appointment",
        "storage/appointments.py",
        "id=appointment, learner=learner",
        ", learner=learner",
        KEPT,
    ),
    anybodys(
        "appointments about a thing",
        "storage/appointments.py",
        "table.c.about == about, table.c.learner == learner",
        ", table.c.learner == learner",
        KEPT,
    ),
    anybodys(
        "companions",
        "storage/companions.py",
        "companies, cycle=cycle, learner=learner",
        ", learner=learner",
        BESIDE,
    ),
    anybodys(
        "a proposal",
        "storage/companions.py",
        "id=proposal, learner=learner",
        ", learner=learner",
        BUTTONS,
    ),
    anybodys(
        "proposals for a review",
        "storage/companions.py",
        "proposals.c.review == review, proposals.c.learner == learner",
        ", proposals.c.learner == learner",
        BESIDE,
    ),
    without(
        "whose: the calendar that was emptied",
        "learning/actions/calendar_looks_empty.py",
        "if watching is None or watching.empty_since is None:",
        "if watching is None:",
        "tests/app/test_calendar_job_empty.py",
    ),
    without(
        "whose: the calendar's card",
        "learning/actions/see_connection.py",
        "if about != reader.id:",
        "if False:",
        "tests/learning/test_asking_to_connect.py",
    ),
    without(
        "whose: the sign-in's card",
        "learning/actions/see_connection.py",
        "if sign_in is not None and sign_in.person != reader.id:",
        "if False:",
        "tests/learning/test_asking_to_connect.py",
    ),
)
FEED = (
    without(
        "whose: what was handed out",
        FEEDS,
        "feed_entries.select().where(feed_entries.c.person == person)",
        "feed_entries.select()",
        "tests/conformance/test_feeds.py",
    ),
    without(
        "feed: an address that was removed",
        "learning/feed.py",
        "return replace(feed, secret=None, ended_at=now)",
        "return replace(feed, ended_at=now)",
        FEED_PAGES,
    ),
    without(
        "feed: another address is another",
        "learning/feed.py",
        "    _check_open(feed)\n    return with_address(feed, secret, now=now)",
        "    _check_open(feed)\n    return with_address(feed, feed.secret or secret, now=now)",
        FILE,
    ),
    without(
        "feed: no search engine keeps it", "web/calendar_pages.py", '    "X-Robots-Tag": "noindex",\n', "", FEED_PAGES
    ),
    without(
        "feed: no other page hears of it",
        "web/calendar_pages.py",
        '    "Referrer-Policy": "no-referrer",\n',
        "",
        FEED_PAGES,
    ),
    without(
        "feed: nothing between keeps it",
        "web/calendar_pages.py",
        '"Cache-Control": "private, no-cache"',
        '"Cache-Control": "public"',
        FEED_PAGES,
    ),
    without("feed: private", "web/calendar_file.py", '    written.add("class", "PRIVATE")\n', "", FEED_PAGES),
)
WRITTEN = (
    without("entry: private", "graph/event_requests.py", "sensitivity=Sensitivity.Private,", "", ENTRIES),
    without(
        "entry: a step's words only where they are wanted",
        "app/entries.py",
        'appointment.words if appointment.shows_words else ""',
        "appointment.words",
        "tests/app/test_entry_texts.py",
    ),
    without(
        "entry: people's words stay text",
        MARKS,
        'said = "<br>".join(escape(line) for line in text.splitlines())',
        'said = "<br>".join(text.splitlines())',
        ENTRIES,
    ),
    without(
        "entry: its link is a web address",
        MARKS,
        'if not link.lower().startswith(("https://", "http://")):',
        "if False:",
        ENTRIES,
    ),
    without(
        "marked part: what others typed into it", MARKS, "    if not found.is_as_written:", "    if False:", MARK_TESTS
    ),
    without(
        "marked part: what stands around it",
        MARKS,
        "return html[: found.start] + part + html[found.end :]",
        "return part",
        MARK_TESTS,
    ),
    without(
        "marked part: it is ours",
        MARKS,
        '_MARK.fullmatch(said.get("id") or "")',
        '_MARK.search((said.get("id") or "") + " learning-cycles-" + "0" * 12)',
        MARK_TESTS,
    ),
    without("marked part: long texts", MARKS, "    if len(html) > LARGEST_TEXT:", "    if False:", MARK_TESTS),
    without(
        "inviting: nobody changed it meanwhile",
        "graph/event_requests.py",
        'request.headers.try_add("If-Match", etag)',
        "len(etag)",
        INVITING_TESTS,
    ),
    without(
        "inviting: a mark of a version is one",
        "graph/models.py",
        " if isinstance(etag, str) and _ETAG.fullmatch(etag) else ",
        " if isinstance(etag, str) else ",
        INVITING_TESTS,
    ),
    without(
        "moving: nobody changed it meanwhile",
        "graph/envelopes.py",
        ' | ({"If-Match": call.if_match} if call.if_match else {})',
        "",
        "tests/conformance/test_calendar_by_hand.py",
    ),
    without(
        "inviting: rooms stay",
        INVITING,
        "[*(attendee_of(guest) for guest in wanted.values()), *(_room(one) for one in rooms)]",
        "[attendee_of(guest) for guest in wanted.values()]",
        INVITING_TESTS,
    ),
)
UNTOUCHED = (
    without(
        "companions: whom the learner invited stays",
        COMPANION,
        "[guest for guest in there if guest.key not in ours or guest.key in may_stay]",
        "[guest for guest in there if guest.key in may_stay]",
        COMPANIONS,
    ),
    without(
        "companions: whom the learner took out stays out",
        COMPANION,
        "each.refused_at is None and review not in each.not_at",
        "each.refused_at is None",
        COMPANIONS,
    ),
    without(
        "companions: a series is the learner's",
        COMPANION,
        " and review.series_at is None and ahead",
        " and ahead",
        COMPANIONS,
    ),
    without(
        "companions: not the learner",
        COMPANION,
        "    if company.learner in people:\n",
        "    if False:\n",
        COMPANIONS,
    ),
    without(
        "companions: no more than a few",
        COMPANION,
        "    if len(people) > MOST_COMPANIONS:\n",
        "    if False:\n",
        COMPANIONS,
    ),
    without(
        "appointments: a series is the learner's",
        PLAN,
        "    if entry is not None and entry.is_series:\n        return LetGo",
        "    if False:\n        return LetGo",
        PLAN_TESTS,
    ),
    without(
        "appointments: what was deleted stays deleted",
        PLAN,
        "    if appointment.entry in seen.entries and (entry is None or entry.is_series):\n",
        "    if entry is not None and entry.is_series:\n",
        PLAN_TESTS,
    ),
    without(
        "appointments: what was dragged stays there",
        PLAN,
        "    if entry is not None and entry.slot not in (appointment.slot, appointment.stood):\n",
        "    if False:\n",
        PLAN_TESTS,
    ),
    without(
        "reviews: a series is the learner's",
        "learning/calendar_plan.py",
        "yield LetGo(review=review.id) if _is_series(review, entry) else Remove(review=review.id)",
        "yield Remove(review=review.id)",
        FOLLOWING,
    ),
    without(
        "reviews: a series that stands again",
        "learning/calendar_plan.py",
        "kind = ForgetFormer if entry.is_series else RemoveFormer",
        "kind = RemoveFormer",
        FOLLOWING,
    ),
    without(
        "calendar: all gone at once is believed of nobody",
        "app/jobs/calendar.py",
        "if looks_empty(ours.standing, seen):",
        "if False:",
        "tests/app/test_calendar_job_empty.py",
    ),
    Mutant(
        "talk: one that has begun is not called off",
        (
            Edit(
                "learning/actions/talks.py",
                "    if talk is not None and not talk.lies_ahead(now):\n        raise TalkOver",
                "    if talk is None and False:\n        raise TalkOver",
            ),
        ),
        ("tests/learning/test_rather_talk.py",),
    ),
)
CALENDAR_MUTANTS: tuple[Mutant, ...] = (*WHOSE_IN_CALENDARS, *FEED, *WRITTEN, *UNTOUCHED)
