"""The tests; their sums are of small tables, on which more threads than one burn time and gain none."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
