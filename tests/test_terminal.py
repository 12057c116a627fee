"""What is printed: no character that does more than show itself, and one clear message for every failure."""

import os
import sys

import pytest

from estate_model import cli
from estate_model.commands.progress import tell


def test_no_control_or_bidirectional_character_reaches_the_terminal(capsys):
    tell("T\x1b[31mRED\x1b]0;owned\x07\x1b[2J\u202egnp\u2066x\x9b1m\rgone\n\tkept é")
    printed = capsys.readouterr().out
    assert printed == ("T\\x1b[31mRED\\x1b]0;owned\\x07\\x1b[2J\\u202egnp\\u2066x\\x9b1m\\rgone\n\tkept é\n")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (MemoryError(), 1, "Error: there is not enough memory for this"),
        (OSError(28, "No space left on device"), 5, "Error: No space left on device"),
        (OSError(13, "Permission denied", "maps"), 1, "Error: maps: Permission denied"),
        (TypeError("x"), 1, "Error: this is a fault of estate-model itself; run it again with --debug"),
    ],
)
def test_every_failure_is_one_message_and_a_fixed_exit_code(monkeypatch, capsys, error, code, said):
    def fails(**_options):
        raise error

    monkeypatch.setattr(cli.cli, "main", fails)
    monkeypatch.setattr(sys, "argv", ["estate-model"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert capsys.readouterr().err.startswith(said)


def test_a_traceback_is_shown_with_debug_only(monkeypatch):
    def fails(**_options):
        raise TypeError("x")

    monkeypatch.setattr(cli.cli, "main", fails)
    monkeypatch.setattr(sys, "argv", ["estate-model", "--debug"])
    with pytest.raises(TypeError):
        cli.main()


@pytest.mark.parametrize("option", ["--out", "--data"])
def test_an_empty_folder_is_refused_and_not_taken_for_the_one_one_is_in(monkeypatch, capsys, option):
    monkeypatch.setattr(sys, "argv", ["estate-model", "run", "met-2026-decision", option, ""])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "is empty; give a folder or a file" in capsys.readouterr().err


def test_a_pipe_given_as_a_scenario_is_not_waited_for(monkeypatch, capsys, tmp_path):
    os.mkfifo(tmp_path / "x.yaml")
    monkeypatch.setattr(sys, "argv", ["estate-model", "check", str(tmp_path / "x.yaml")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 3
    assert "is not an ordinary file" in capsys.readouterr().err


def test_an_endless_device_given_as_a_scenario_is_not_read(monkeypatch, capsys, tmp_path):
    (tmp_path / "x.yaml").symlink_to("/dev/zero")
    monkeypatch.setattr(sys, "argv", ["estate-model", "check", str(tmp_path / "x.yaml")])
    with pytest.raises(SystemExit):
        cli.main()
    assert "is not an ordinary file" in capsys.readouterr().err
