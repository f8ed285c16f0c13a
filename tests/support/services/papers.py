"""Made-up papers that the services on the loopback have."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Paper:
    """A paper, by its number."""

    number: int
    day: date

    @property
    def title(self) -> str:
        return f"Ripples of kind {self.number} in a shallow tank"

    @property
    def abstract(self) -> str:
        return (
            f"We measure ripples of kind {self.number} in a shallow tank & compare them to waves. "
            f"The ripples fade after {self.number + 2} seconds, which two terms explain."
        )

    @property
    def arxiv_id(self) -> str:
        return f"2609.{self.number:05d}"

    @property
    def doi(self) -> str:
        return f"10.5555/ripple.{self.number}"

    @property
    def authors(self) -> list[str]:
        return ["Ada Quill", f"Bo Reed{self.number}"]


def papers(count: int, *, first: date = date(2026, 9, 1), days: int = 20) -> list[Paper]:
    """Papers spread evenly over some days, by number and by day."""
    return [Paper(n, first + timedelta(days=n * days // count)) for n in range(count)]
