"""What a build says of content besides errors; a second process can find it while the first one writes the deck."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from deckgen import checks
from deckgen.cache.encoding import decode, encode
from deckgen.diagnostics import Issue
from deckgen.io import second_process
from deckgen.quantities import Readings, use_readings, used_readings
from deckgen.resolve import DeckRows


class _Found(Struct, frozen=True):
    """What a second process returns: the findings, and what it read of texts, for the next build."""

    issues: list[Issue]
    verdicts: str
    readings: Readings


class Findings:
    """The issues of the rules of `checks`, and how many results were judged; each is found when it is asked for.

    `rows` are those of the slides that were asked for, `all_rows` those that rules see; `whole` is whether all content was read,
    without errors.
    """

    def __init__(self, rows: DeckRows, all_rows: DeckRows, *, whole: bool) -> None:
        self._rows, self._all_rows, self._whole = rows, all_rows, whole
        self._channel: second_process.Channel | None = None

    def find_meanwhile(self) -> None:
        """Let a second process find them from now on, if there can be one."""
        self._channel = second_process.start(self._send)

    @cached_property
    def issues(self) -> list[Issue]:
        """The issues of all rules, without those that the deck allows."""
        return checks.run_rules(self._all_rows, whole=self._whole) if self._found is None else self._found.issues

    @cached_property
    def verdicts(self) -> str:
        """How many results were judged and how many could not be compared; empty if all could."""
        if self._found is not None:
            return self._found.verdicts
        from deckgen.explain import verdict_counts  # noqa: PLC0415 -- where a deck is built

        counts = verdict_counts(self._rows)
        return counts.text if counts.not_compared else ""

    @cached_property
    def _found(self) -> _Found | None:
        """What the second process found; None if there is none, or if it ended early."""
        message = self._channel.receive() if self._channel else None
        if message is None or self._channel is None:
            return None
        self._channel.close()
        found = decode(message, _Found)
        use_readings(found.readings)
        return found

    def _send(self, channel: second_process.Channel) -> None:
        """Find all of it in the second process, and send it to the first."""
        findings = Findings(self._rows, self._all_rows, whole=self._whole)
        earlier = used_readings().copy()
        issues, verdicts = findings.issues, findings.verdicts
        channel.send(encode(_Found(issues, verdicts, used_readings().since(earlier))))
