"""Ways to the rows before and after, kept in the address beside the chosen view."""

from typing import Any

from django.http import HttpRequest


def pages(request: HttpRequest, page: Any) -> dict[str, str]:
    """Return the addresses of the pages before and after `page`, empty where there is none."""
    return {
        "previous_url": _with_cursor(request, page.prev_cursor),
        "next_url": _with_cursor(request, page.next_cursor),
    }


def _with_cursor(request: HttpRequest, cursor: str | None) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    query["after"] = cursor
    return f"?{query.urlencode()}"
