"""Names on a map, put where they cover no sign and no other name."""

from __future__ import annotations

from dataclasses import dataclass, field

from estate_model.outputs.drawing.svg import LETTER, words

Box = tuple[float, float, float, float]
GAP = 4.0


@dataclass
class Labels:
    """The boxes taken so far on a picture of some width and height, in picture units."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def keep_clear(self, x: float, y: float, size: float) -> None:
        """Keep names off a sign around a point."""
        half = size / 2
        self.taken.append((x - half, y - half, x + half, y + half))

    def beside(self, name: str, point: tuple[float, float], *, away: float, size: float) -> str:
        """Return a name in bold beside a sign: right, left, below, above or aslant, the first that is free.

        A name that fits nowhere is put on the right all the same: what is beside a sign must be said.
        """
        x, y = point
        half, tall = _half(name, size) * 1.08, size * 0.8
        right, left, low, high = x + away + half, x - away - half, y + away + tall / 2, y - away - tall / 2
        middles = [(right, y), (left, y), (x, low), (x, high)]
        middles += [(across, up) for across in (right - away, left + away) for up in (low, high)]
        inside = [one for one in middles if self._within(self._box(one, half, tall))]
        free = [one for one in inside if self._is_free(self._box(one, half, tall))]
        middle = (free or inside or middles)[0]
        self.taken.append(self._box(middle, half, tall))
        return _text(name, middle, size, weight=700)

    def over(self, name: str, point: tuple[float, float], *, size: float, room: float) -> str:
        """Return a name around a point, a little lower or higher where that is taken; else nothing."""
        half, tall = _half(name, size), size * 0.8
        if 2 * half > room:
            return ""
        for down in (0.0, 1.2 * size, -1.2 * size, 2.4 * size, -2.4 * size):
            middle = (point[0], point[1] + down)
            box = self._box(middle, half, tall)
            if self._within(box) and self._is_free(box):
                self.taken.append(box)
                return _text(name, middle, size, weight=400)
        return ""

    @staticmethod
    def _box(middle: tuple[float, float], half: float, tall: float) -> Box:
        x, y = middle
        return (x - half - GAP, y - tall / 2 - GAP, x + half + GAP, y + tall / 2 + GAP)

    def _within(self, box: Box) -> bool:
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height

    def _is_free(self, box: Box) -> bool:
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in self.taken
        )


def _half(name: str, size: float) -> float:
    return len(name) * size * LETTER / 2


def _text(name: str, middle: tuple[float, float], size: float, *, weight: int) -> str:
    x, y = middle
    return words(x, y + size * 0.35, name, anchor="middle", size=size, weight=weight, halo=1)
