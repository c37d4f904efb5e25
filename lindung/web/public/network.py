"""From which network a request comes; kept only as a blind number, see `intake.door`."""

from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """Return the sender's address: a proxy's word for it counts only if that proxy was named."""
    return str(request.META.get("REMOTE_ADDR", ""))
