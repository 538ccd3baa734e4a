"""Names, sizes, archive and resources of a release; building one takes minutes and is not here."""

from __future__ import annotations

import configparser
import importlib
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

import dlgui
from dlgui.cli import make_parser

PACKAGING = Path(__file__).parents[2] / "packaging"
LINUX = PACKAGING / "linux"

Load = Callable[[str], ModuleType]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module


@pytest.mark.parametrize(
    ("system", "machine", "tag"),
    [
        ("linux", "x86_64", "linux-x86_64"),
        ("linux", "aarch64", "linux-arm64"),
        ("win32", "AMD64", "windows-x86_64"),
        ("darwin", "arm64", "macos-arm64"),
    ],
)
def test_platforms_have_one_name_each(
    load: Load, monkeypatch: pytest.MonkeyPatch, system: str, machine: str, tag: str
) -> None:
    release = load("release")
    monkeypatch.setattr(release.sys, "platform", system)
    monkeypatch.setattr(release.platform, "machine", lambda: machine)
    assert release.platform_tag() == tag
    assert release.release_name() == f"dlgui-{dlgui.__version__}-{tag}"


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("1.2", (1, 2, 0, 0)), ("2.10.3rc1", (2, 10, 3, 0))],
)
def test_windows_reads_a_version_as_four_numbers(
    load: Load, version: str, numbers: tuple[int, ...]
) -> None:
    resource = load("version_resource")
    assert resource.windows_version(version) == numbers
    text = resource.version_resource("dlgui-console", version)
    compile(text, "version", "eval")
    assert f"filevers={numbers}" in text
    assert "'OriginalFilename', 'dlgui-console.exe'" in text


def test_growing_by_more_than_a_twentieth_fails(
    load: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = load("sizes")
    budget = tmp_path / "budget.json"
    budget.write_text(json.dumps({"here": {"unpacked_mb": 100, "packed_mb": 40}}))
    monkeypatch.setattr(sizes, "BUDGET_FILE", budget)
    monkeypatch.setattr(sizes, "platform_tag", lambda: "here")
    assert sizes.check_budget(105_000_000, 42_000_000) == 0
    assert sizes.check_budget(105_000_001, 42_000_000) == 1
    assert sizes.check_budget(105_000_000, 42_000_001) == 1
    assert sizes.check_budget(105_000_000, None) == 0
    assert capsys.readouterr().out.count("TOO BIG") == 2


def test_the_budget_keeps_what_was_promised() -> None:
    budget = json.loads((PACKAGING / "size_budget.json").read_text("utf-8"))["linux-x86_64"]
    assert budget["unpacked_mb"] <= 560
    assert budget["packed_mb"] <= 140


def test_sizes_are_told_by_part_and_links_count_nothing(load: Load, tmp_path: Path) -> None:
    for path, size in (
        ("dlgui", 10),
        ("_internal/torch/lib/libtorch_cpu.so", 300),
        ("_internal/numpy/core.so", 20),
        ("_internal/numpy.libs/blas.so", 30),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(bytes(size))
    if os.name != "nt":
        (tmp_path / "_internal/blas.so").symlink_to("numpy.libs/blas.so")
    sizes = load("sizes").measure(tmp_path)
    assert sizes.total == 360
    assert sizes.parts() == {"torch": 300, "numpy": 50, "the program itself": 10}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a .zip, and no modes")
def test_the_archive_unpacks_as_one_folder_named_after_the_version(
    load: Load, tmp_path: Path
) -> None:
    folder = tmp_path / "dlgui"
    folder.mkdir()
    (folder / "dlgui").write_text("program")
    (folder / "dlgui").chmod(0o755)
    stream = io.BytesIO()
    load("pack").write_tar(folder, stream)
    stream.seek(0)
    with tarfile.open(fileobj=stream) as tar:
        assert {name.split("/")[0] for name in tar.getnames()} == {f"dlgui-{dlgui.__version__}"}
        program = tar.getmember(f"dlgui-{dlgui.__version__}/dlgui")
    assert program.mode == 0o755
    assert (program.uid, program.uname) == (0, "")


def test_icons_have_the_sizes_that_desktops_want(load: Load, tmp_path: Path, qapp: object) -> None:
    from PIL import Image

    icons = load("make_icons")
    icons.make_icons(tmp_path)
    for size in load("release").THEME_SIZES:
        with Image.open(tmp_path / f"{size}.png") as image:
            assert image.size == (size, size)
            assert image.getpixel((0, 0))[3] == 0  # its corners are round
    with Image.open(tmp_path / "dlgui.ico") as image:
        assert {(16, 16), (48, 48), (256, 256)} <= image.info["sizes"]
    with Image.open(tmp_path / "dlgui.icns") as image:
        assert (512, 512, 2) in image.info["sizes"]


def test_desktop_files_agree_on_names() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(LINUX / "dlgui.desktop", "utf-8")
    desktop = entry["Desktop Entry"]
    types = [kind.attrib["type"] for kind in ElementTree.parse(LINUX / "dlgui.xml").getroot()]
    about = ElementTree.parse(LINUX / "io.github.dlgui.metainfo.xml").getroot()
    program, *arguments = desktop["Exec"].split()
    assert program == desktop["Icon"] == "dlgui"
    assert make_parser().parse_args([a.replace("%f", "a.safetensors") for a in arguments]).model
    assert len(types) == 2
    assert desktop["MimeType"] == "".join(f"{kind};" for kind in types)
    assert about.findtext("launchable") == "dlgui.desktop"
    assert [one.text for one in about.iterfind("provides/mediatype")] == types
    newest = about.find("releases/release")
    assert newest is not None
    assert newest.attrib["version"] == dlgui.__version__


@pytest.mark.skipif(sys.platform != "linux", reason="the installer is for Linux")
class TestInstaller:
    @pytest.fixture
    def unpacked(self, tmp_path: Path) -> Path:
        """A folder as the archive has it, with a program that only knows its version."""
        folder = tmp_path / "Unpacked here"
        (folder / "share" / "applications").mkdir(parents=True)
        for name in ("install.sh", "dlgui.desktop"):
            target = folder if name == "install.sh" else folder / "share" / "applications"
            (target / name).write_bytes((LINUX / name).read_bytes())
        program = folder / "dlgui"
        program.write_text('#!/bin/sh\necho "dlgui 9.8.7"\n')
        for path in (program, folder / "install.sh"):
            path.chmod(0o755)
        return folder

    def install(self, folder: Path, *arguments: str) -> str:
        command = [folder / "install.sh", "--prefix", folder.parent / "my prefix", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def test_the_command_and_the_menu_start_the_installed_version(self, unpacked: Path) -> None:
        assert "dlgui 9.8.7 is installed" in self.install(unpacked)
        prefix = unpacked.parent / "my prefix"
        command = subprocess.run([prefix / "bin/dlgui"], capture_output=True, text=True, check=True)
        assert command.stdout == "dlgui 9.8.7\n"
        entry = (prefix / "share/applications/dlgui.desktop").read_text("utf-8")
        assert f'Exec="{prefix}/lib/dlgui-9.8.7/dlgui"' in entry

    def test_uninstalling_leaves_nothing_of_this_version(self, unpacked: Path) -> None:
        self.install(unpacked)
        other = unpacked.parent / "my prefix/lib/dlgui-1.0.0"
        other.mkdir()
        self.install(unpacked, "--uninstall")
        left = [path for path in (unpacked.parent / "my prefix").rglob("*") if not path.is_dir()]
        assert left == []
        assert other.is_dir()
