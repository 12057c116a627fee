"""The formats an annex is written in, by name, and what each needs; a renderer is imported when called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from estate_model.errors import OutputError
from estate_model.outputs.annex.content import Annex

HTML = "html"
NEEDS: dict[str, tuple[str, ...]] = {
    HTML: (),
    "docx": ("docx", "typst", "font_source_sans_pro"),
    "pdf": ("typst", "font_source_sans_pro"),
    "xlsx": ("xlsxwriter",),
}
FORMATS = tuple(NEEDS)


def check_formats(names: Iterable[str]) -> None:
    """Raise OutputError, with what to type, when a format's libraries are not installed."""
    missing = [name for name in dict.fromkeys(names) if any(find_spec(one) is None for one in NEEDS[name])]
    if missing:
        listed = ",".join(missing)
        raise OutputError(
            f"an annex as {' and '.join(missing)} needs more libraries; install them with: "
            f"pip install 'estate-model[{listed}]'"
        )


def renderer(name: str) -> Callable[[Annex], bytes]:
    """Return a format's renderer."""
    render: Callable[[Annex], bytes] = import_module(f"estate_model.outputs.annex.render.{name}").render
    return render
