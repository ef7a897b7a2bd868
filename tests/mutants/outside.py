"""The guards towards Microsoft: change notices, tokens of sign-in, what is kept of them, and the pages for browsers."""

from __future__ import annotations

from tests.mutants.mutant import Edit, Mutant, without

NOTICES = "graph/notices.py"
NOTICE_TESTS = "tests/graph/test_graph_notices.py"
CHECK = "graph/token_check.py"
CHECK_TESTS = "tests/graph/test_token_check.py"
SEALING = "graph/sealing.py"
SEALING_TESTS = "tests/graph/test_sealing.py"
SIGN_IN = "learning/sign_in.py"
PAGES = "tests/attacks/test_sign_in_pages.py"
CHAT = "tests/attacks/test_sign_in_chat.py"
OFFERED = "tests/bot/test_signing_in.py"


def claim(name: str, held: str) -> Mutant:
    """A claim of the token of single sign-on that nobody looks at."""
    return without(f"sign-in token: {name}", CHECK, held, held.partition(": ")[0] + ": True,", CHECK_TESTS)


CHANGE_NOTICES = (
    without(
        "notice: its secret",
        "learning/actions/receive_notices.py",
        "if watching is None or not hmac.compare_digest(watching.secret.encode(), notice.secret.encode()):",
        "if watching is None:",
        "tests/attacks/test_notices.py",
    ),
    without(
        "notice: our organisation",
        "app/services.py",
        "if notice.tenant is None or notice.tenant.lower() == self._tenant",
        "if True",
        "tests/attacks/test_notices.py",
    ),
    without("notice: its size", NOTICES, "_LARGEST_BODY = 256 * 1024", "_LARGEST_BODY = 2**40", NOTICE_TESTS),
    without(
        "notice: in time",
        NOTICES,
        "_SECONDS_TO_ANSWER = 2.5",
        "_SECONDS_TO_ANSWER = 60",
        "tests/attacks/test_notices.py",
    ),
    without(
        "notice: types",
        NOTICES,
        "return isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT",
        "return True",
        NOTICE_TESTS,
    ),
    without(
        "notice: the handshake is text", NOTICES, 'content_type="text/plain"', 'content_type="text/html"', NOTICE_TESTS
    ),
    without(
        "notice: the handshake is not guessed at",
        NOTICES,
        'headers={"X-Content-Type-Options": "nosniff"},',
        "",
        NOTICE_TESTS,
    ),
    without(
        "notice: the handshake is short",
        NOTICES,
        "_LONGEST_VALIDATION = 1024",
        "_LONGEST_VALIDATION = 10**6",
        NOTICE_TESTS,
    ),
)
TOKENS = (
    claim("for us", '"audience": _lower(claims.get("aud")) == self._client_id,'),
    claim("our organisation", '"tenant": tenant == self._tenant,'),
    claim("from Entra", '"issuer": claims.get("iss") == self._issuer,'),
    claim("version 2", '"version": claims.get("ver") == "2.0",'),
    claim("when it ends", '"expired": _number(claims.get("exp"), "-inf") > now - _LEEWAY_SECONDS,'),
    claim("when it begins", '"not yet": _number(claims.get("nbf"), "inf") <= now + _LEEWAY_SECONDS,'),
    claim("a person's", '"app-only": claims.get("idtyp", "user") == "user",'),
    claim("for this right", '"scope": isinstance(scopes, str) and SCOPE in scopes.split(" "),'),
    claim("from Teams", '"client": _lower(claims.get("azp")) in CLIENTS,'),
    claim("of this person", '"person": (tenant, owner) == (tenant_of(person), object_id_of(person)),'),
    Mutant(
        "sign-in token: its signature",
        (Edit(CHECK, 'jwt.PyJWS().decode(token, key, algorithms=["RS256"])', "pass"),),
        (CHECK_TESTS,),
    ),
    without(
        "sign-in token: an unknown key",
        CHECK,
        "        if key is None:\n",
        "        if key is None and False:\n",
        CHECK_TESTS,
    ),
    without("sign-in token: its length", CHECK, " or len(token) > _LONGEST or", " or", CHECK_TESTS),
)
SEALED = (
    without(
        "sealed: its owner", SEALING, "if inside[:2] != [purpose, person]:", "if inside[0] != purpose:", SEALING_TESTS
    ),
    without(
        "sealed: its purpose", SEALING, "if inside[:2] != [purpose, person]:", "if inside[1] != person:", SEALING_TESTS
    ),
    without(
        "kept tokens: a stale writer",
        "storage/token_rows.py",
        "    if changed.rowcount != 1:\n",
        "    if False:\n",
        "tests/conformance/test_token_rows.py",
    ),
)
SIGNING_IN = (
    without(
        "sign-in: ten minutes",
        SIGN_IN,
        "return not sign_in.asked_at <= now <= sign_in.asked_at + LIFE",
        "return False",
        OFFERED,
    ),
    without(
        "sign-in: the same person",
        "learning/actions/use_sign_in.py",
        "sign_in is None or sign_in.person != actor or",
        "sign_in is None or",
        OFFERED,
    ),
    without(
        "sign-in: the same chat",
        "bot/handlers/signing_in.py",
        "if not is_same_chat(sign_in.chat, turn.chat):",
        "if False:",
        CHAT,
    ),
    without(
        "sign-in: the same browser",
        SIGN_IN,
        "if not cookie or not hmac.compare_digest(sign_in.cookie_hash, fingerprint(cookie)):",
        "if False:",
        PAGES,
    ),
    without(
        "sign-in: once",
        SIGN_IN,
        "    if sign_in.flow is None or sign_in.cookie_hash is None:\n        raise SignInOver\n",
        "",
        PAGES,
    ),
)
OUTSIDE_MUTANTS: tuple[Mutant, ...] = (*CHANGE_NOTICES, *TOKENS, *SEALED, *SIGNING_IN)
