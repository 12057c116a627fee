"""``run.json`` of a choice: what went in, the request, versions, and a checksum of every file written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from estate_model.analysis.choice.around import SearchLimits
from estate_model.analysis.choice.bases import BasesChoice
from estate_model.analysis.choice.case import ChoiceCase
from estate_model.analysis.choice.request import PlanRequest
from estate_model.outputs.run_record import record_head
from estate_model.outputs.summary import json_bytes
from estate_model.scenario.hours import estate_doubts

Inputs = Sequence[Mapping[str, str]]


def record(
    case: ChoiceCase, request: PlanRequest, limits: SearchLimits, inputs: Inputs, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return ``run.json``."""
    asked = {"wish": asdict(case.scope), "rules": asdict(request), "effort": asdict(limits)}
    week_of, holidays = case.scenario.week_start, case.area.holidays
    doubts = estate_doubts(case.before, case.after, week_of=week_of, holidays=holidays)
    return recorded(case, asked, inputs, files, doubts=doubts)


def recorded(
    case: ChoiceCase | BasesChoice,
    asked: Mapping[str, object],
    inputs: Inputs,
    files: Mapping[str, bytes],
    *,
    doubts: tuple[str, ...] = (),
) -> dict[str, bytes]:
    """Return ``run.json`` of what was asked of a case."""
    content = {
        **record_head(inputs, files, "highspy"),
        "scenario": case.scenario.model_dump(mode="json"),
        "asked": dict(asked),
        "network": {"kind": case.network.kind, "label": case.network.label, **case.network.facts},
        "notes": [*case.scenario.uncertain, *doubts, *case.area.notes],
    }
    return {"run.json": json_bytes(content)}
