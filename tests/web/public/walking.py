"""Walking through the public door as a browser without scripts does."""

import re
from html import unescape

from django.test import Client


class Walker:
    """Somebody with a browser: follows the form of each page, types, presses."""

    def __init__(self, *, language: str = "", **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=True, **headers)  # type: ignore[arg-type]  # environ
        self.pages: list[str] = []  # everything that was ever shown
        self.at = "/"
        if language:
            self.see(f"/?l={language}")

    def see(self, address: str) -> str:
        """Open an address, go where it sends us, and return what is shown."""
        response = self.client.get(address, follow=True)
        return self._shown(response)

    def press(self, address: str = "", **typed: object) -> str:
        """Send the form of the page we are at."""
        hidden = re.findall(
            r'<input type="hidden" name="(\w+)" (?:id="\w+" )?value="([^"]*)"', self.page
        )
        data = {name: unescape(value) for name, value in hidden} | typed
        response = self.client.post(address or self.at, data, follow=True)
        return self._shown(response)

    @property
    def page(self) -> str:
        """The page we are at."""
        return self.pages[-1]

    def _shown(self, response: object) -> str:
        chain = getattr(response, "redirect_chain", [])
        request = getattr(response, "request")  # noqa: B009 - Django's test client adds it
        self.at = request["PATH_INFO"]
        self.status = getattr(response, "status_code")  # noqa: B009
        self.redirects = chain
        self.pages.append(response.content.decode())  # type: ignore[attr-defined]
        return self.page
