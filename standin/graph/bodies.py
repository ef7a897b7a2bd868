"""The texts of events: as Exchange keeps them, and without their markup."""

from __future__ import annotations

import html
import re
from typing import Any

_HEAD = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
_END = "</body></html>"
_TAG = re.compile(r"<[a-z][^>]*>", re.IGNORECASE)
_NAME = re.compile(r"""(\s(?:id|class)=["']?)(?!["']|x_)""", re.IGNORECASE)


def kept(kind: str, content: str) -> dict[str, Any]:
    """A body of this kind, `text` or `html`: what is no whole page becomes one, as in Exchange."""
    is_whole = kind != "html" or not content or "<body" in content.lower()
    return {"contentType": kind, "content": content if is_whole else f"{_HEAD}{content}{_END}"}


def edited(content: str) -> dict[str, Any]:
    """The HTML that somebody wrote in Outlook, which renames what has a name in it."""
    return kept("html", _TAG.sub(lambda tag: _NAME.sub(r"\1x_", tag[0]), content))


def with_more(body: dict[str, Any], more: str) -> dict[str, Any]:
    """The same with more HTML at its end."""
    inside, end, rest = str(body["content"]).rpartition("</body>")
    return body | {"content": f"{inside}{more}{end}{rest}"} if end else kept("html", f"{body['content']}{more}")


def as_text(body: dict[str, Any]) -> str:
    """A body's content without its markup."""
    content = str(body.get("content") or "")
    if str(body.get("contentType", "")).lower() != "html":
        return content
    without_head = re.sub(r"(?is)<(head|style|script)\b.*?</\1>", "", content)
    with_lines = re.sub(r"(?i)<br\s*/?>|</(p|div|li|tr|h\d)>", "\n", without_head)
    return html.unescape(re.sub(r"<[^>]+>", "", with_lines)).strip()
