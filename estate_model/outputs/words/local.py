"""What happens in a part of the area, in short sentences of one number each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estate_model.analysis.counters import hours_in_words
from estate_model.outputs.words.figures import listed
from estate_model.outputs.words.here import Here, NearCounter
from estate_model.outputs.words.measured import HOUR, Measured
from estate_model.outputs.words.sentences import people_label
from estate_model.outputs.words.text import Text, bare, joined, told

FAR = "takes over an hour on average"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_NAMED, LONGEST_SENTENCE, OUTSIDE_SHOWN = 4, 20, 2
STAY = {
    "reduced": ("stays open for fewer hours", "stay open for fewer hours"),
    "extended": ("is open for longer", "are open for longer"),
    "shifted": ("is open at other hours", "are open at other hours"),
    "opened": ("opens", "open"),
    "moved": ("opens in place of an old one", "open in place of old ones"),
}


def counters_text(here: Here) -> Text:
    """Say which counters of a part close or change, and their hours; then those outside that it loses."""
    inside = _by_status(here)
    sentences = [
        _lost(here, inside.get("closed", [])),
        *(_stay(inside[status], status) for status in STAY if status in inside),
        *(Text(f"{_at([one])} moves to another building.") for one in inside.get("moves", [])),
        _unchanged(inside.get("open", [])),
        *_hours([one for status in ("closed", "reduced") for one in inside.get(status, [])], 0),
        *_hours([one for status in STAY for one in inside.get(status, [])], 1),
        _none_left(here),
        *_outside(here),
    ]
    return joined(*sentences)


def nearest_text(here: Here) -> Text:
    """Say which counters are nearest after the changes, for how many, and how far."""
    impact, after = here.measured.impact, here.nearest(1)[:3]
    if here.measured.is_shut("after"):
        return Text(f"At {impact.moment.name} no counter is then open.")
    sentences = []
    if after:
        are = "counter is" if len(after) == 1 else "counters are"
        names = listed([one.name for one in after])
        sentences.append(Text(f"At {impact.moment.name} the nearest open {are} then {names}."))
    is_far = [here.measured.impact.profile.walks and one.minutes[1].value > HOUR for one in after]
    for one, far in zip(after, is_far, strict=True):
        sentences.append(
            told("{one} is nearest for {people} {who}.", one=one.name, people=bare(one.people[1]),
                 who=_who(here.measured))
        )  # fmt: skip
        if not all(is_far):
            sentences.append(_how_far(here, one, is_far=far))
    if after and all(is_far):
        sentences.append(Text(f"The walk {'there' if len(after) == 1 else 'to each'} {FAR}."))
    if here.without[1].value:
        sentences.append(told("{number} can then reach no open counter.", number=bare(here.without[1])))
    return joined(*sentences)


def people_text(here: Here, most: Measured | None) -> Text:
    """Say how long the journey is before and after, who loses, and how many at the moment when most do."""
    return joined(*_minutes(here.measured), *_losers(here.measured), *([] if most is None else [_most(most)]))


def _by_status(here: Here) -> dict[str, list[NearCounter]]:
    """Return a part's counters by what happens to them; one that moves is no closure."""
    found: dict[str, list[NearCounter]] = {}
    for one in sorted(here.inside, key=lambda one: one.name):
        moves = one.change.status == "closed" and not one.is_closing
        found.setdefault("moves" if moves else one.change.status, []).append(one)
    return found


def _names(counters: Sequence[NearCounter]) -> str:
    names = [one.name for one in counters]
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[:MOST_NAMED])} and others"


def _lost(here: Here, closed: Sequence[NearCounter]) -> Text | None:
    """Say which counters of its own a part loses, of how many."""
    before = [one for one in here.inside if one.change.week_hours_before > 0]
    if not here.inside:
        return Text(f"{here.name} has no counter of its own.")
    if not closed:
        return None
    names, count = _names(closed), len(before)
    if len(closed) == count:
        whole = {1: f"its only counter, {names}", 2: f"both its counters: {names}"}
        return Text(f"{here.name} loses {whole.get(count, f'all its counters: {names}')}.")
    if count >= len(NUMBERS):
        return Text(f"{here.name} loses some of its counters: {names}.")
    return Text(f"{here.name} loses {NUMBERS[len(closed)]} of its {NUMBERS[count]} counters: {names}.")


def _stay(counters: Sequence[NearCounter], status: str) -> Text:
    return Text(f"{_at(counters)} {STAY[status][len(counters) > 1]}.")


def _at(counters: Sequence[NearCounter]) -> str:
    return f"the counter{'' if len(counters) == 1 else 's'} at {_names(counters)}"


def _unchanged(same: Sequence[NearCounter]) -> Text | None:
    return Text(f"{_at(same)} {'does' if len(same) == 1 else 'do'} not change.") if same else None


def _hours(counters: Sequence[NearCounter], place: int) -> Iterator[Text]:
    """Say the old (0) or the new (1) hours of counters, those alike together."""
    alike: dict[str, list[NearCounter]] = {}
    for one in counters:
        change = one.change
        text, confidence = (
            (change.hours_before, change.confidence_before),
            (change.hours_after, change.confidence_after),
        )[place]
        alike.setdefault(hours_in_words(text, confidence=confidence).replace(";", ","), []).append(one)
    for hours, some in alike.items():
        sentence = f"{('Old', 'New')[place]} hours at {_names(some)}: {hours}."
        is_short = len(sentence.split()) <= LONGEST_SENTENCE
        yield Text(sentence if is_short else f"The hours at {_names(some)} are in the table.")


def _none_left(here: Here) -> Text | None:
    if not here.inside or any(one.change.week_hours_after > 0 for one in here.inside):
        return None
    return Text(f"No counter is then left in {here.name}.")


def _outside(here: Here) -> Iterator[Text]:
    """Say which counters outside, that some residents here are nearest to, close or shorten their hours."""
    lost = [
        one for one in here.nearest(0) if not one.is_inside and one.change.status in ("closed", "reduced")
    ]
    for one in lost[:OUTSIDE_SHOWN]:
        closes = "closes" if one.is_closing else "moves to another building"
        happens = closes if one.change.status == "closed" else STAY["reduced"][0]
        yield told(
            "{one}, nearest for {people} {who} here, {happens}.",
            one=_at([one]), people=bare(one.people[0]), who=_who(here.measured), happens=happens,
        )  # fmt: skip
        if not here.inside:
            yield from _hours([one], 0)


def _how_far(here: Here, one: NearCounter, *, is_far: bool) -> Text:
    """Say how long the journey to a counter takes those for whom it is the nearest after the changes."""
    way, minutes = _way(here.measured), bare(one.minutes[1])
    if is_far:
        return Text(f"Their walk there {FAR}.")
    return told("Their {way} there takes {minutes} minutes on average.", way=way, minutes=minutes)


def _minutes(measured: Measured) -> Iterator[Text]:
    """Say the mean journey before and after or, where it is over an hour's walk, who is beyond one."""
    if measured.is_shut("before"):
        yield Text("Before the changes no counter is open then.")
    else:
        yield _mean(measured, "before", "Before the changes")
    if not measured.is_shut("after"):
        yield _mean(measured, "after", "After them")


def _mean(measured: Measured, when: str, start: str) -> Text:
    minutes, beyond = measured.minutes(when), measured.beyond_an_hour(when)
    if measured.impact.profile.walks and minutes.value > HOUR and beyond is not None:
        return told(
            "{start} {number} {who} have no open counter within an hour's walk.",
            start=start, number=bare(beyond), who=_who(measured),
        )  # fmt: skip
    template = "{start} the {way} to an open counter takes {minutes} minutes on average."
    return told(template, start=start, way=_way(measured), minutes=bare(minutes))


def _losers(measured: Measured) -> Iterator[Text]:
    """Say how many have a journey over the limit longer, which share that is, and who is likely offline."""
    limit = str(measured.report.losing_minutes)
    losing, (_, offline, most) = measured.losing(), measured.offline()
    if not losing.value:
        yield Text(f"No resident here has a journey over {limit} minutes longer.")
        return
    yield told(
        "{number} {who} have a journey over {limit} minutes longer.",
        number=bare(losing), who=_who(measured), limit=limit,
    )  # fmt: skip
    share = measured.share(measured.report.losing_column)
    yield told("That is {share} of those who live here.", share=share)
    if most.value:
        yield told("Of them, {number} are likely offline.", number=bare(offline))


def _most(measured: Measured) -> Text:
    """Say how many lose at the moment when most do."""
    return told(
        "At {moment} it is {number} {who}.",
        moment=measured.impact.moment.name, number=bare(measured.losing()), who=_who(measured),
    )  # fmt: skip


def _who(measured: Measured) -> str:
    return people_label(measured.impact.profile).lower()


def _way(measured: Measured) -> str:
    return "walk" if measured.impact.profile.walks else "journey"
