"""Every request that we make of Graph, made by the SDK's request builders and models."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.event import Event
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.sensitivity import Sensitivity
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import GetSchedulePostRequestBody
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder

from graph.shapes import aware, html_of, moment_of, title_of, transaction_of
from learning.entries import EntryId, NewEntry, Slot
from learning.people import PersonId, object_id_of, person_id

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_REMINDER_MINUTES = 15
_LONGEST_SECRET = 128


def write_event(graph: GraphServiceClient, person: PersonId, entry: NewEntry) -> RequestInformation:
    """Write this entry. The same person and key give the same transaction id, with which Graph repeats its answer."""
    event = Event(
        transaction_id=transaction_of(person, entry),
        subject=title_of(entry),
        body=ItemBody(content_type=BodyType.Html, content=html_of(entry)),
        start=_utc(entry.slot.starts_at),
        end=_utc(entry.slot.ends_at),
        sensitivity=Sensitivity.Private,
        show_as=FreeBusyStatus.Busy,
        is_reminder_on=True,
        reminder_minutes_before_start=_REMINDER_MINUTES,
    )
    return graph.users.by_user_id(object_id_of(person)).events.to_post_request_information(event)


def move_event(graph: GraphServiceClient, person: PersonId, entry: EntryId, slot: Slot) -> RequestInformation:
    """Let this entry begin and end then. Only what changes is sent: the rest is the person's."""
    change = Event(start=_utc(slot.starts_at), end=_utc(slot.ends_at))
    return graph.users.by_user_id(object_id_of(person)).events.by_event_id(entry).to_patch_request_information(change)


def remove_event(graph: GraphServiceClient, person: PersonId, entry: EntryId) -> RequestInformation:
    """Take this entry out of the calendar."""
    return graph.users.by_user_id(object_id_of(person)).events.by_event_id(entry).to_delete_request_information()


def read_event(graph: GraphServiceClient, person: PersonId, entry: EntryId) -> RequestInformation:
    """Read when this entry stands in the calendar, and nothing that people wrote into it."""
    wanted = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(select=["id", "start", "end"])
    builder = graph.users.by_user_id(object_id_of(person)).events.by_event_id(entry)
    return builder.to_get_request_information(RequestConfiguration(query_parameters=wanted))


def read_changes(graph: GraphServiceClient, person: PersonId, within: Slot) -> RequestInformation:
    """Read everything in this stretch of time, as the first page of changes."""
    window = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(
        start_date_time=_instant(within.starts_at), end_date_time=_instant(within.ends_at)
    )
    builder = graph.users.by_user_id(object_id_of(person)).calendar_view.delta
    return builder.to_get_request_information(RequestConfiguration(query_parameters=window))


def read_changes_at(graph: GraphServiceClient, person: PersonId, link: str) -> RequestInformation:
    """Read the page of changes that this link of Graph's leads to."""
    builder = graph.users.by_user_id(object_id_of(person)).calendar_view.delta
    return builder.with_url(link).to_get_request_information()


def read_schedule(graph: GraphServiceClient, person: PersonId, address: str, within: Slot) -> RequestInformation:
    """Read when the person with this address is busy; at most 62 days."""
    body = GetSchedulePostRequestBody(
        schedules=[address],
        start_time=_utc(within.starts_at),
        end_time=_utc(within.ends_at),
    )
    builder = graph.users.by_user_id(object_id_of(person)).calendar.get_schedule
    return builder.to_post_request_information(body)


def read_address(graph: GraphServiceClient, person: PersonId) -> RequestInformation:
    """Read the person's address, by which schedules are asked for."""
    wanted = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=["mail", "userPrincipalName"])
    builder = graph.users.by_user_id(object_id_of(person))
    return builder.to_get_request_information(RequestConfiguration(query_parameters=wanted))


def read_mailbox_settings(graph: GraphServiceClient, person: PersonId) -> RequestInformation:
    """Read the person's zone and working hours."""
    return graph.users.by_user_id(object_id_of(person)).mailbox_settings.to_get_request_information()


def start_subscription(
    graph: GraphServiceClient, person: PersonId, *, notice_url: str, secret: str, until: datetime
) -> RequestInformation:
    """Ask to be told of changes in the person's calendar. The secret has at most 128 characters."""
    if not 0 < len(secret) <= _LONGEST_SECRET:
        raise ValueError("the secret of a watch has 1 to 128 characters")
    subscription = Subscription(
        change_type="created,updated,deleted",
        notification_url=notice_url,
        lifecycle_notification_url=notice_url,
        resource=f"users/{object_id_of(person)}/events",
        client_state=secret,
        expiration_date_time=aware(until),
        latest_supported_tls_version="v1_2",
    )
    return graph.subscriptions.to_post_request_information(subscription)


def prolong_subscription(graph: GraphServiceClient, watch: str, *, until: datetime) -> RequestInformation:
    """Ask to be told for longer."""
    builder = graph.subscriptions.by_subscription_id(watch)
    return builder.to_patch_request_information(Subscription(expiration_date_time=aware(until)))


def end_subscription(graph: GraphServiceClient, watch: str) -> RequestInformation:
    """Ask to be told no more."""
    return graph.subscriptions.by_subscription_id(watch).to_delete_request_information()


def one_of_each(graph: GraphServiceClient) -> list[RequestInformation]:
    """Each kind of request once, for nobody: what making the first one costs is paid before somebody waits for it."""
    nobody = person_id(tenant="warm", object_id="up")
    starts_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    anything = "-"
    entry = NewEntry(key="k", slot=slot, title="t", text="t", link_text="l", link="https://localhost/")
    return [
        write_event(graph, nobody, entry),
        move_event(graph, nobody, EntryId("id"), slot),
        remove_event(graph, nobody, EntryId("id")),
        read_event(graph, nobody, EntryId("id")),
        read_changes(graph, nobody, slot),
        read_changes_at(graph, nobody, "https://localhost/"),
        read_schedule(graph, nobody, "nobody@localhost", slot),
        read_address(graph, nobody),
        read_mailbox_settings(graph, nobody),
        start_subscription(graph, nobody, notice_url="https://localhost/", secret=anything, until=starts_at),
        prolong_subscription(graph, "id", until=starts_at),
        end_subscription(graph, "id"),
    ]


def _utc(moment: datetime) -> DateTimeTimeZone:
    return DateTimeTimeZone(date_time=moment_of(moment), time_zone="UTC")


def _instant(moment: datetime) -> str:
    return aware(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
