"""What the buttons of cards carry out, and what comes back when one is pressed. Nothing that comes back is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeGuard

_LONGEST_ID = 100
_LARGEST_NUMBER = 2**31 - 1
_INPUT_ID = re.compile(r"(?P<field>\w+)-v(?P<version>\d+)-")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]|[\ud800-\udfff]")


class Verb(StrEnum):
    """What a button does when it is pressed."""

    NEW_CONTRACT = "new_contract"
    SAVE_DRAFT = "save_draft"
    ASK_FOR_ADVICE = "ask_for_advice"
    START_CYCLE = "start_cycle"
    ADD_GOAL = "add_goal"
    GIVE_FEEDBACK = "give_feedback"
    SAVE_UNFINISHED = "save_unfinished"
    NOT_NOW = "not_now"
    RATHER_TALK = "rather_talk"
    NO_TALK_AFTER_ALL = "no_talk_after_all"
    CALL_TALK_OFF = "call_talk_off"
    INVITE_COMPANIONS = "invite_companions"
    UNINVITE_COMPANIONS = "uninvite_companions"
    MOVE_REVIEW_THERE = "move_review_there"
    LEAVE_PROPOSAL = "leave_proposal"
    BEGIN_SUGGESTING = "begin_suggesting"
    STOP_SUGGESTING = "stop_suggesting"
    SUGGEST_PEER = "suggest_peer"
    CORRECT_FEEDBACK = "correct_feedback"
    LEAVE_FEEDBACK = "leave_feedback"
    TAKE_FEEDBACK_BACK = "take_feedback_back"
    ASK_SUGGESTED = "ask_suggested"
    LEAVE_SUGGESTION = "leave_suggestion"
    SHOW_REQUESTS = "show_requests"
    WITHDRAW_REQUEST = "withdraw_request"
    TAKE_ADVICE = "take_advice"
    PARK_ADVICE = "park_advice"
    REVISE_DRAFT = "revise_draft"
    PUT_REVIEW_BACK = "put_review_back"
    LEAVE_REVIEW_OUT = "leave_review_out"
    HOLD_CHECK_IN = "hold_check_in"
    HOLD_CLOSING = "hold_closing"
    REVISE_CONTRACT = "revise_contract"
    PAUSE_CYCLE = "pause_cycle"
    RESUME_CYCLE = "resume_cycle"
    STOP_EARLY = "stop_early"
    TOO_HEAVY = "too_heavy"
    TOO_HEAVY_AT_REVIEW = "too_heavy_at_review"
    UNDO_LIGHTER = "undo_lighter"
    KEEP_EVIDENCE = "keep_evidence"
    REMOVE_EVIDENCE = "remove_evidence"
    SHOW_OWN_CALENDAR = "show_own_calendar"
    ADD_STEP = "add_step"
    REMOVE_STEPS = "remove_steps"
    PROTECT_TIME = "protect_time"
    REMOVE_TIME = "remove_time"
    FIND_ANOTHER_MOMENT = "find_another_moment"
    LEAVE_REVIEW_THERE = "leave_review_there"
    REMOVED_BY_HAND = "removed_by_hand"
    TRY_CALENDAR_AGAIN = "try_calendar_again"
    CONNECT_CALENDAR = "connect_calendar"
    DISCONNECT_CALENDAR = "disconnect_calendar"
    MAKE_FEED = "make_feed"
    RENEW_FEED = "renew_feed"
    END_FEED = "end_feed"


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button: what it does, to which thing, and the state of that thing which its card showed.

    `about` is an id, empty when there is no thing yet. `revision` is the contract's, 0 where there is none; `version`
    is the row's.
    """

    verb: Verb
    about: str
    revision: int = 0
    version: int = 0

    @property
    def key(self) -> str:
        """The idempotency key: the same for each press of this button on this state."""
        return f"{self.verb}:{self.about}:{self.version}"

    @property
    def data(self) -> dict[str, str | int]:
        """What it carries. It names no person: who pressed is told by the token alone."""
        return {"about": self.about, "revision": self.revision, "version": self.version, "key": self.key}


def read_button(verb: str, data: Mapping[str, Any]) -> Button | None:
    """The button that was pressed, or None when this is none of ours."""
    if verb not in set(Verb):
        return None
    about, revision, version = data.get("about"), data.get("revision"), data.get("version")
    if not isinstance(about, str) or len(about) > _LONGEST_ID:
        return None
    if not _is_number(revision) or not _is_number(version):
        return None
    button = Button(verb=Verb(verb), about=about, revision=revision, version=version)
    return button if data.get("key") == button.key else None


def input_id(field: str, version: int, about: str) -> str:
    """The id of the input for this field of a thing.

    Another state has other ids, so that a chat never shows old typing in it; and so has another thing, since a page
    that shows two cards with the same ids ties labels and choices of one to the other.
    """
    return f"{_field_of_state(field, version)}-{about}"


def read_input_id(name: str) -> tuple[str, int] | None:
    """Of which field this is the input, and of which version; None when it is none of ours."""
    found = _INPUT_ID.match(name)
    return (found["field"], int(found["version"])) if found else None


def typed(data: Mapping[str, Any], fields: Iterable[str], version: int) -> dict[str, str]:
    """What was typed into these fields of the card that showed this version. A field that did not come back is missing.

    Texts are trimmed, each end of a line is a newline, and characters that nobody can type are left out.
    """
    found = ((field, _typed_into(data, f"{_field_of_state(field, version)}-")) for field in fields)
    return {field: _clean(text) for field, text in found if isinstance(text, str)}


def _field_of_state(field: str, version: int) -> str:
    return f"{field}-v{version}"


def _typed_into(data: Mapping[str, Any], opening: str) -> object:
    return next((value for name, value in data.items() if isinstance(name, str) and name.startswith(opening)), None)


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_NUMBER


def _clean(text: str) -> str:
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text)).strip()
