from estate_model.inputs.store.kept import keeper
from estate_model.nouns.keeping import keep_nothing


class Counted:
    """Bytes that count how often they are made."""

    def __init__(self, content=b"made"):
        self.content, self.times = content, 0

    def __call__(self):
        self.times += 1
        return self.content


def kept_in(folder, monkeypatch):
    monkeypatch.setenv("ESTATE_MODEL_CACHE", str(folder))
    said = []
    return keeper(said.append), said


def test_bytes_are_made_once_for_the_same_causes(tmp_path, monkeypatch):
    keep, said = kept_in(tmp_path, monkeypatch)
    counted = Counted()
    assert [keep((b"points 1", b"xy"), counted) for _ in range(3)] == [b"made"] * 3
    assert counted.times == 1
    assert keep((b"points 2", b"xy"), counted) == b"made"
    assert keep((b"points 1x", b"y"), counted) == b"made"
    assert counted.times == 3
    assert said == []


def test_no_bytes_are_kept_too(tmp_path, monkeypatch):
    keep, _ = kept_in(tmp_path, monkeypatch)
    empty = Counted(b"")
    assert keep((b"a",), empty) == keep((b"a",), empty) == b""
    assert empty.times == 1


def test_damaged_bytes_are_said_and_made_again(tmp_path, monkeypatch):
    keep, said = kept_in(tmp_path, monkeypatch)
    keep((b"a",), Counted())
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    again = Counted()
    assert keep((b"a",), again) == b"made"
    assert again.times == 1
    assert said == [f"{path.name}: damaged in the cache; computed again"]
    assert keep((b"a",), Counted(b"never asked for")) == b"made"


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path, monkeypatch):
    stands_in_the_way = tmp_path / "file"
    stands_in_the_way.write_text("")
    keep, said = kept_in(stands_in_the_way, monkeypatch)
    assert keep((b"a",), Counted(b"1")) == b"1"
    assert keep((b"b",), Counted(b"2")) == b"2"
    assert len(said) == 1
    assert "could not be kept" in said[0]


def test_nothing_is_kept_unless_asked_for():
    counted = Counted()
    assert keep_nothing((b"a",), counted) == keep_nothing((b"a",), counted) == b"made"
    assert counted.times == 2
