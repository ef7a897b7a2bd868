"""Who somebody is, a mail to them, the app for them: what goes out, and what each bad habit of a Graph leads to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web

from graph.apps import GraphInstaller
from graph.client import GraphClient
from graph.directory import GraphDirectory
from graph.mail import GraphMail
from learning.errors import MaybeDone, OutsideFailure
from learning.people import object_id_of
from learning.reaching import DirectoryPerson, Letter
from tests.graph.small_graph import (
    ANA,
    FixedTokens,
    Handler,
    always,
    dawdle,
    hang_up,
    listening,
    refusal,
    settings_for,
    small_graph,
)

CATALOGUE_ID = "7d000000-0000-4000-8000-000000000007"
LETTER = Letter(
    subject="Ana <b>de\r\nBcc: everybody@meadow.example</b> asks for your advice",
    paragraphs=('Ana <script>alert(1)</script> & "Co"',),
    link_text="Add the app",
    link="https://teams.microsoft.com/l/app/1?a=1&b=2",
    last_words="You can leave it.",
)


def mailbox(client: Any) -> GraphMail:
    return GraphMail(client, "learning@meadow.example")


async def send(handler: Handler, *, time_limit: float = 5.0) -> list[tuple[str, Any]]:
    """Send the letter once: what Graph was asked."""
    async with small_graph(handler, time_limit=time_limit) as graph:
        await mailbox(graph.client).send(ANA, "ana@meadow.example", LETTER)
        return [(request.path, json.loads(body)) for request, body in zip(graph.asked, graph.bodies, strict=True)]


async def test_a_letter_goes_once_from_the_services_mailbox_and_leaves_no_copy_there() -> None:
    [(path, sent)] = await send(always(202))
    assert path == "/v1.0/users/learning@meadow.example/sendMail"
    assert sent["SaveToSentItems"] is False
    assert sent["Message"]["toRecipients"] == [{"emailAddress": {"address": "ana@meadow.example"}}]


async def test_what_people_are_called_is_neither_markup_nor_a_header() -> None:
    [(_, sent)] = await send(always(202))
    message = sent["Message"]
    assert message["subject"] == "Ana <b>de Bcc: everybody@meadow.example</b> asks for your advice"
    assert message["body"]["contentType"] == "html"
    assert "<script>" not in message["body"]["content"]
    assert "&lt;script&gt;" in message["body"]["content"]
    assert 'href="https://teams.microsoft.com/l/app/1?a=1&amp;b=2"' in message["body"]["content"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 429, 503])
async def test_a_letter_that_was_refused_in_so_many_words_may_be_sent_again(status: int) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await send(always(status, refusal("ErrorSomething"), headers={"Retry-After": "9"}))
    assert not isinstance(caught.value, MaybeDone)
    assert caught.value.permanent is (status in (400, 404, 413))


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_nobody_knows_whether_a_letter_went_that_a_gateway_gave_up_on(status: int) -> None:
    with pytest.raises(MaybeDone):
        await send(always(status, refusal("UnknownError")))


async def test_nobody_knows_whether_a_letter_went_when_the_answer_was_lost() -> None:
    with pytest.raises(MaybeDone):
        await send(hang_up)
    with pytest.raises(MaybeDone):
        await send(dawdle, time_limit=0.2)


async def test_a_letter_that_never_left_may_be_sent_again() -> None:
    async with listening(always(202)) as address:
        client = GraphClient(settings_for(address), FixedTokens())
    try:
        with pytest.raises(OutsideFailure) as caught:
            await mailbox(client).send(ANA, "ana@meadow.example", LETTER)
    finally:
        await client.close()
    assert not isinstance(caught.value, MaybeDone)


async def test_a_letters_link_is_a_web_address() -> None:
    async with small_graph(always(202)) as graph:
        with pytest.raises(ValueError, match="web address"):
            await mailbox(graph.client).send(
                ANA,
                "ana@meadow.example",
                Letter(subject="s", paragraphs=(), link_text="l", link="javascript:alert(1)", last_words=""),
            )
        assert graph.asked == []


MIA = {"id": object_id_of(ANA), "displayName": "Mia Rivera", "mail": "mia@meadow.example", "preferredLanguage": "en-US"}


async def found(handler: Handler) -> DirectoryPerson | None:
    async with small_graph(handler) as graph:
        return await GraphDirectory(graph.client).find(ANA)


async def test_a_person_is_found_by_id_and_only_what_is_needed_is_asked() -> None:
    async with small_graph(always(200, MIA)) as graph:
        person = await GraphDirectory(graph.client).find(ANA)
        [asked] = graph.asked
    assert person == DirectoryPerson(name="Mia Rivera", mail="mia@meadow.example", locale="en-US")
    assert asked.path == f"/v1.0/users/{object_id_of(ANA)}"
    assert asked.query["$select"] == "id,displayName,mail,preferredLanguage"


async def test_what_the_directory_does_not_say_is_left_out() -> None:
    assert await found(always(200, {"displayName": "Mia", "mail": None})) == DirectoryPerson(
        name="Mia", mail=None, locale=None
    )


@pytest.mark.parametrize("mail", ["mia", "mia@x\r\nBcc: y@z", "Mia <mia@meadow.example>", "a@b, c@d", "@"])
async def test_what_is_no_address_is_not_written_to(mail: str) -> None:
    person = await found(always(200, MIA | {"mail": mail}))
    assert person is not None
    assert person.mail is None


async def test_nobody_is_there_only_when_graph_says_so_of_this_person() -> None:
    assert await found(always(404, refusal("Request_ResourceNotFound"))) is None
    for handler in (always(404, text="<h1>Not found</h1>"), always(404, refusal("MailboxNotEnabled"))):
        with pytest.raises(OutsideFailure):
            await found(handler)


@pytest.mark.parametrize("handler", [hang_up, always(503, {}), always(429, {}), always(200, {}), always(200, [])])
async def test_a_directory_that_is_away_is_no_answer_about_anybody(handler: Handler) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await found(handler)
    assert not caught.value.permanent


async def install(handler: Handler) -> list[web.Request]:
    async with small_graph(handler) as graph:
        await GraphInstaller(graph.client, CATALOGUE_ID).install(ANA)
        assert json.loads(graph.bodies[0]) == {
            "@odata.type": "#microsoft.graph.userScopeTeamsAppInstallation",
            "teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{CATALOGUE_ID}",
        }
        return graph.asked


@pytest.mark.parametrize("status", [200, 201, 204, 409])
async def test_the_app_is_added_and_there_already_is_just_as_well(status: int) -> None:
    [asked] = await install(always(status, refusal("Conflict")))
    assert asked.path == f"/v1.0/users/{object_id_of(ANA)}/teamwork/installedApps"


@pytest.mark.parametrize(("status", "permanent"), [(403, False), (404, True), (400, True), (429, False), (503, False)])
async def test_an_app_that_is_not_added_says_whether_asking_again_helps(status: int, permanent: bool) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await install(always(status, refusal("Forbidden"), headers={"Retry-After": "3"}))
    assert caught.value.permanent is permanent
