"""The parts of a recipe that count something in each zone: groups, categories and demand."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from estate_model.inputs.store.toml_file import Text
from estate_model.scenario.changes.base import Strict


def _as_list(value: Any) -> Any:  # noqa: ANN401
    return (value,) if isinstance(value, str) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Columns = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
Values = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]
Shape = dict[str, Values]


class GroupPart(Strict):
    """A group of residents or households to compare with everybody else."""

    id: Id
    """Its short name: small letters, digits and underscores."""
    label: Text
    """Its name as it is shown."""
    file: Text
    """The file with the counts."""
    column: Columns
    """The column with the count, or several to be added up."""
    base: Columns
    """The column, or columns, with all who were counted."""
    unit: Literal["people", "households"]
    """What is counted. A share of households is applied to residents, and the outputs say so."""


class CategoryPart(Strict):
    """A class each zone falls in, such as a decile of deprivation."""

    id: Id
    """Its short name."""
    label: Text
    """Its name as it is shown."""
    file: Text
    """The file with the classes."""
    column: Text
    """The column: whole numbers of 1 or more, or blank where not known."""
    meaning: Text
    """Which end is which, such as 1 = most deprived."""


class DemandPart(Strict):
    """Something recorded in each zone, such as crime."""

    id: Id
    """Its short name."""
    label: Text
    """Its name as it is shown."""
    file: Text
    """The file with the counts."""
    column: Columns
    """The column with the count, or several to be added up; blank where not known."""
    unit: Text = "recorded crimes"
    """What is counted."""
    period: Text
    """When, such as 2019 or January to April 2024."""
    per_year: Annotated[float, Field(gt=0)] = 1.0
    """What the count is multiplied by to make a year's: 3 for four months."""
    totals: bool = True
    """``false``: so many have no zone that only shares and means are shown, no counts."""
