"""How each Microsoft service refuses: the same status means another code and another shape in each of them."""

from __future__ import annotations

from aiohttp import web

from standin.entra.errors import EntraError
from standin.entra.routes import refusal as entra_refusal
from standin.faults.rules import Rule
from standin.graph.errors import GraphError
from standin.graph.errors import refusal as graph_refusal
from standin.teams.connector import error_response
from standin.teams.payloads import ConnectorError

_GRAPH = {
    400: ("ErrorInvalidRequest", "Your request can't be completed."),
    401: ("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
    403: ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    404: ("ErrorItemNotFound", "The specified object was not found in the store."),
    409: ("ErrorIrresolvableConflict", "The send or update operation could not be performed because of a conflict."),
    410: ("syncStateNotFound", "The sync state generation is not found; start over without a token."),
    412: ("ErrorIrresolvableConflict", "The change key passed in the request does not match the current change key."),
    413: ("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size."),
    423: ("ErrorFolderSavePropertyError", "The resource is locked."),
    429: ("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
    500: ("ErrorInternalServerError", "An internal server error occurred. The operation failed."),
    502: ("UnknownError", "Bad gateway."),
    503: ("ErrorServerBusy", "The server cannot service this request right now. Try again later."),
    504: ("UnknownError", "The request timed out in a gateway."),
    507: ("ErrorQuotaExceeded", "The mailbox is full."),
    509: ("BandwidthLimitExceeded", "The app has exceeded the maximum bandwidth."),
}
_TEAMS = {
    400: ("BadArgument", "The payload of the request is not valid."),
    401: ("Unauthorized", "Authorization has been denied for this request."),
    403: ("BotNotInConversationRoster", "The bot isn't part of the conversation roster."),
    404: ("ConversationNotFound", "Conversation not found."),
    409: ("Conflict", "The operation conflicts with another one."),
    410: ("Gone", "The conversation is gone."),
    412: ("PreconditionFailed", "Precondition failed, please try again."),
    413: ("MessageSizeTooBig", "Message size too large."),
    429: ("Throttled", "Too many requests."),
    500: ("ServiceError", "An internal error occurred."),
    502: ("ServiceError", "A service that Teams depends on did not answer."),
}
_ENTRA = {
    401: ("invalid_client", 7000222, "The provided client secret keys are expired."),
    403: ("access_denied", 53003, "Access has been blocked by Conditional Access policies."),
    429: (
        "temporarily_unavailable",
        90055,
        "The server terminated an operation because it encountered too many requests.",
    ),
    500: ("server_error", 90033, "A transient error has occurred. Please try again."),
    503: ("temporarily_unavailable", 90033, "A transient error has occurred. Please try again."),
    504: ("temporarily_unavailable", 90033, "A transient error has occurred. Please try again."),
}
_GRAPH_ALWAYS_WAITS = 1
"""Graph's 429 has a Retry-After always; this when the rule says none."""


def answer(request: web.Request, rule: Rule, status: int) -> web.Response:
    """The refusal of the service that was called."""
    if rule.where == "graph":
        return _by_graph(request, rule, status)
    if rule.where == "teams":
        return _by_teams(request, rule, status)
    return _by_entra(request, rule, status)


def nonsense() -> web.Response:
    """A page of somebody in between, who says that all is well."""
    page = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to the network</h1></body></html>"
    return web.Response(text=page, content_type="text/html")


def _by_graph(request: web.Request, rule: Rule, status: int) -> web.Response:
    code, message = _GRAPH[status]
    wait = rule.retry_after
    if wait is None and status == web.HTTPTooManyRequests.status_code:
        wait = _GRAPH_ALWAYS_WAITS
    return graph_refusal(request, GraphError(status, rule.code or code, message, retry_after=wait))


def _by_teams(request: web.Request, rule: Rule, status: int) -> web.Response:
    if status not in _TEAMS and rule.code is None:
        return _with_wait(web.Response(status=status, text="The gateway has no answer."), rule)
    code, message = _TEAMS.get(status, ("", "The gateway has no answer."))
    if status == web.HTTPNotFound.status_code and "activity" in request.match_info:
        code = "ActivityNotFoundInConversation"
    return error_response(ConnectorError(status, rule.code or code, message, retry_after=rule.retry_after))


def _by_entra(request: web.Request, rule: Rule, status: int) -> web.Response:
    error, number, words = _ENTRA.get(status, ("invalid_request", 90023, "The request is not valid."))
    return _with_wait(entra_refusal(request, EntraError(status, rule.code or error, number, words)), rule)


def _with_wait(response: web.Response, rule: Rule) -> web.Response:
    if rule.retry_after is not None:
        response.headers["Retry-After"] = str(rule.retry_after)
    return response
