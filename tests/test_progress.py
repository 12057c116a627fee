"""Progress: how much of how much, and how long is left; plain lines now and then, none with --quiet."""

import sys
import threading
import time

import click
import pytest

from estate_model.commands import progress
from estate_model.commands.answer import Answer, answer, running
from estate_model.commands.progress import Count, Pace, beating, say, tell


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand, and a command that is running."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with click.Context(click.Command("run")):
        yield now


def test_how_much_is_done_and_how_long_the_rest_takes(clock, capsys):
    pace = Pace()
    pace("Choosing for 37 numbers of counters")
    for done in range(1, 38):
        clock[0] += 4
        pace(f"counters {done}", done, 37)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Choosing for 37 numbers of counters"
    assert lines[5] == "  counters 5, 5 of 37, about 2 min left"
    assert lines[-1] == "  counters 36, 36 of 37, a few seconds left"


def test_what_is_quick_says_nothing_and_the_next_search_begins_anew(clock, capsys):
    searches = Count("counters")
    for done in (8, 16, 24, 37):
        clock[0] += 0.5
        searches.count(done, 37)
    assert capsys.readouterr().err == ""
    for done in (8, 16, 24, 37):
        clock[0] += 10
        searches.count(done, 37)
    assert capsys.readouterr().err.splitlines()[-1] == "  24 of 37 counters, about 10 s left"


def test_quiet_says_nothing(clock, capsys):
    answer().quiet = True
    pace = Pace()
    pace("Choosing")
    clock[0] += 60
    pace("counters 5", 5, 37)
    pace.tick("2,000 ways read")
    assert capsys.readouterr().err == ""


def test_a_terminal_has_one_line_that_is_written_over(clock, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    pace = Pace("counters")
    for done in (1, 2):
        clock[0] += 1
        pace("", done, 4)
    tell("Done.")
    printed = capsys.readouterr()
    over = "\r\x1b[K"
    assert (
        printed.err
        == f"{over}  1 of 4 counters, a few seconds left{over}  2 of 4 counters, a few seconds left\n"
    )
    assert printed.out == "Done.\n"


def test_a_long_silence_is_broken(monkeypatch, capsys):
    monkeypatch.setattr(progress, "LONG_SILENCE_SECONDS", 0.02)
    monkeypatch.setattr(progress, "LOOK_SECONDS", 0.01)
    with click.Context(click.Command("run")), beating(answer()):
        time.sleep(0.1)
        assert capsys.readouterr().err == ""  # nothing was begun: it may wait for an answer
        say("Drawing the map")
        time.sleep(0.2)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Drawing the map"
    assert lines[1] == "  still at it after 0 s: Drawing the map"


def test_outside_a_command_words_are_just_said(capsys):
    say("Drawing")
    assert capsys.readouterr().err == "Drawing\n"
    assert answer() == Answer()


def test_a_thread_of_a_command_is_as_quiet_as_it(capsys):
    with running(Answer(quiet=True)):
        thread = threading.Thread(target=say, args=("fetching",))
        thread.start()
        thread.join()
    assert capsys.readouterr().err == ""
