import gzip
import tracemalloc
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlgui.core.data.idx import read_idx, write_idx
from dlgui.core.errors import DataError

on_files = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
any_array = arrays.arrays(np.uint8, arrays.array_shapes(min_dims=1, max_dims=3, max_side=9))


def header(*sizes: int) -> bytes:
    return bytes([0, 0, 8, len(sizes)]) + b"".join(size.to_bytes(4, "big") for size in sizes)


@pytest.fixture(params=["digits-idx", "digits-idx.gz"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return tmp_path / request.param


@pytest.fixture
def memory():
    """A block that may take at most so many bytes of memory at a time."""

    @contextmanager
    def at_most(limit):
        tracemalloc.start()
        try:
            yield
            assert tracemalloc.get_traced_memory()[1] < limit
        finally:
            tracemalloc.stop()

    return at_most


def put(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


@on_files
@given(any_array)
def test_what_was_written_is_read(path, array):
    write_idx(path, array)
    read = read_idx(path, array.ndim)
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, array)


def test_writing_twice_gives_the_same_bytes(path):
    write_idx(path, np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    first = path.read_bytes()
    write_idx(path, np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    assert path.read_bytes() == first


def test_compression_is_seen_from_the_content(tmp_path):
    write_idx(tmp_path / "a.gz", np.array([1, 2], np.uint8))
    (tmp_path / "a.gz").rename(tmp_path / "a")
    np.testing.assert_array_equal(read_idx(tmp_path / "a", 1), [1, 2])


@on_files
@given(array=any_array, data=st.data())
def test_a_part_of_a_file_is_refused(path, array, data):
    write_idx(path, array)
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(DataError, match=path.name):
        read_idx(path, array.ndim)


@on_files
@given(array=any_array, more=st.binary(min_size=1, max_size=5))
def test_bytes_after_the_end_are_refused(path, array, more):
    put(path, header(*array.shape) + array.tobytes() + more)
    with pytest.raises(DataError, match="goes on after"):
        read_idx(path, array.ndim)


@on_files
@given(st.binary(max_size=40))
def test_any_other_content_gives_an_array_or_a_data_error(path, content):
    path.write_bytes(content)
    with suppress(DataError):
        assert read_idx(path, 1).ndim == 1


@on_files
@given(array=any_array, data=st.data())
def test_a_changed_byte_of_a_gzip_is_noticed_or_changes_nothing(tmp_path, array, data):
    path = tmp_path / "digits.gz"
    write_idx(path, array)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    with suppress(DataError):
        np.testing.assert_array_equal(read_idx(path, array.ndim), array)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not an IDX file of labels"),
        (b"<html>not found</html>", "not an IDX file of labels"),
        (bytes([0, 0, 13, 1, 0, 0, 0, 1]) + bytes(4), "not an IDX file of labels"),
        (header(1, 1, 1) + b"x", "not an IDX file of labels"),
        (header(5)[:6], "within its header"),
        (header(5) + b"abc", "ends after 3 of 5 bytes"),
    ],
    ids=["empty", "html", "floats", "pictures", "header", "short"],
)
def test_each_fault_is_named(path, content, message):
    put(path, content)
    with pytest.raises(DataError, match=message):
        read_idx(path, 1)


def test_a_size_beyond_the_limit_takes_no_memory(path, memory):
    put(path, header(1_000_000, 28, 28) + b"x")
    with memory(2**20), pytest.raises(DataError, match="at most 400,000,000"):
        read_idx(path, 3)


def test_a_gzip_bomb_is_read_no_further_than_its_header_says(tmp_path, memory):
    path = tmp_path / "bomb.gz"
    put(path, header(3) + bytes(50_000_000))
    with memory(2**20), pytest.raises(DataError, match="goes on after"):
        read_idx(path, 1)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nothing.* cannot be read: No such file"):
        read_idx(tmp_path / "nothing", 1)
