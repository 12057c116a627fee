"""Text: a sentence or paragraph, the figures in it, and the references it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from estate_model.nouns.figure import Figure
from estate_model.outputs.words.figures import first_upper


@dataclass(frozen=True)
class Text:
    """A paragraph, with the keys of the references it rests on and the figures printed in it."""

    words: str
    cites: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()

    def __str__(self) -> str:
        """Return the words."""
        return self.words


def told(template: str, *, cites: tuple[str, ...] = (), **parts: Figure | Text | str) -> Text:
    """Return a sentence whose braces are filled with figures, texts (whose figures it takes over) or words.

    >>> told("{n.spoken} lose.", n=Figure(value=1_212, unit="people")).words
    '1,200 lose.'
    """
    figures: list[Figure] = []
    for part in parts.values():
        figures += [part] if isinstance(part, Figure) else part.figures if isinstance(part, Text) else []
    return Text(template.format(**parts), cites, tuple(figures))


def joined(*sentences: Text | None) -> Text:
    """Return sentences as one paragraph."""
    kept = [sentence for sentence in sentences if sentence is not None and sentence.words]
    return Text(
        " ".join(first_upper(sentence.words) for sentence in kept),
        tuple(dict.fromkeys(key for sentence in kept for key in sentence.cites)),
        tuple(figure for sentence in kept for figure in sentence.figures),
    )


def commas(texts: Iterable[Text]) -> Text:
    """Return texts with commas between."""
    kept = tuple(texts)
    return Text(
        ", ".join(text.words for text in kept), (), tuple(figure for text in kept for figure in text.figures)
    )


def bare(figure: Figure) -> Text:
    """Return a number without its range, as a sentence counts it: ``no`` where there is nobody or nothing."""
    return Text("no" if figure.central == "0" else figure.central, (), (figure,))
