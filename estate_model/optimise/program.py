"""A linear programme with some whole columns, in named blocks of rows, and HiGHS to solve it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from estate_model.errors import ChoiceError
from estate_model.nouns import Floats

MISSING = "choosing needs the package highspy (the HiGHS solver): pip install 'estate-model[choose]'"
TIGHT = 1e-9
GAP_OF_ROUNDING = 1e-6
FEW_ROWS = 500
SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows ``lower <= matrix @ columns <= upper``; a matrix may have fewer columns than the programme."""

    matrix: csr_array
    lower: Floats
    upper: Floats
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Program:
    """Minimise ``offset + cost @ columns``; the first ``whole`` columns are 0 or 1."""

    cost: Floats
    upper: Floats
    whole: int
    blocks: tuple[Block, ...]
    offset: float = 0.0

    def with_blocks(self, *more: Block) -> Program:
        """Return the programme with more rows."""
        return replace(self, blocks=(*self.blocks, *more))


@dataclass(frozen=True, kw_only=True)
class Solved:
    """What HiGHS found: ``columns`` is None where the rows exclude one another, or none came in time.

    ``bound`` is the proven least value; ``proven`` whether the search ended.
    """

    columns: Floats | None
    value: float
    bound: float
    proven: bool
    infeasible: bool


def solver() -> Any:  # noqa: ANN401 - a module without types
    """Return the module ``highspy``; raise ChoiceError with what to install when it is missing."""
    try:
        import highspy  # noqa: PLC0415 - an extra
    except ImportError:
        raise ChoiceError(MISSING) from None
    _greet(highspy)
    return highspy


@cache
def _greet(highspy: Any) -> None:  # noqa: ANN401
    """Keep off the terminal the line that HiGHS' own code prints once in each process."""
    if sys.stdout is not None:
        sys.stdout.flush()
    saved, (unread, aside) = os.dup(1), os.pipe()
    try:
        os.dup2(aside, 1)
        highspy.Highs().silent()
    finally:
        os.dup2(saved, 1)
        for number in (saved, unread, aside):
            os.close(number)


def solve(program: Program, *, seconds: float, start: Floats | None = None) -> Solved:
    """Solve a programme with HiGHS on one thread, so that the same programme gives the same answer.

    Parameters
    ----------
    program
        What is minimised, and under which rows.
    seconds
        When to stop; what was found by then is returned with its bound.
    start
        The whole columns of a solution to begin with.

    Raises
    ------
    ChoiceError
        When ``highspy`` is not installed, or HiGHS fails.
    """
    highspy = solver()
    highs = _highs(highspy, mip_rel_gap=0.0, mip_abs_gap=TIGHT, time_limit=float(seconds))
    highs.passModel(_model(program, highspy))
    if start is not None:
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    _run(highs)
    status, states = highs.getModelStatus(), highspy.HighsModelStatus
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return Solved(columns=None, value=np.inf, bound=np.inf, proven=True, infeasible=True)
    if status not in (states.kOptimal, states.kTimeLimit):
        raise ChoiceError(f"HiGHS stopped without an answer: {highs.modelStatusToString(status)}")
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    columns = np.array(highs.getSolution().col_value) if found else None
    bound = float(info.mip_dual_bound) if program.whole else float(info.objective_function_value)
    return Solved(
        columns=columns,
        value=float(info.objective_function_value) if found else np.inf,
        bound=bound,
        proven=status == states.kOptimal,
        infeasible=False,
    )


def _run(highs: Any) -> None:  # noqa: ANN401 - a type of a module without types
    """Run HiGHS beside this thread, so that Ctrl-C is heard while it works."""
    highs.HandleUserInterrupt = True
    highs.startSolve()
    try:
        while not highs.wait(SECONDS_BETWEEN_LOOKS)[0]:
            pass
    except KeyboardInterrupt:
        highs.cancelSolve()
        highs.wait()
        raise


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A relaxed programme's optimum: its value, and each column with what one more of it would cost."""

    value: float
    columns: Floats
    reduced: Floats


class Relaxed:
    """A programme whose whole columns need not be, kept in HiGHS: each solution begins at the last one."""

    def __init__(self, program: Program) -> None:
        """Hand the programme to HiGHS."""
        self._highspy = solver()
        tight = {"primal_feasibility_tolerance": TIGHT, "dual_feasibility_tolerance": TIGHT}
        self._highs = _highs(self._highspy, **tight)
        self._highs.passModel(_model(replace(program, whole=0), self._highspy))
        self._lasting = [True] * self._highs.getNumRow()
        self._kept = len(self._lasting)

    def limit(self, lower: Floats, upper: Floats) -> None:
        """Set the least and the most that the first columns may be."""
        self._highs.changeColsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower, upper)

    def add(self, block: Block, *, lasting: bool = True) -> None:
        """Add rows; those that are not ``lasting`` may be left out again."""
        self._lasting += [lasting] * len(block.lower)
        rows = block.matrix.tocsr()
        starts, columns = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
        self._highs.addRows(len(block.lower), block.lower, block.upper, rows.nnz, starts, columns, rows.data)

    def tidy(self) -> None:
        """Leave out rows not lasting that do not hold the last answer back, once they are many."""
        duals = np.array(self._highs.getSolution().row_dual)
        if len(duals) > 2 * self._kept + FEW_ROWS:
            loose = np.flatnonzero((duals == 0.0) & ~np.array(self._lasting)).astype(np.int32)
            self._highs.deleteRows(len(loose), loose)
            self._lasting = np.delete(self._lasting, loose).tolist()
            self._kept = len(self._lasting)

    def solve(self) -> Answer | None:
        """Return the optimum; None where the rows and limits exclude one another."""
        states = self._highspy.HighsModelStatus
        self._highs.run()
        if self._highs.getModelStatus() not in (states.kOptimal, states.kInfeasible):
            self._highs.clearSolver()
            self._highs.run()
        status = self._highs.getModelStatus()
        if status == states.kInfeasible:
            return None
        if status != states.kOptimal:
            raise ChoiceError(f"HiGHS stopped without an answer: {self._highs.modelStatusToString(status)}")
        solution = self._highs.getSolution()
        value = float(self._highs.getInfo().objective_function_value)
        return Answer(value=value, columns=np.array(solution.col_value), reduced=np.array(solution.col_dual))


def _highs(highspy: Any, **options: float) -> Any:  # noqa: ANN401 - a module without types
    """Return a silent HiGHS on one thread."""
    highs = highspy.Highs()
    highs.silent()
    for name, value in {"threads": 1, "random_seed": 0, "presolve": "off", **options}.items():
        highs.setOptionValue(name, value)
    return highs


def _model(program: Program, highspy: Any) -> Any:  # noqa: ANN401 - a module without types
    columns = len(program.cost)
    rows = vstack([_widened(block.matrix, columns) for block in program.blocks], format="csr")
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows.shape[0]
    model.col_cost_, model.offset_ = program.cost, program.offset
    model.col_lower_, model.col_upper_ = np.zeros(columns), program.upper
    model.row_lower_ = np.concatenate([block.lower for block in program.blocks])
    model.row_upper_ = np.concatenate([block.upper for block in program.blocks])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
    model.a_matrix_.value_ = rows.data
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger] * program.whole + [kinds.kContinuous] * (columns - program.whole)
    return model


def _widened(matrix: csr_array, columns: int) -> csr_array:
    """Return a matrix with empty columns after its own."""
    parts = (matrix.data, matrix.indices, matrix.indptr)
    return csr_array(parts, shape=(matrix.shape[0], columns))


def without(program: Program, labels: Sequence[str]) -> Program:
    """Return the programme without the blocks of these labels."""
    return replace(program, blocks=tuple(one for one in program.blocks if one.label not in labels))
