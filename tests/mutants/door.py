"""The guards of the chat's door: the token, the activity, the body, repeats, and the keys of Microsoft."""

from __future__ import annotations

from tests.mutants.mutant import Edit, Mutant, without

INBOUND = "bot/channel/inbound.py"
INCOMING = "bot/channel/incoming.py"
BODY = "bot/channel/body.py"
KEYS = "bot/channel/keys.py"
ADAPTER = "bot/channel/adapter.py"
SERVICE_URLS = "bot/channel/service_urls.py"
DOOR = "tests/bot/test_channel_door.py"
BODY_TESTS = "tests/bot/test_channel_bodies.py"
TURNS = "tests/bot/test_channel_turns.py"
REPEAT_TESTS = "tests/bot/test_channel_repeats.py"
KEY_TESTS = "tests/bot/test_channel_keys.py"
ANYTHING = "tests/attacks/test_any_claims_any_body.py"

OPTIONS = 'options={"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True},'


def options(name: str, after: str) -> Mutant:
    return without(name, INBOUND, OPTIONS, f"options={after},", DOOR)


TOKEN = (
    options("token: its signature", '{"verify_signature": False}'),
    options("token: for whom", '{"require": ["exp", "nbf", "iss", "aud"], "verify_aud": False}'),
    options("token: for us alone", '{"require": ["exp", "nbf", "iss", "aud"]}'),
    options("token: from whom", '{"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True, "verify_iss": False}'),
    options(
        "token: when it ends", '{"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True, "verify_exp": False}'
    ),
    options(
        "token: when it begins", '{"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True, "verify_nbf": False}'
    ),
    without("token: that it ends at all", INBOUND, '["exp", "nbf", "iss", "aud"]', '["nbf", "iss", "aud"]', DOOR),
    without("token: that it begins at all", INBOUND, '["exp", "nbf", "iss", "aud"]', '["exp", "iss", "aud"]', DOOR),
    without("token: five minutes", INBOUND, "_LEEWAY_SECONDS = 300", "_LEEWAY_SECONDS = 3000", DOOR),
    without(
        "token: times are numbers",
        INBOUND,
        'if not (_is_time(said["exp"]) and _is_time(said["nbf"])):',
        "if False:",
        ANYTHING,
    ),
    Mutant(
        "token: RS256",
        (
            Edit(INBOUND, 'header.get("alg") != "RS256" or ', ""),
            Edit(INBOUND, 'algorithms=["RS256"]', "algorithms=None"),
            Edit(INBOUND, OPTIONS, 'options={"verify_signature": header is None},'),
        ),
        (DOOR,),
    ),
    Mutant(
        "token: the scheme as it is written",
        (
            Edit(INBOUND, 'not header.startswith("Bearer ")', 'not header.lower().startswith("bearer ")'),
            Edit(INBOUND, 'header.removeprefix("Bearer ")', "header[7:]"),
        ),
        (DOOR,),
    ),
    without("token: an unknown key", INBOUND, "if key is None:", "if key is None and not self._keys._keys:", DOOR),
    without(
        "token: needed at all",
        INBOUND,
        "header is None and self._settings.tokenless_playground",
        "header is None",
        DOOR,
    ),
)
ACTIVITY = (
    without("activity: the channel is Teams", INBOUND, "read.channel != TEAMS or not", "not", DOOR),
    without("activity: the key may sign for Teams", INBOUND, "TEAMS in claims.endorsements)", "True)", DOOR),
    without(
        "activity: the address is the token's",
        INBOUND,
        'if not url or claims.said.get("serviceurl") != url:',
        "if False:",
        DOOR,
    ),
    without(
        "activity: the address is Teams'",
        INBOUND,
        "if not service_urls.is_allowed(url, self._settings):",
        "if False:",
        DOOR,
    ),
    without(
        "activity: without a token only loopback",
        INBOUND,
        "if not service_urls.is_named_loopback(url, self._settings):",
        "if False:",
        DOOR,
    ),
    without(
        "activity: our organisation", INBOUND, "if read.tenants != {self._settings.tenant.lower()}:", "if False:", DOOR
    ),
    without(
        "activity: both say our organisation",
        INBOUND,
        "if read.tenants != {self._settings.tenant.lower()}:",
        "if self._settings.tenant.lower() not in read.tenants:",
        DOOR,
    ),
    without(
        "activity: says who speaks",
        INBOUND,
        "if read.type in _WITH_A_PERSON and not read.object_id:",
        "if False:",
        DOOR,
    ),
    without(
        "activity: an id of a person",
        INBOUND,
        "if read.object_id and not _OBJECT_ID.fullmatch(read.object_id):",
        "if False:",
        DOOR,
    ),
    without(
        "activity: ids are no way elsewhere",
        INCOMING,
        'if name in {".", ".."}:',
        "if False:",
        f"{ANYTHING}::test_an_id_that_would_lead_our_answer_elsewhere_is_refused_and_nothing_is_sent",
    ),
    without("activity: short ids", INCOMING, "if len(text) > _LONGEST_NAME:", "if False:", BODY_TESTS),
    without(
        "activity: types",
        INCOMING,
        "    if not isinstance(text, str):\n        raise Malformed",
        "    if False:\n        raise Malformed",
        BODY_TESTS,
    ),
    without("activity: one person's chat", ADAPTER, "if not incoming.is_personal:", "if False:", TURNS),
)
ADDRESS = (
    without("address: https", SERVICE_URLS, 'parts.scheme == "https" and ', "", DOOR),
    without("address: the host", SERVICE_URLS, "parts.hostname in hosts and ", "", DOOR),
    without("address: the port", SERVICE_URLS, " and port in (None, _HTTPS_PORT)", "", DOOR),
    without("address: nobody's name in it", SERVICE_URLS, '" \\\\@?#"', '" \\\\?#"', DOOR),
    without(
        "address: on the way out",
        "bot/channel/connector.py",
        "if not service_urls.is_allowed(service_url, self._settings):",
        "if False:",
        "tests/bot/test_channel_out.py",
    ),
)
BODIES = (
    without("body: its size", BODY, "LARGEST_BODY = 256 * 1024", "LARGEST_BODY = 2**40", BODY_TESTS),
    without(
        "body: its promised size",
        BODY,
        "if (request.content_length or 0) > LARGEST_BODY:",
        "if False:",
        "tests/attacks/test_body.py::test_row_13_a_length_that_is_promised_is_enough_to_be_refused",
    ),
    without("body: its depth", BODY, "_DEEPEST = 64", "_DEEPEST = 10**6", BODY_TESTS),
    without("body: its characters", BODY, 'return "\\x00" not in value and (', "return True or (", BODY_TESTS),
    without("body: its media type", BODY, 'if request.content_type != "application/json":', "if False:", BODY_TESTS),
    without("body: an object", BODY, "if not isinstance(parsed, dict):", "if False:", BODY_TESTS),
    without("body: numbers that are none", BODY, "parse_constant=_no_constant", "parse_constant=None", BODY_TESTS),
    without(
        "body: not before the token",
        ADAPTER,
        "            claims = await self._inbound.verify(",
        "            body = await read_object(request)\n            claims = await self._inbound.verify(",
        BODY_TESTS,
    ),
)
REPEATS = (
    without("repeat: runs once", "bot/channel/repeats.py", "if kept is None:", "if True:", REPEAT_TESTS),
    without(
        "repeat: each person's own answer",
        ADAPTER,
        "key = (incoming.type, incoming.name, incoming.object_id, incoming.sender, incoming.conversation, incoming.id)",
        "key = (incoming.type, incoming.name, incoming.id)",
        REPEAT_TESTS,
    ),
    without(
        "repeat: goes on when the caller hangs up",
        "bot/channel/repeats.py",
        "await asyncio.shield(task)",
        "await task",
        REPEAT_TESTS,
    ),
)
SIGNING_KEYS = (
    without(
        "keys: one refetch for a new one",
        KEYS,
        " or (key_id not in self._keys and now >= self._unknown_from)",
        "",
        KEY_TESTS,
    ),
    without(
        "keys: made-up ids do not hammer",
        KEYS,
        "_BETWEEN_UNKNOWN_SECONDS = 60.0",
        "_BETWEEN_UNKNOWN_SECONDS = 0.0",
        KEY_TESTS,
    ),
    without("keys: grow old", KEYS, "_KEPT_SECONDS = 24 * 3600.0", "_KEPT_SECONDS = 10.0**9", KEY_TESTS),
    without(
        "keys: kept over an outage",
        KEYS,
        "            self._paused_until = self._monotonic() + _PAUSE_AFTER_FAILURE_SECONDS",
        "            self._keys = {}",
        KEY_TESTS,
    ),
    without(
        "keys: a pause after a failure",
        KEYS,
        "_PAUSE_AFTER_FAILURE_SECONDS = 5.0",
        "_PAUSE_AFTER_FAILURE_SECONDS = 0.0",
        KEY_TESTS,
    ),
    without("keys: an empty answer", KEYS, "        if not found:\n", "        if False:\n", KEY_TESTS),
    without(
        "keys: many at once ask once",
        KEYS,
        "                if self._must_fetch(key_id):\n                    await",
        "                if True:\n                    await",
        KEY_TESTS,
    ),
    without(
        "keys: a time limit",
        KEYS,
        "async with asyncio.timeout(_LIMIT_SECONDS):",
        "async with asyncio.timeout(None):",
        KEY_TESTS,
    ),
    without(
        "keys: the same way for both",
        KEYS,
        " or urlsplit(keys_url).scheme != urlsplit(self._metadata_url).scheme",
        "",
        KEY_TESTS,
    ),
)
DOOR_MUTANTS = (*TOKEN, *ACTIVITY, *ADDRESS, *BODIES, *REPEATS, *SIGNING_KEYS)
