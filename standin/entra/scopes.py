"""The rights for one person that the local organisation knows, and how a request names them."""

from __future__ import annotations

from standin.entra.errors import EntraError

GRAPH = "https://graph.microsoft.com"
CALENDARS = "Calendars.ReadWrite"
SHARED_CALENDARS = "Calendars.Read.Shared"
MAILBOX_SETTINGS = "MailboxSettings.Read"
USER = "User.Read"
SCOPES = {
    USER: "Sign you in and read your profile",
    CALENDARS: "Have full access to your calendars",
    SHARED_CALENDARS: "Read calendars you can access",
    MAILBOX_SETTINGS: "Read your mailbox settings",
}
"""What the app's registration may be granted, each with Microsoft's words."""
ASKED = frozenset(SCOPES) - {SHARED_CALENDARS}
"""What of it the registration asks for; the rest an administrator may grant besides."""
SELF_CONSENT = frozenset({USER})
"""What people may allow for themselves by Microsoft's default policy."""
_ABOUT_THE_SIGN_IN = frozenset({"openid", "profile", "email", "offline_access"})
_DEFAULT = ".default"


def split(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The rights for Graph, and of openid, profile, email and offline_access those that are asked for.

    `https://graph.microsoft.com/.default` stands for all that the app's registration asks for. Raises EntraError.
    """
    words = text.split()
    about = frozenset(words) & _ABOUT_THE_SIGN_IN
    names = {_name(word) for word in words if word not in about}
    if _DEFAULT in names:
        return ASKED, about
    return frozenset(names), about


def _name(word: str) -> str:
    resource, _, name = word.rpartition("/")
    if resource not in ("", GRAPH):
        words = f"The resource principal named {resource} was not found in the tenant."
        raise EntraError(400, "invalid_resource", 500011, words)
    if name != _DEFAULT and not name.replace(".", "").replace("-", "").isalnum():
        words = f"The provided value for the input parameter 'scope' is not valid: {word}."
        raise EntraError(400, "invalid_scope", 70011, words)
    return name
