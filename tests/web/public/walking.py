"""Walking through the public door as a browser without scripts does."""

import re
from html import unescape
from typing import Any

from django.test import Client

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" (?:id="\w+" )?value="([^"]*)"')


class Walker:
    """Somebody with a browser: follows the form of each page, types, presses."""

    def __init__(self, *, language: str = "", cookies: bool = True) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.cookies = cookies
        self.pages: list[str] = []  # everything that was ever shown
        self.at = "/"
        if language:
            self.see(f"/?l={language}")

    def see(self, address: str) -> str:
        """Open an address, go where it sends us, and return what is shown."""
        return self._follow(self.client.get(address))

    def press(self, address: str = "", **typed: object) -> str:
        """Send the form of the page we are at, with what it carries unseen."""
        hidden = HIDDEN.findall(self.page.split('<form method="post"', 1)[-1])
        data = {name: unescape(value) for name, value in hidden} | typed
        return self._follow(self.client.post(address or self.at, data))

    @property
    def page(self) -> str:
        """The page we are at."""
        return self.pages[-1]

    def _follow(self, answer: Any) -> str:
        self.redirects: list[tuple[str, int]] = []
        while answer.status_code in {302, 303}:
            if not self.cookies:
                self.client.cookies.clear()
            self.redirects.append((answer["Location"], answer.status_code))
            answer = self.client.get(answer["Location"])
        self.at = answer.request["PATH_INFO"]
        self.status = answer.status_code
        self.pages.append(answer.content.decode())
        return self.page


def code_on(page: str) -> str:
    """Return the code that a page shows, digits only."""
    slip = re.search(r'class="code-slip".*?</div>', page, re.DOTALL)
    assert slip is not None
    return "".join(re.findall(r"<span>(\d{4})</span>", slip.group()))
