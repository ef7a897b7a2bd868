"""Our part of an entry's text is found again and replaced; what its owner and Outlook wrote there stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.marks import LARGEST_TEXT, our_part, with_our_part

LINK = "https://teams.example/l/chat/0/0?users=28:app&x=1"
OURS = our_part("A moment for you alone.", "Open the chat", LINK)
NEW = our_part("A moment for both of you.", "Open the chat", LINK)
BLOB = '<div><span>______</span><a href="https://teams.example/l/meetup-join/1">Join the meeting</a></div>'


def replaced(html: str, *, part: str = NEW, is_needed: bool = True) -> str | None:
    return with_our_part(html, part, LINK, is_needed=is_needed)


def outlook(inside: str) -> str:
    return f'<html>\r\n<head>\r\n<meta name="x"></head>\r\n<body dir="ltr">\r\n{inside}\r\n</body>\r\n</html>'


@pytest.mark.parametrize("before", ["", "<p>Mine above</p>", "<div>\n<div>a</div><br></div>"])
@pytest.mark.parametrize("after", ["", "<p>Mine below</p>", BLOB, "<div>", "<!-- </div> --> & <"])
def test_our_part_alone_is_replaced(before: str, after: str) -> None:
    assert replaced(outlook(before + OURS + after)) == outlook(before + NEW + after)


@given(st.text("<>/=\"' apdiv\n&;x-!", max_size=60), st.text("<>/=\"' apdiv\n&;x-!", max_size=60))
def test_whatever_stands_around_it_stays_as_it_was(before: str, after: str) -> None:
    before = re.sub(r"<[^<>]*$", "", before)  # an open tag would swallow ours, in Outlook too
    found = replaced(before + OURS + after)
    if found is not None and OURS not in found:
        assert found.startswith(before)
        assert found.endswith(after)
        assert NEW in found


@pytest.mark.parametrize("rename", ["x_", "x_x_"])
def test_a_part_whose_id_outlook_renamed_is_still_ours(rename: str) -> None:
    assert replaced(OURS.replace('id="', f'id="{rename}') + BLOB) == NEW + BLOB


def test_a_part_that_outlook_dressed_up_is_still_ours() -> None:
    dressed = OURS.replace("<p>", '<p class="MsoNormal" style="margin:0">\r\n').replace("alone.", "<span>alone.</span>")
    assert replaced(dressed + BLOB) == NEW + BLOB


def test_without_its_id_our_part_is_known_by_its_link_and_only_that_line_is_taken() -> None:
    html = f'<p>My notes</p><p class="x">\n<a href="{LINK.replace("&", "&amp;")}">Open the chat</a> </p><p>More</p>'
    assert replaced(html) == f"<p>My notes</p>{NEW}<p>More</p>"
    inline = f'<p>See <a href="{LINK.replace("&", "&amp;")}">here</a> first</p>'
    assert replaced(inline) == f"<p>See {NEW} first</p>"


def test_what_somebody_typed_into_our_part_is_kept_below_the_new_one() -> None:
    typed = OURS.replace("</div>", "<p>Ask Ben about the workshop</p></div>")
    found = replaced(outlook(typed + BLOB))
    assert found is not None
    assert found.index(NEW) < found.index("Ask Ben about the workshop") < found.index(BLOB)
    again = replaced(found, part=OURS)
    assert again is not None
    assert "Ask Ben about the workshop" in again
    assert NEW not in again


def test_what_says_so_already_is_not_written_again() -> None:
    assert replaced(outlook(NEW + BLOB)) is None


def test_a_part_that_was_taken_out_comes_back_first_and_only_where_it_is_needed() -> None:
    assert replaced(outlook("<p>Mine</p>")) == outlook("<p>Mine</p>").replace(
        '<body dir="ltr">', f'<body dir="ltr">{NEW}'
    )
    assert replaced("") == NEW
    assert replaced(outlook("<p>Mine</p>"), is_needed=False) is None


def test_a_part_that_never_ends_takes_nothing_with_it() -> None:
    html = OURS.removesuffix("</div>") + "<p>Mine</p>"
    found = replaced(html)
    assert found is not None
    assert "<p>Mine</p>" in found
    assert NEW in found


def test_a_text_as_long_as_a_book_is_left_alone() -> None:
    assert replaced("x" * (LARGEST_TEXT + 1)) is None
