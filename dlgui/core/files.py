"""Files as data from others: read with a limit, checked by value, and written whole or not at all.

Whatever is stored as JSON, in a model's metadata, a run folder or the settings, is read by
`parse_json` and its values by `number`, `text` and `array`. Each raises ValueError for what is not
as it should be; who reads the file says which one it is, in a `DlguiError`.
"""

from __future__ import annotations

import errno
import json
import math
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np

from dlgui.language import tr

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCKED_BYTE = 2**40
"""Where Windows locks: beyond the content, which others may still read."""

MOST_DIGITS = 15
"""A longer whole number is no count of anything here, and no longer exact as a float."""


@contextmanager
def replacing(path: Path, *, lasting: bool = True) -> Iterator[IO[bytes]]:
    """A file that takes `path`'s place when the block ends well, and vanishes otherwise.

    A crash or a full disk at any moment leaves the old file whole; so does a power cut, unless the
    file is not `lasting`, which writes it several times as fast. Raises OSError.
    """
    # Not tempfile: its files are readable by their owner only, and these are to be shared.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_atomically(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Puts `content` at `path` as `replacing` does, and makes its folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path, lasting=lasting) as file:
        file.write(content)


def try_lock(file: IO[Any]) -> bool:
    """Whether the open file now is this program's alone, until it is closed.

    The system gives the lock up when the process dies, so it never goes stale. Where files cannot
    be locked, as on some network drives, the answer is yes.
    """
    try:
        if sys.platform == "win32":
            os.lseek(file.fileno(), LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def read_text(path: Path, most: int) -> str:
    """What a small file of UTF-8 says. Raises OSError, and ValueError above `most` bytes.

    Only regular files are read: a device or pipe may never end.
    """
    if not path.is_file():
        raise FileNotFoundError(2, tr("there is no such file"), str(path))
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{path} is too large")
    return content.decode("utf-8-sig")


def open_plain(path: Path, most: int) -> BinaryIO:
    """`path` opened for reading bytes, if it is a plain file of at most `most` bytes.

    Raises OSError, whose `strerror` says what is wrong: a pipe would be waited for without end,
    and a device such as /dev/zero be read without end.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EISDIR, tr("it is a folder"), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, tr("it is a pipe or a device, not a file"), str(path))
    if status.st_size > most:
        raise OSError(
            errno.EFBIG, tr("it is larger than {size:,} MB").format(size=most // 10**6), str(path)
        )
    return path.open("rb")


def parse_json(text: str | bytes) -> Any:
    """As `json.loads`, but every number is finite. Raises ValueError, also when nested too deep."""
    try:
        return json.loads(text, parse_constant=_refused, parse_float=_finite, parse_int=_whole)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def number(value: Any, low: float, high: float) -> float:
    """`value` as a float, when it is a number from `low` to `high`, both ends included."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise ValueError(f"no number from {low:g} to {high:g}")
    return float(value)


def whole_number(value: Any, low: int = 0, high: int = 10**MOST_DIGITS) -> int:
    """`value`, when it is a whole number from `low` to `high`, both ends included."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"no whole number from {low} to {high}")
    return value


def text(value: Any, longest: int = 1000) -> str:
    """`value`, when it is text of at most `longest` characters without control characters."""
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise ValueError("no text")
    return value


def array(value: Any, shape: tuple[int | None, ...]) -> np.ndarray:
    """Lists of finite numbers as a float32 array of this `shape`, where None is any size."""
    try:
        found = np.asarray(value, np.float32)
    except (TypeError, OverflowError) as error:
        raise ValueError("no numbers") from error
    fits = found.ndim == len(shape) and all(
        want in (None, have) for want, have in zip(shape, found.shape, strict=True)
    )
    if not fits or not np.isfinite(found).all():
        raise ValueError(f"no finite numbers of shape {shape}")
    return found


def fields_of(record: Any, *names: str) -> Mapping[str, Any]:
    """`record`, when it is an object that has all `names`."""
    if not isinstance(record, dict) or not record.keys() >= set(names):
        raise ValueError(f"no object with {', '.join(names)}")
    return record


def plain(value: Any, depth: int = 6) -> Any:
    """`value`, when it is text, numbers, lists and objects of them, nested at most `depth` deep."""
    if isinstance(value, (dict, list)):
        if depth == 0:
            raise ValueError("nested too deep")
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            plain(part, depth - 1)
    elif isinstance(value, str):
        text(value, 10_000)
    return value


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS + 1:
        raise ValueError("a whole number is too long")
    return int(digits)
