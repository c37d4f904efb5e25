"""A reader of pages: keeps cookies, fills forms, and notes what the server says of its own time."""

import http.client
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

TIMEOUT_S = 60
FORM_FIELD = re.compile(r'<input[^>]*name="(?P<name>[^"]+)"[^>]*value="(?P<value>[^"]*)"')
TIMING = re.compile(r"app;dur=(?P<ms>[0-9.]+), db;desc=(?P<queries>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, with the server's own time in milliseconds and its statements."""

    status: int
    body: str
    location: str
    ms: float
    queries: int


class Browser:
    """One signed-in or anonymous reader on one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def get(self, path: str) -> Answer:
        """Ask for a page; redirects are not followed."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form, as the page that holds it would."""
        token = {"csrfmiddlewaretoken": self.cookies.get("t", "")}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields | token), kind)

    def send_json(self, path: str, body: str, headers: dict[str, str]) -> Answer:
        """Send JSON to the API."""
        return self._ask("POST", path, body, {"Content-Type": "application/json"} | headers)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the screen.

        Raises:
            RuntimeError: the house did not let us in.
        """
        page = self.get("/masuk/")
        fields = {m["name"]: unescape(m["value"]) for m in FORM_FIELD.finditer(page.body)}
        fields |= {"login": email, "password": password}
        answer = self.post("/masuk/", fields)
        if answer.status != http.client.FOUND:
            raise RuntimeError(f"Signing in answered {answer.status}.")

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        origin = f"http://127.0.0.1:{self.port}"
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": origin,
            "Referer": origin + path,
        } | headers
        try:
            self._line.request(method, path, body, sent)
            response = self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # it was idle for too long
            self._line.close()
            self._line.request(method, path, body, sent)
            response = self._line.getresponse()
        text = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        said = TIMING.search(response.headers.get("Server-Timing", ""))
        location = urlsplit(response.headers.get("Location", ""))
        return Answer(
            response.status,
            text,
            location.path + (f"?{location.query}" if location.query else ""),
            float(said["ms"]) if said else 0.0,
            int(said["queries"]) if said else 0,
        )
