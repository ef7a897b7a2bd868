"""The pages on which people sign in, plain as Microsoft's. Everything that is said in them is escaped."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from standin.entra.scopes import SCOPES
from standin.people import PEOPLE, TENANT_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from standin.people import Person

    Drawing = Callable[[Person, frozenset[str], Mapping[str, str]], str]

APP_NAME = "Learning Cycles"
_STYLE = (Path(__file__).parent / "pages.css").read_text("utf-8")


def pick_account(chosen: Person | None, said: Mapping[str, str]) -> str:
    """Who signs in; who opened the page stands first."""
    order = sorted(PEOPLE, key=lambda person: person is not chosen)
    entries = [
        f'<li><button name="account" value="{escape(person.key)}"{_first(person is chosen)}>'
        f"<strong>{escape(person.name)}</strong><small>{escape(person.mail)}{_role(person)}</small></button></li>"
        for person in order
    ]
    body = f'<h1>Pick an account</h1><p>to go on to {APP_NAME}</p><ul class="accounts">{"".join(entries)}</ul>'
    return _document("Pick an account", body + _actions(_button("cancel", "Cancel")), said)


def prove(person: Person, _wanted: frozenset[str], said: Mapping[str, str]) -> str:
    """The second factor, as one button."""
    words = "Your organisation asks for a second proof that this is you."
    body = f"{_who(person)}<h1>Approve sign in request</h1><p>{words}</p>"
    approve = '<button class="main" name="proved" value="yes">I have approved it</button>'
    return _document("Approve sign in request", body + _actions(_button("cancel", "Cancel"), approve), said, person)


def consent(person: Person, wanted: frozenset[str], said: Mapping[str, str]) -> str:
    """What the app asks for, for this person."""
    body = f"{_who(person)}<h1>Permissions requested</h1><p><strong>{APP_NAME}</strong></p>{_scopes(wanted)}"
    actions = _actions(_button("cancel", "Cancel"), _button("accept", "Accept", is_main=True))
    return _document("Permissions requested", body + actions, said, person)


def consent_with_choice(person: Person, wanted: frozenset[str], said: Mapping[str, str]) -> str:
    """What the app asks for, where an administrator may answer for everybody."""
    box = '<label><input type="checkbox" name="for_all" value="yes"> Consent on behalf of your organisation</label>'
    body = f"{_who(person)}<h1>Permissions requested</h1><p><strong>{APP_NAME}</strong></p>{_scopes(wanted)}{box}"
    actions = _actions(_button("cancel", "Cancel"), _button("accept", "Accept", is_main=True))
    return _document("Permissions requested", body + actions, said, person)


def consent_in_everybodys_name(person: Person, wanted: frozenset[str], said: Mapping[str, str]) -> str:
    """The administrator's page."""
    body = (
        f"{_who(person)}<h1>Permissions requested</h1><p>Review for your organisation</p>"
        f"<p><strong>{APP_NAME}</strong></p>{_scopes(wanted)}"
        "<p>If you accept, this app will get access to these things for everybody in your organisation. "
        "Nobody else will be asked to review them.</p>"
    )
    actions = _actions(_button("cancel", "Cancel"), _button("accept", "Accept", is_main=True))
    return _document("Permissions requested", body + actions, said, person)


def needs_admin(person: Person, _wanted: frozenset[str], said: Mapping[str, str]) -> str:
    """People may not allow this themselves."""
    body = (
        f"{_who(person)}<h1>Need admin approval</h1><p><strong>{APP_NAME}</strong></p>"
        f"<p>{APP_NAME} needs permission to access resources in your organisation that only an admin can grant. "
        "Please ask an admin to grant permission to this app before you can use it.</p>"
        '<p><button class="link" name="account" value="">Have an admin account? Sign in with that account</button></p>'
        '<p><button class="link" name="answer" value="not-allowed">'
        "Return to the application without granting consent</button></p>"
    )
    return _document("Need admin approval", body, said, person)


def not_an_administrator(person: Person, said: Mapping[str, str]) -> str:
    """Somebody without the right came to the administrator's page."""
    body = (
        f"{_who(person)}<h1>Need admin approval</h1>"
        "<p>This operation can only be performed by an administrator. Sign out and sign in as an administrator.</p>"
        '<p class="number">AADSTS90093</p>'
        '<p><button class="link" name="account" value="">Sign in with another account</button></p>'
    )
    return _document("Need admin approval", body + _actions(_button("cancel", "Cancel")), said, person)


def refused(number: int, words: str) -> str:
    """Nothing leads on from here."""
    body = f"<h1>Sorry, but we're having trouble signing you in.</h1><p>AADSTS{number}: {escape(words)}</p>"
    return _document("Sign in to your account", body, {})


STEPS: dict[str, Drawing] = {
    "proof": prove,
    "consent": consent,
    "consent-for-all": consent_with_choice,
    "needs-admin": needs_admin,
}
"""Who draws which step of a sign-in."""


def _document(title: str, body: str, said: Mapping[str, str], person: Person | None = None) -> str:
    kept = {"account": person.key if person else None, "proved": said.get("proved")}
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept.items() if value
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f'<main><p class="org">{escape(TENANT_NAME)}</p><form method="post">{hidden}{body}</form>'
        f'<p class="local">This is the local stand-in for Microsoft 365, on this machine only.</p></main></html>'
    )


def _scopes(wanted: Iterable[str]) -> str:
    known = {name: SCOPES.get(name, "Something that this app is not registered for") for name in sorted(wanted)}
    entries = [f"<li>{escape(words)}<small>{escape(name)}</small></li>" for name, words in known.items()]
    return f'<p>This app would like to:</p><ul class="scopes">{"".join(entries)}</ul>'


def _who(person: Person) -> str:
    return f'<p class="who">{escape(person.mail)}</p>'


def _role(person: Person) -> str:
    return " · administrator" if person.is_administrator else ""


def _first(is_chosen: bool) -> str:
    return ' class="first" autofocus' if is_chosen else ""


def _actions(*buttons: str) -> str:
    return f'<div class="actions">{"".join(buttons)}</div>'


def _button(answer: str, label: str, *, is_main: bool = False) -> str:
    look = ' class="main"' if is_main else ""
    return f'<button{look} name="answer" value="{answer}">{label}</button>'
