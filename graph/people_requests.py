"""The requests that are about people and not their calendars: who they are, a mail to them, the app for them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.message import Message
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation
from msgraph.generated.users.item.send_mail.send_mail_post_request_body import SendMailPostRequestBody
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder

from learning.people import PersonId, object_id_of, person_id
from learning.reaching import Letter

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient


_CATALOGUE = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps"
"""A name and no address that is called: Graph wants it so wherever it is reached."""


def read_person(graph: GraphServiceClient, person: PersonId) -> RequestInformation:
    """Read the person's name, mail address and language, and nothing else."""
    wanted = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(
        select=["id", "displayName", "mail", "preferredLanguage"]
    )
    builder = graph.users.by_user_id(object_id_of(person))
    return builder.to_get_request_information(RequestConfiguration(query_parameters=wanted))


def send_letter(graph: GraphServiceClient, mailbox: str, address: str, letter: Letter) -> RequestInformation:
    """Send this from the mailbox to the address, without keeping a copy there: nobody has to read whom we wrote to.

    Graph takes one body. It is HTML; Exchange writes the plain text beside it for those who read that. Graph would also
    take a whole MIME message with both, but then there is no saying that no copy is to be kept.
    """
    message = Message(
        subject=" ".join(letter.subject.split()),
        body=ItemBody(content_type=BodyType.Html, content=_html(letter)),
        to_recipients=[Recipient(email_address=EmailAddress(address=address))],
    )
    body = SendMailPostRequestBody(message=message, save_to_sent_items=False)
    return graph.users.by_user_id(mailbox).send_mail.to_post_request_information(body)


def install_app(graph: GraphServiceClient, person: PersonId, app: str) -> RequestInformation:
    """Add the app with this id in the organisation's catalogue for the person."""
    address = f"{_CATALOGUE}/{app}"
    installation = UserScopeTeamsAppInstallation(additional_data={"teamsApp@odata.bind": address})
    builder = graph.users.by_user_id(object_id_of(person)).teamwork.installed_apps
    return builder.to_post_request_information(installation)


def one_of_each(graph: GraphServiceClient) -> list[RequestInformation]:
    """Each kind of request once, for nobody; see `graph.requests.one_of_each`."""
    nobody = person_id(tenant="warm", object_id="up")
    letter = Letter(subject="s", paragraphs=("p",), link_text="l", link="https://localhost/", last_words="w")
    return [
        read_person(graph, nobody),
        send_letter(graph, "nobody@localhost", "nobody@localhost", letter),
        install_app(graph, nobody, "id"),
    ]


def _html(letter: Letter) -> str:
    """The letter with its one link; whatever people are called stays text."""
    if not letter.link.lower().startswith("https://"):
        raise ValueError("a letter's link must be a web address")
    link = f'<a href="{escape(letter.link)}">{escape(letter.link_text)}</a>'
    said = [escape(paragraph) for paragraph in letter.paragraphs]
    return "".join(f"<p>{words}</p>" for words in [*said, link, escape(letter.last_words)])
