"""The words of a map: what each place says, the legend, and the description for those who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass

from avert.figures.legend import Entry
from avert.figures.map_drawing import Styled
from avert.figures.map_places import MapPlace, Status
from avert.figures.measure import Classes, Measure
from avert.figures.palette import class_paint
from avert.figures.patterns import UNKNOWN, UNLISTED
from avert.figures.wording import translator

DISCLAIMER = (
    "Boundaries are today's and, like the names, imply no position on the legal status of any territory; "
    "dashed borders are disputed or undetermined. Shapes: Natural Earth."
)


@dataclass(frozen=True)
class MapWords:
    """Says in one language what a measure's classes and numbers mean in a year."""

    measure: Measure
    classes: Classes
    year: int
    lang: str

    def _(self, text: str) -> str:
        return translator(self.lang)(text)

    def shown_as(self, found: MapPlace) -> str:
        """Say what a place shows: its number, its interval and its class, or why there is none."""
        if found.status is Status.UNLISTED:
            return self._("not listed as a state in {year}").format(year=self.year)
        if found.value is None:
            return self._("unknown")
        text = self.measure.text(found.value)
        if found.low is not None and found.high is not None:
            text += f" ({self.measure.number(found.low)}–{self.measure.number(found.high)})"
        return f"{text}, {self._class_word(found.value)}"

    def styled(self, found: MapPlace) -> Styled:
        """Return a place with its paint, and its name and number for pointer and screen reader."""
        name = found.place.name(self.lang, self.year)
        said = f"{name}: {self.shown_as(found)}"
        if found.counted_with is not None:
            other = found.counted_with.name(self.lang, self.year)
            said = self._("{name}, counted with {said}").format(
                name=name, said=f"{other}: {self.shown_as(found)}"
            )
        if found.value is None:
            hatch, order = (UNKNOWN, 10) if found.status is Status.UNKNOWN else (UNLISTED, 11)
            return Styled(found.shape, name, said, hatch, order, is_hatch=True)
        if self._is_apart(found.value):
            return Styled(found.shape, name, said, "zero", order=9)
        rank = self.classes.rank(found.value)
        return Styled(found.shape, name, said, class_paint(rank, len(self.classes.words)), order=-rank)

    def legend(self, places: list[MapPlace]) -> list[Entry]:
        """Return an entry for every class, and for those exceptions that the map shows."""
        number = len(self.classes.words)
        entries = [
            Entry(class_paint(rank, number), word, span)
            for rank, (word, span) in enumerate(zip(self.classes.words, self.classes.ranges, strict=True))
        ]
        if self.measure.zero_word is not None:
            entries.insert(0, Entry("zero", self.measure.zero_word, "0"))
        shown = {found.status for found in places}
        if Status.UNKNOWN in shown:
            entries.append(Entry(UNKNOWN, self._("unknown"), is_hatch=True))
        if Status.UNLISTED in shown:
            word = self._("not listed as a state in {year}").format(year=self.year)
            entries.append(Entry(UNLISTED, word, is_hatch=True))
        return [*entries, Entry("ink", self._("disputed border"), is_line=True)]

    def heading(self) -> str:
        """Name the measure, the year and the unit above the legend."""
        is_said = self.measure.unit.casefold() in self.measure.name.casefold()
        unit = "" if is_said else f" ({self.measure.unit})"
        return f"{self.measure.name}, {self.year}{unit}"

    def description(self, places: list[MapPlace]) -> str:
        """Say how many places have a number, which are highest, and for how many it is unknown."""
        own = [found for found in places if found.counted_with is None]
        known = sorted(
            (-found.value, found.place.name(self.lang, self.year)) for found in own if found.value is not None
        )
        parts = [
            self._("World map of {name} in {year}: {count} places with a number.").format(
                name=self.measure.name, year=self.year, count=len(known)
            )
        ]
        highest = "; ".join(f"{name} {self.measure.text(-minus)}" for minus, name in known[:5])
        if highest:
            parts.append(self._("Highest: {places}.").format(places=highest))
        unknown = sum(found.status is Status.UNKNOWN for found in own)
        parts.append(self._("Unknown for {count} places.").format(count=unknown))
        return " ".join(parts)

    def _class_word(self, value: float) -> str:
        if self._is_apart(value) and self.measure.zero_word is not None:
            return self.measure.zero_word
        return self.classes.words[self.classes.rank(value)]

    def _is_apart(self, value: float) -> bool:
        """Zero is shown apart from the classes where the measure has a word for it."""
        return value == 0 and self.measure.zero_word is not None
