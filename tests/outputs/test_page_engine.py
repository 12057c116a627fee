"""The page's arithmetic in headless Chromium, held by the worlds that hold the package's (golden/engine_cases.json)."""

import numpy as np
import pytest

from estate_model.outputs.page.shell import asset
from tests.engine_cases import COUNTERS, HOURS, UNIT_SECONDS, WHEN, agree, every_case, minute_of, seconds_of
from tests.outputs.test_page_browser import pytestmark  # noqa: F401 - marks this module

ENGINE = """({opening_at, minutes_needed, columns, people, before, after, minute, limit, losing}) => {
  const count = people.length, still = () => new Float64Array(count);
  const data = {count, opening_at, minutes_needed, unit_seconds: UNIT, grid_metres: 10, matrices: [{pace: 1}],
    sites: columns.map(() => [0, 0]), switches: columns};
  const points = {x: still(), y: still(), spread: still(), cell: still(), zone: still(), people: Float64Array.from(people)};
  const engine = new estateEngine.Engine(data,
    {points, matrices: [columns.map(one => Uint16Array.from(one))], shares: [[[1]]], wardOf: [0]});
  ASKED
}"""
ANSWER = """
  const way = {matrix: 0, factor: 1, crowd: 0};
  const answer = engine.ask({way, before, after, minute, limit, losing});
  const nearest = [answer.before, answer.after].map(({best, site}) => ({best: [...best], site: [...site]}));
  const weeks = [before, after].map(estate => [...engine.week(way, estate, limit)]);
  return {nearest, weeks, sums: engine.sums(answer, 0)};
"""
AGAIN = """
  const wrong = [];
  for (let turn = 0; turn < 2; turn += 1) {
    for (const factor of [1, 2, 0.5]) {
      for (const at of [minute, minute + 1, minute - 5, 0, 535, 10079]) {
        for (const estate of [before, after]) {
          const way = {matrix: 0, factor, crowd: 0};
          engine.week(way, estate, limit);
          const {best, site} = engine.nearest(way, estate, at);
          for (let point = 0; point < count; point += 1) {
            const alone = engine.nearestFrom(point, way, estate, at);
            if (alone.best !== best[point] || alone.site !== site[point]) { wrong.push([factor, at, point]); }
          }
        }
      }
    }
  }
  return wrong;
"""


@pytest.fixture(scope="module")
def engine(chromium):
    """An empty page that knows the arithmetic and nothing else."""
    page = chromium.new_page()
    for name in ("opening.js", "shares.js", "engine.js"):
        page.add_script_tag(content=asset(name))
    yield page
    page.close()


def asked(page, case, script):
    units = np.where(np.isinf(seconds_of(case)), 65535, seconds_of(case) / UNIT_SECONDS)
    question = {
        **{name: case[name] for name in ("opening_at", "minutes_needed", "limit", "losing")},
        **{when: [HOURS[text] for text in case[when]] for when in WHEN},
        "columns": units.T.tolist(),
        "people": [place["people"] for place in case["places"].values()],
        "minute": minute_of(case),
    }
    return page.evaluate(ENGINE.replace("UNIT", str(UNIT_SECONDS)).replace("ASKED", script), question)


@every_case
def test_the_page_agrees_with_pencil_and_paper(engine, case):
    raw = asked(engine, case, ANSWER)
    answer = {"losing": raw["sums"]["losing"]}
    for number, when in enumerate(WHEN):
        best, site = raw["nearest"][number]["best"], raw["nearest"][number]["site"]
        answer[f"nearest_{when}"] = [None if one < 0 else COUNTERS[one] for one in site]
        answer[f"minutes_{when}"] = [
            None if n < 0 else one * UNIT_SECONDS / 60 for n, one in zip(site, best, strict=True)
        ]
        answer[f"hours_{when}"] = [168 * share for share in raw["weeks"][number]]
        answer[f"within_{when}"] = raw["sums"][f"within{when.capitalize()}"]
        answer[f"person_hours_{when}"] = 168 * raw["sums"][f"week{when.capitalize()}"]
    agree(answer, case)


@every_case
def test_what_the_page_remembers_is_never_for_another_way_minute_or_estate(engine, case):
    """``nearestFrom`` remembers nothing."""
    assert asked(engine, case, AGAIN) == []
