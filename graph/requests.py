"""The requests about calendars as a whole, and of changes in them, made by the SDK's request builders and models."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.activity_domain import ActivityDomain
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.models.time_constraint import TimeConstraint
from msgraph.generated.models.time_slot import TimeSlot
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import GetSchedulePostRequestBody
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.events.item.instances.instances_request_builder import InstancesRequestBuilder
from msgraph.generated.users.item.find_meeting_times.find_meeting_times_post_request_body import (
    FindMeetingTimesPostRequestBody,
)
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder

from graph import event_requests
from graph.event_requests import attendee_of, utc
from graph.shapes import aware
from learning.entries import Entry, EntryId, Guest, Slot
from learning.people import PersonId, object_id_of, person_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_LONGEST_SECRET = 128
_MOST_SUGGESTIONS = 20
_EVERYBODY = 100.0
_MOVED_BY = timedelta(days=62)
_MOST_TIMES = 100


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


def read_times(graph: GraphServiceClient, person: PersonId, series: Entry) -> RequestInformation:
    """Read when the times of this series stand that lie within two months of its beginning: once a day, some sixty."""
    wanted = InstancesRequestBuilder.InstancesRequestBuilderGetQueryParameters(
        start_date_time=_instant(series.slot.starts_at - _MOVED_BY),
        end_date_time=_instant(series.slot.starts_at + _MOVED_BY),
        select=["id", "type", "start", "end", "isAllDay", "originalStart", "originalStartTimeZone"],
        top=_MOST_TIMES,
    )
    builder = graph.users.by_user_id(object_id_of(person)).events.by_event_id(series.id).instances
    return builder.to_get_request_information(RequestConfiguration(query_parameters=wanted))


def read_schedules(
    graph: GraphServiceClient, person: PersonId, addresses: Sequence[str], within: Slot
) -> RequestInformation:
    """Read when those with these addresses, twenty at most, are busy, as far as the person may see; at most 62 days."""
    body = GetSchedulePostRequestBody(
        schedules=list(addresses),
        start_time=utc(within.starts_at),
        end_time=utc(within.ends_at),
    )
    builder = graph.users.by_user_id(object_id_of(person)).calendar.get_schedule
    return builder.to_post_request_information(body)


def find_meeting_times(
    graph: GraphServiceClient, person: PersonId, guests: Sequence[Guest], length: timedelta, within: Slot
) -> RequestInformation:
    """Ask for times at which the person and all these guests can meet, within everybody's working hours."""
    body = FindMeetingTimesPostRequestBody(
        attendees=[attendee_of(guest) for guest in guests],
        time_constraint=TimeConstraint(
            activity_domain=ActivityDomain.Work,
            time_slots=[TimeSlot(start=utc(within.starts_at), end=utc(within.ends_at))],
        ),
        max_candidates=_MOST_SUGGESTIONS,
        minimum_attendee_percentage=_EVERYBODY,
        # The SDK writes a duration of its own kind as Python does, which Graph cannot read.
        additional_data={"meetingDuration": f"PT{round(length.total_seconds() / 60)}M"},
    )
    builder = graph.users.by_user_id(object_id_of(person)).find_meeting_times
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


def reauthorize_subscription(graph: GraphServiceClient, watch: str) -> RequestInformation:
    """Say that we may still be told."""
    return graph.subscriptions.by_subscription_id(watch).reauthorize.to_post_request_information()


def end_subscription(graph: GraphServiceClient, watch: str) -> RequestInformation:
    """Ask to be told no more."""
    return graph.subscriptions.by_subscription_id(watch).to_delete_request_information()


def one_of_each(graph: GraphServiceClient) -> list[RequestInformation]:
    """Each kind of request once, for nobody: what making the first one costs is paid before somebody waits for it."""
    nobody = person_id(tenant="warm", object_id="up")
    starts_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    anything = "-"
    return [
        *event_requests.one_of_each(graph),
        read_changes(graph, nobody, slot),
        read_changes_at(graph, nobody, "https://localhost/"),
        read_times(graph, nobody, Entry(id=EntryId("id"), slot=slot)),
        read_schedules(graph, nobody, ["nobody@localhost"], slot),
        find_meeting_times(graph, nobody, [Guest(address="nobody@localhost")], timedelta(hours=1), slot),
        read_address(graph, nobody),
        read_mailbox_settings(graph, nobody),
        start_subscription(graph, nobody, notice_url="https://localhost/", secret=anything, until=starts_at),
        prolong_subscription(graph, "id", until=starts_at),
        reauthorize_subscription(graph, "id"),
        end_subscription(graph, "id"),
    ]


def _instant(moment: datetime) -> str:
    return aware(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
