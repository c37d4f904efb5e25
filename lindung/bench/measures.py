"""Each measure: what is asked, how often, and the server's own time for it."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles

from lindung.bench.browser import Answer, Browser

TIMES = 60
WARM = 5
Ask = Callable[[int], Answer]


@dataclass(frozen=True, slots=True)
class Measure:
    """Half of the answers took at most p50, 95 of 100 at most p95; the most statements of any."""

    p50_ms: float
    p95_ms: float
    queries: int

    def shown(self) -> dict[str, float | int]:
        """Return what goes into the JSON."""
        return {"p50_ms": self.p50_ms, "p95_ms": self.p95_ms, "queries": self.queries}


def measured(name: str, ask: Ask, *, expected: frozenset[int], times: int = TIMES) -> Measure:
    """Ask `times` times and return the server's own times.

    Raises:
        RuntimeError: an answer was none of `expected`, so a time would measure something else.
    """
    answers = []
    for number in range(WARM + times):
        answer = ask(number)
        if answer.status not in expected:
            raise RuntimeError(f"{name}: answered {answer.status}.")
        answers.append(answer)
    counted = answers[WARM:]
    cuts = quantiles((answer.ms for answer in counted), n=100, method="inclusive")
    return Measure(round(cuts[49], 1), round(cuts[94], 1), max(a.queries for a in counted))


def screens(
    browser: Browser, figures: Browser, *, cases: list[str], names: list[str]
) -> dict[str, Measure]:
    """Measure the screens of the desk, signed in as a case manager and as a head."""
    seen, moved = frozenset({200}), frozenset({302, 303})

    def create(number: int) -> Answer:
        return browser.post(
            "/meja/pengaduan/baru/",
            {
                "channel": "phone",
                "about": "other",
                "words": f"Rekaan untuk mengukur, nomor {number}.",
            },
        )

    return {
        "inbox": measured("inbox", lambda _: browser.get("/meja/"), expected=seen),
        "list": measured("list", lambda _: browser.get("/meja/kasus/"), expected=seen),
        "search": measured(
            "search",
            lambda n: browser.post("/meja/cari/", {"q": names[n % len(names)]}),
            expected=seen,
        ),
        "open": measured(
            "open", lambda n: browser.get(f"/meja/kasus/{cases[n % len(cases)]}/"), expected=seen
        ),
        "create": measured("create", create, expected=moved),
        "dashboard": measured("dashboard", lambda _: figures.get("/meja/data/"), expected=seen),
    }
