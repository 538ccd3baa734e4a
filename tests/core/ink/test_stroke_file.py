"""Stroke files: what is written reads back, and what others wrote cannot do harm."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from dlgui.core.errors import DrawingError
from dlgui.core.ink import stroke_file
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.stroke_file import drawing_line, read_strokes, write_strokes


def same(a: Drawing, b: Drawing) -> bool:
    def parts(drawing: Drawing) -> tuple[object, ...]:
        strokes = [
            (s.points.tolist(), None if s.pressure is None else s.pressure.tolist())
            for s in drawing.strokes
        ]
        return drawing.id, drawing.label, drawing.writer, dict(drawing.extra), strokes

    return parts(a) == parts(b)


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    count = draw(st.integers(1, 12))
    coordinate = st.floats(-1e6, 1e6, width=32) | st.integers(-5000, 5000).map(float)
    points = draw(npst.arrays(np.float32, (count, 2), elements=coordinate))
    unit = npst.arrays(np.float32, count, elements=st.floats(0, 1, width=32))
    return Stroke(points, draw(st.none() | unit))


known = {"id", "label", "writer", "strokes", "pressures"}
names = st.none() | st.text(max_size=8)
drawings = st.builds(
    Drawing,
    st.lists(strokes(), max_size=4).map(tuple),
    id=names,
    label=names,
    writer=names,
    extra=st.dictionaries(
        st.text(max_size=5).filter(lambda name: name not in known),
        st.text(max_size=5) | st.integers(-10, 10) | st.lists(st.booleans(), max_size=2),
        max_size=2,
    ),
)


@given(st.lists(drawings, max_size=4), st.sampled_from(["a.jsonl", "a.jsonl.gz"]))
@settings(deadline=None, max_examples=60)
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[Drawing], name: str
) -> None:
    path = tmp_path_factory.mktemp("strokes") / name
    write_strokes(path, written)
    read = list(read_strokes(path))
    assert len(read) == len(written)
    assert all(same(a, b) for a, b in zip(read, written, strict=True))


def test_the_contract_of_one_line() -> None:
    line = (
        '{"id": "w7-1", "label": "3", "source": "pad", "strokes": [[[1, 2], [3.5, -4]], [[5, 6]]]}'
    )
    (drawing,) = read_strokes(io.StringIO(line))
    assert (drawing.id, drawing.label, drawing.writer) == ("w7-1", "3", None)
    assert drawing.extra == {"source": "pad"}
    assert [stroke.points.tolist() for stroke in drawing.strokes] == [[[1, 2], [3.5, -4]], [[5, 6]]]
    assert drawing.strokes[0].points.dtype == np.float32
    assert json.loads(drawing_line(drawing)) == json.loads(line)


def test_numbers_are_written_short() -> None:
    points = np.array([[0.1, 2], [3, 4]], dtype=np.float32)
    assert '"strokes":[[[0.1,2.0],[3.0,4.0]]]' in drawing_line(Drawing((Stroke(points),)))
    assert '"strokes":[[[3,4]]]' in drawing_line(Drawing((Stroke(points[1:]),)))


def test_empty_lines_empty_strokes_and_byte_order_marks_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"strokes": [[], [[1, 2]]]}\r\n\r\n  \n{"strokes": [], "label": ""}\n'
    )
    first, second = read_strokes(path)
    assert len(first.strokes) == 1
    assert first.label is None
    assert second.is_empty
    assert second.label == ""


def test_a_compressed_file_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "renamed.jsonl"
    path.write_bytes(gzip.compress(b'{"strokes": [[[1, 2]]]}'))
    assert len(list(read_strokes(path))) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", "not JSON"),
        ("[1, 2]", "not an object"),
        ("{}", 'no list named "strokes"'),
        ('{"strokes": {}}', 'no list named "strokes"'),
        ('{"strokes": [[[1, 2], [3]]]}', "pairs"),
        ('{"strokes": [[[1, 2, 3]]]}', "pairs"),
        ('{"strokes": [[1, 2]]}', "pairs"),
        ('{"strokes": [5]}', "pairs"),
        ('{"strokes": ["ab"]}', "pairs"),
        ('{"strokes": [[["1", "2"]]]}', "pairs"),
        ('{"strokes": [[[true, false]]]}', "pairs"),
        ('{"strokes": [[[null, 2]]]}', "pairs"),
        ('{"strokes": [[[1, NaN]]]}', "NaN"),
        ('{"strokes": [[[1, Infinity]]]}', "Infinity"),
        ('{"strokes": [[[1, 1e999]]]}', "too large"),
        ('{"strokes": [[[1, 1e12]]]}', "too large"),
        ('{"strokes": [[[1, 1' + "0" * 400 + "]]]}", "pairs"),
        ('{"strokes": [[[1, 1' + "0" * 5000 + "]]]}", "not a drawing"),
        ("[" * 100_000, "nested"),
        ('{"strokes": [], "label": 3}', '"label" is not text'),
        ('{"strokes": [[[1, 2]]], "pressures": [[0.5, 0.5]]}', "do not match its points"),
        ('{"strokes": [[[1, 2]]], "pressures": []}', "do not match its strokes"),
        ('{"strokes": [[[1, 2]]], "pressures": [[7]]}', "between 0 and 1"),
    ],
)
def test_a_fault_is_named_with_its_line(line: str, says: str) -> None:
    stream = io.StringIO('{"strokes": []}\n' + line)
    with pytest.raises(DrawingError, match=r"^Line 2 of the input is not a drawing: ") as caught:
        list(read_strokes(stream))
    assert says in str(caught.value)
    assert len(str(caught.value)) < 200


def test_drawings_before_the_fault_are_delivered() -> None:
    reader = read_strokes(io.StringIO('{"strokes": [], "id": "good"}\nbad'))
    assert next(reader).id == "good"


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    many_points = '{"strokes": [' + json.dumps([[1, 2]] * 100_001) + "]}"
    with pytest.raises(DrawingError, match="100,000 points"):
        list(read_strokes(io.StringIO(many_points)))
    many_strokes = json.dumps({"strokes": [[[1, 2]]] * 10_001})
    with pytest.raises(DrawingError, match="10,000 strokes"):
        list(read_strokes(io.StringIO(many_strokes)))
    # An endless line in a small file: 64 MiB of spaces in 64 KiB.
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(b" " * 2**26))
    with pytest.raises(DrawingError, match="too long"):
        list(read_strokes(bomb))
    monkeypatch.setattr(stroke_file, "MAX_TOTAL", 1000)
    with pytest.raises(DrawingError, match="too large"):
        list(read_strokes(io.StringIO('{"strokes": []}\n' * 100)))


def test_unreadable_files_are_errors_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match=r"none\.jsonl cannot be read: No such file"):
        list(read_strokes(tmp_path / "none.jsonl"))
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"strokes": []}\n' * 1000)[:-20])
    with pytest.raises(DrawingError, match="damaged or cut off"):
        list(read_strokes(cut))
    binary = tmp_path / "picture.jsonl"
    binary.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(DrawingError, match="not UTF-8"):
        list(read_strokes(binary))


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    write_strokes(path, [Drawing(id="old")])
    broken = Drawing((Stroke(np.array([[np.nan, 0]], dtype=np.float32)),))
    with pytest.raises(DrawingError, match="cannot be saved"):
        write_strokes(path, [Drawing(id="new"), broken])
    assert [drawing.id for drawing in read_strokes(path)] == ["old"]
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(DrawingError, match="cannot be written"):
        write_strokes(tmp_path / "no folder" / "a.jsonl", [])


def test_the_same_drawings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        write_strokes(tmp_path / name, [Drawing(id="1")])
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()
