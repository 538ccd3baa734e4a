import dataclasses
import errno
import hashlib
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from dlgui.core.data import download
from dlgui.core.data.published import MNIST, PUBLISHED, Mirror, PublishedSet, RemoteFile
from dlgui.core.errors import DataError

NOISE = np.random.default_rng(0)
CONTENTS = {
    "images.gz": NOISE.bytes(5 * download.CHUNK_BYTES + 17),
    "labels.gz": NOISE.bytes(1000),
}
FILES = tuple(
    RemoteFile(
        name, len(content), hashlib.sha256(content).hexdigest(), hashlib.md5(content).hexdigest()
    )
    for name, content in CONTENTS.items()
)
TOTAL = sum(file.size for file in FILES)


class Server(ThreadingHTTPServer):
    """A mirror on the loopback interface that can misbehave."""

    daemon_threads = False
    block_on_close = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.contents = dict(CONTENTS)
        self.asked: list[tuple[str, str | None]] = []
        self.ranges = True
        self.breaks_after: int | None = None
        self.status: int | None = None

    def mirror(self, files=FILES, name="here") -> Mirror:
        return Mirror(name, f"http://127.0.0.1:{self.server_port}/", files)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        name, start = self.path[1:], self.headers["Range"]
        self.server.asked.append((name, start))
        content = self.server.contents.get(name)
        if content is None or self.server.status:
            self.send_error(self.server.status or 404)
            return
        if start and self.server.ranges:
            begin = int(start.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
            content = content[begin:]
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(ConnectionError):  # the client has cancelled
            self.wfile.write(content[: self.server.breaks_after])

    def log_message(self, *_):
        pass


@pytest.fixture
def make_server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    running = []

    def make() -> Server:
        server = Server()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="mirror")
        thread.start()
        running.append((server, thread))
        return server

    yield make
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server(make_server):
    return make_server()


def bring(folder: Path, *mirrors: Mirror):
    """A download of MNIST from these mirrors."""
    return download.download(PublishedSet("mnist", "MNIST", mirrors), folder)


def unreachable() -> Mirror:
    """A port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Mirror("nobody", f"http://127.0.0.1:{port}/", FILES)


def assert_complete(folder: Path) -> None:
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == CONTENTS


def stop_after(folder: Path, mirror: Mirror, chunks: int) -> int:
    """Cancel a download after so many pieces; the bytes that it said had arrived."""
    running = bring(folder, mirror)
    for _ in range(chunks):
        progress = next(running)
    running.close()
    return progress.received


def test_the_files_arrive_with_rising_progress(tmp_path, server):
    told = list(bring(tmp_path / "new" / "mnist", server.mirror()))
    assert_complete(tmp_path / "new" / "mnist")
    received = [progress.received for progress in told]
    assert received == sorted(received)
    assert len(set(received)) >= 6
    assert told[-1].received == told[-1].total == TOTAL
    assert {progress.mirror for progress in told} == {"here"}


def test_files_that_are_right_are_not_asked_for_again(tmp_path, server):
    list(bring(tmp_path, server.mirror()))
    (tmp_path / "labels.gz").write_bytes(b"x" * 1000)
    server.asked.clear()
    list(bring(tmp_path, server.mirror()))
    assert server.asked == [("labels.gz", None)]
    assert_complete(tmp_path)


def test_closing_keeps_a_part_from_which_the_next_call_goes_on(tmp_path, server):
    received = stop_after(tmp_path, server.mirror(), chunks=3)
    part = tmp_path / "images.gz.part"
    assert part.read_bytes() == CONTENTS["images.gz"][:received]
    assert [file.name for file in tmp_path.iterdir()] == [part.name]
    told = list(bring(tmp_path, server.mirror()))
    assert told[0].received == received > 0
    assert server.asked[1] == ("images.gz", f"bytes={received}-")
    assert_complete(tmp_path)


def test_a_mirror_that_cannot_resume_begins_again(tmp_path, server):
    stop_after(tmp_path, server.mirror(), chunks=3)
    server.ranges = False
    list(bring(tmp_path, server.mirror()))
    assert_complete(tmp_path)


def test_another_mirror_goes_on_where_one_broke_off(tmp_path, make_server):
    first, second = make_server(), make_server()
    first.breaks_after = 100_000
    told = list(bring(tmp_path, first.mirror(name="1"), second.mirror(name="2")))
    assert second.asked[0] == ("images.gz", "bytes=100000-")
    assert {progress.mirror for progress in told} == {"1", "2"}
    assert_complete(tmp_path)


@pytest.mark.parametrize("fault", ["missing", "status", "content", "size", "unreachable"])
def test_mirrors_are_tried_in_turn(tmp_path, make_server, fault):
    bad, good = make_server(), make_server()
    first = bad.mirror()
    if fault == "missing":
        bad.contents.clear()
    elif fault == "status":
        bad.status = 503
    elif fault == "content":
        bad.contents["images.gz"] = bytes(len(CONTENTS["images.gz"]))
    elif fault == "size":
        bad.contents["images.gz"] = b"<html>Please log in</html>"
    else:
        first = unreachable()
    list(bring(tmp_path, first, good.mirror()))
    assert_complete(tmp_path)


def test_a_mirror_may_offer_other_files(tmp_path, server):
    content = b"all in one"
    server.contents["mnist.npz"] = content
    whole = RemoteFile("mnist.npz", len(content), hashlib.sha256(content).hexdigest())
    list(bring(tmp_path, unreachable(), server.mirror((whole,))))
    assert (tmp_path / "mnist.npz").read_bytes() == content


@pytest.mark.parametrize("length", [10, len(CONTENTS["images.gz"]), 10**6])
def test_a_part_with_wrong_bytes_is_thrown_away_once(tmp_path, server, length):
    (tmp_path / "images.gz.part").write_bytes(bytes(length))
    list(bring(tmp_path, server.mirror()))
    assert server.asked[-2:] == [("images.gz", None), ("labels.gz", None)]
    assert_complete(tmp_path)


def test_wrong_bytes_never_get_the_files_name(tmp_path, server):
    server.contents["images.gz"] = bytes(len(CONTENTS["images.gz"]))
    with pytest.raises(DataError, match=r"here: images\.gz has a wrong checksum.*try again later"):
        list(bring(tmp_path, server.mirror()))
    assert list(tmp_path.iterdir()) == []


def test_no_network_is_one_clear_sentence(tmp_path):
    with pytest.raises(DataError, match=r"no mirror can be reached .*check the connection"):
        list(bring(tmp_path, unreachable(), unreachable()))


def test_each_mirror_is_told_before_it_is_asked_so_that_one_can_cancel(tmp_path, server):
    running = bring(tmp_path, server.mirror(name="1"), server.mirror(name="2"))
    server.status = 503
    assert (next(running).mirror, len(server.asked)) == ("1", 0)
    assert (next(running).mirror, len(server.asked)) == ("2", 1)
    running.close()


def test_a_mirror_that_is_silent_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 0.05)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mirror = Mirror("silent", f"http://127.0.0.1:{silent.getsockname()[1]}/", FILES)
        with pytest.raises(DataError, match="silent: it does not answer"):
            list(bring(tmp_path, mirror))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_and_no_other_mirror_is_tried(tmp_path, make_server):
    first, second = make_server(), make_server()
    (tmp_path / "images.gz.part").symlink_to("/dev/full")
    with pytest.raises(DataError, match="The disk is full: MNIST needs 0 MB"):
        list(bring(tmp_path, first.mirror(), second.mirror()))
    assert second.asked == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path, server, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(DataError, match=r"cannot be written to \(Read-only file system\)"):
        list(bring(tmp_path, server.mirror()))
    assert server.asked == []


def test_the_published_mirrors():
    """torchvision, CVDF and Keras, over https, with the checksums that they publish."""
    assert [mirror.url.split("/")[2] for mirror in MNIST.mirrors] == [
        "ossci-datasets.s3.amazonaws.com",
        "storage.googleapis.com",
        "storage.googleapis.com",
    ]


@pytest.mark.parametrize("published", PUBLISHED.values(), ids=PUBLISHED)
def test_every_published_file_comes_over_https_with_its_size_and_sha256(published):
    for mirror in published.mirrors:
        assert mirror.url.startswith("https://")
        assert mirror.url.endswith("/")
        for file in mirror.files:
            assert file.size > 0
            assert len(bytes.fromhex(file.sha256)) == 32
            assert len(bytes.fromhex(file.md5)) in (0, 16)


def test_a_set_goes_to_its_own_folder_and_is_here_when_it_is_whole(home, server):
    published = PublishedSet("own", "Own", (server.mirror(),))
    running = download.download(published)
    next(running)
    running.close()
    assert not published.is_here
    list(download.download(published))
    assert_complete(home / "data" / "own")
    assert published.is_here
    (published.folder / "labels.gz").unlink()
    assert not published.is_here


FULL_MNIST = Path(__file__).parents[4] / "shared" / "data" / "mnist"


@pytest.mark.parametrize("sum_name", ["sha256", "md5"])
def test_either_sum_refuses_a_file(make_server, tmp_path, sum_name):
    file = dataclasses.replace(FILES[1], **{sum_name: "0" * 32})
    with pytest.raises(DataError, match="wrong checksum"):
        list(bring(tmp_path, make_server().mirror((file,))))
    assert list(tmp_path.glob("*.gz")) == []


@pytest.mark.needs_full_mnist
@pytest.mark.skipif(not FULL_MNIST.is_dir(), reason="the full MNIST is not here")
def test_the_real_files_have_the_published_checksums(tmp_path, server):
    server.contents = {file.name: file.read_bytes() for file in FULL_MNIST.iterdir()}
    list(bring(tmp_path, server.mirror(MNIST.mirrors[0].files)))
    assert {file.name for file in tmp_path.iterdir()} == {f.name for f in MNIST.mirrors[0].files}
