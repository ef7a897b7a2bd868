"""What stays in sight while the chat goes on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.test_main_job import Opens


def test_a_tall_card_that_comes_leaves_the_head_of_the_chat_where_it_is(opens: Opens) -> None:
    # Given: a chat that is longer than the window
    ana = opens("ana")
    for asked in range(1, 4):
        ana.says("help")
        expect(ana.page.get_by_test_id("card").filter(has_text="What you can do here")).to_have_count(asked)
    # When: a card comes that is taller than the chat
    ana.says("new")
    contract = ana.card("My learning contract")
    expect(contract.get_by_role("button", name="Save draft")).to_be_attached()
    # Then: it is shown from its beginning, under the head of the chat
    expect(contract.get_by_text("My learning contract")).to_be_in_viewport()
    expect(ana.page.get_by_test_id("app-menu")).to_be_in_viewport(ratio=1)
