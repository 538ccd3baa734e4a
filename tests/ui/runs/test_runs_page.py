"""The page *Runs*, as a person uses it: mouse, keys, and what is on the disk afterwards."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pointer import hover
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
)

from dlgui import paths
from dlgui.core.evaluation.run_table import RunTable
from dlgui.core.nets.model import load_model, save_model
from dlgui.core.training.recording import owned
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.runs.columns import ACCURACY, DIFFERS, NAME, STAR, STATE, TIME
from dlgui.ui.runs.page import RunsPage
from dlgui.ui.runs.table import ROW

pytestmark = pytest.mark.usefixtures("themed")

DOT = Qt.ItemDataRole.DecorationRole
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TIMEOUT = 20_000


def written(name, accuracies, **settings):
    """A run's folder as a training leaves it, without the training."""
    config = TrainingConfig(network="mlp", epochs=len(accuracies), **settings)
    run = RunFolder.create(paths.runs_dir(), config, "embedded", name=name)
    lines = [_started(config)]
    for epoch, accuracy in enumerate(accuracies, 1):
        lines += [_step(2 * epoch - 1, epoch), _step(2 * epoch, epoch), _epoch(epoch, accuracy)]
    lines.append(
        {
            "event": "TrainingDone",
            "epoch": len(accuracies),
            "step": 2 * len(accuracies),
            "best_epoch": len(accuracies),
            "best_validation_accuracy": max(accuracies),
            "seconds": 1.0,
        }
    )
    lines.append({"event": "RunKept", "step": 1, "epoch": 1, "folder": "", "model": ""})
    log = "".join(json.dumps(line) + "\n" for line in lines)
    (run.path / "events.jsonl").write_text(log, "utf-8")
    return run.path


def _started(config):
    counts = {"parameters": 1, "train_count": 100, "validation_count": 500}
    first = {"first_epoch": 0, "first_step": 0, "device": "cpu"}
    steps = {"steps_per_epoch": 2, "epochs": config.epochs}
    return {"event": "TrainingStarted", "network": "mlp", **counts, **steps, **first}


def _step(step, epoch):
    figures = {"loss": 2.0 / step, "accuracy": 0.5, "learning_rate": 0.001, "seconds": step / 10}
    return {"event": "StepDone", "step": step, "epoch": epoch, **figures}


def _epoch(epoch, accuracy):
    figures = {"train_loss": 0.5, "train_accuracy": 0.9, "validation_loss": 0.4}
    figures |= {"validation_accuracy": accuracy, "seconds": epoch / 5, "images_per_second": 1.0}
    return {"event": "EpochDone", "epoch": epoch, "step": 2 * epoch, **figures}


@pytest.fixture
def shown(live_session, qtbot):
    """Opens the page once its runs are there, and gives it and its table."""

    def show(count):
        page = RunsPage(live_session)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        table = page.findChild(object, "runTable")
        qtbot.waitUntil(lambda: table.model().rowCount() == count, timeout=TIMEOUT)
        return page, table

    return show


def row_of(table, name):
    names = [table.model().index(row, 0).data(ROW).path.name for row in range(_rows(table))]
    return names.index(name)


def _rows(table):
    return table.model().rowCount()


def click(table, name, column=ACCURACY, modifier=NONE):
    index = table.model().index(row_of(table, name), column)
    QTest.mouseClick(table.viewport(), LEFT, modifier, table.visualRect(index).center())


def chosen(table):
    return {row.path.name for row in table.selected}


def test_nothing_yet_says_how_to_begin(shown):
    page, _ = shown(0)
    assert any("Train" in label.text() for label in page.findChildren(QLabel))


def test_rows_say_how_well_and_in_what_they_differ(shown):
    written("a", [0.5, 0.9], learning_rate=0.001)
    written("b", [0.7, 0.8], learning_rate=0.01)
    _, table = shown(2)
    row = row_of(table, "a")
    assert table.model().index(row, ACCURACY).data().startswith("90.00 %")
    assert "0.001" in table.model().index(row, DIFFERS).data()


def test_typing_filters_and_clicking_a_title_sorts(shown):
    for name, accuracy, rate in (("a", 0.5, 0.001), ("b", 0.9, 0.01), ("c", 0.7, 0.003)):
        written(name, [accuracy], learning_rate=rate)
    page, table = shown(3)
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(ACCURACY) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, NONE, at)
    order = [table.model().index(row, 0).data(ROW).path.name for row in range(3)]
    assert order in (["a", "c", "b"], ["b", "c", "a"])
    QTest.keyClicks(page.findChild(QLineEdit, "runFilter"), "0.003")
    assert _rows(table) == 1
    assert table.model().index(0, 0).data(ROW).path.name == "c"


def test_a_star_and_a_name_are_kept_on_the_disk(shown, qtbot):
    path = written("a", [0.5])
    _, table = shown(1)
    click(table, "a", STAR)
    click(table, "a", NAME)
    index = table.model().index(0, NAME)
    QTest.mouseDClick(table.viewport(), LEFT, NONE, table.visualRect(index).center())
    editor = table.viewport().findChild(QLineEdit)
    editor.clear()
    QTest.keyClicks(editor, "Wide kernels")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    def notes():
        return RunTable(paths.runs_dir()).rows()[0].notes

    qtbot.waitUntil(lambda: notes().title == "Wide kernels", timeout=TIMEOUT)
    assert notes().is_starred
    assert (path / "notes.json").is_file()


def test_chosen_runs_are_laid_over_each_other_and_compared(shown, qtbot):
    for seed in (0, 1, 2):
        written(f"slow{seed}", [0.80, 0.90 + seed / 1000], learning_rate=0.001, seed=seed)
        written(f"fast{seed}", [0.85, 0.93 + seed / 900], learning_rate=0.01, seed=seed)
    page, table = shown(6)
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(chosen(table)) == 6
    plot = page.findChild(object, "overlayPlot")
    qtbot.waitUntil(lambda: len(plot.points) == 6, timeout=TIMEOUT)
    assert sorted(y[-1] for _, y in plot.points.values())[0] == pytest.approx(90.0)
    verdict = page.findChild(QLabel, "runVerdict")
    assert "3 of 3" in verdict.text()
    assert "hardly luck" in verdict.text()
    grid = page.findChild(QTableWidget, "sweepGrid")
    assert [grid.item(0, column).text() for column in range(2)] == ["90.10 % (×3)", "93.11 % (×3)"]
    measure = page.findChild(QComboBox, "overlayMeasure")
    measure.setFocus()
    QTest.keyClick(measure, Qt.Key.Key_End)
    assert len(plot.points) == 12  # smoothed, and raw behind it


def test_repeats_become_their_mean_and_spread(shown, qtbot):
    for seed, last in ((0, 0.90), (1, 0.92), (2, 0.97)):
        written(f"seed{seed}", [0.5, last], seed=seed)
    written("alone", [0.4, 0.6], batch_size=64)
    page, table = shown(4)
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    plot = page.findChild(object, "overlayPlot")
    qtbot.waitUntil(lambda: len(plot.points) == 4, timeout=TIMEOUT)
    bands = page.findChild(QCheckBox, "overlayBands")
    QTest.mouseClick(bands, LEFT, pos=QPoint(8, bands.height() // 2))
    (key,) = [key for key in plot.points if key.startswith("mean")]
    x, y = plot.points[key]
    dots = [table.model().index(row_of(table, f"seed{n}"), NAME).data(DOT) for n in range(3)]
    images = [dot.pixmap(16, 16).toImage() for dot in dots]
    assert images[0] == images[1] == images[2]
    assert x.tolist() == [1, 2]
    assert y == pytest.approx([50.0, 93.0])
    hover(plot, plot.axes.at(1.99, 92.7, plot.area()))
    readout = page.findChild(QLabel, "overlayReadout")
    qtbot.waitUntil(lambda: readout.text().startswith("Mean of the repeats"), timeout=TIMEOUT)


def test_a_curve_under_the_mouse_names_its_run(shown, qtbot):
    written("a", [0.5, 0.6, 0.7])
    page, table = shown(1)
    click(table, "a")
    plot = page.findChild(object, "overlayPlot")
    qtbot.waitUntil(lambda: len(plot.points) == 1, timeout=TIMEOUT)
    area = plot.area()
    at = plot.axes.at(2.0, 60.0, area).toPoint()
    QTest.mouseMove(plot, at)
    readout = page.findChild(QLabel, "overlayReadout")
    qtbot.waitUntil(lambda: "60.00\u2009%" in readout.text(), timeout=TIMEOUT)


def test_deleted_runs_come_back_by_the_messages_button(shown, qtbot, live_session):
    for name in ("a", "b", "c"):
        written(name, [0.5])
    _, table = shown(3)
    said = []
    live_session.messages.said.connect(said.append)
    click(table, "a")
    click(table, "b", modifier=Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: _rows(table) == 1, timeout=TIMEOUT)
    assert not (paths.runs_dir() / "a").exists()
    next(message for message in said if message.action).action()
    qtbot.waitUntil(lambda: _rows(table) == 3, timeout=TIMEOUT)


def test_chosen_rows_are_copied_as_a_table(shown):
    written("a", [0.5])
    _, table = shown(1)
    click(table, "a")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    titles, cells = QApplication.clipboard().text().split("\n")
    assert len(titles.split("\t")) == len(cells.split("\t"))
    assert "50.00 %" in cells


def test_a_setting_is_repeated_with_other_seeds_one_after_the_other(shown, qtbot, live_session):
    written("a", [0.5], train_digits=50, batch_size=50, seed=7)
    page, table = shown(1)
    click(table, "a")
    page.findChild(object, "repeatRun").trigger()
    assert live_session.queue.count == 3
    qtbot.waitUntil(lambda: live_session.queue.count == 0, timeout=60_000)
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.IDLE, timeout=60_000)
    rows = RunTable(paths.runs_dir()).rows()
    assert sorted(row.config.seed for row in rows) == [7, 8, 9, 10, 11]


def test_what_waits_is_held_when_one_is_stopped_and_goes_on(shown, qtbot, live_session):
    written("a", [0.5] * 40, train_digits=2000, batch_size=50, seed=7)
    page, table = shown(1)
    click(table, "a")
    trigger(page, "repeatRun")
    training, queue = live_session.training, live_session.queue
    assert not page.findChild(object, "goOnWithQueue").isEnabled()
    qtbot.waitUntil(lambda: training.state is TrainingState.RUNNING, timeout=60_000)
    with qtbot.waitSignal(training.ended, timeout=60_000):
        training.stop()
    assert (queue.count, queue.is_held) == (3, True)
    trigger(page, "goOnWithQueue")
    assert (queue.count, queue.is_held) == (2, False)
    trigger(page, "clearQueue")
    assert queue.count == 0
    qtbot.waitUntil(lambda: training.state is TrainingState.RUNNING, timeout=60_000)
    training.stop()
    qtbot.waitUntil(lambda: training.is_idle, timeout=60_000)


@pytest.fixture
def trained(live_session, qtbot):
    """A run that the session trained, as it was left."""
    config = TrainingConfig(network="mlp", epochs=1, train_digits=100, batch_size=50)
    with qtbot.waitSignal(live_session.training.ended, timeout=60_000):
        live_session.training.start(config)
    return live_session.training.run.path


def trigger(page, name):
    action = page.findChild(object, name)
    assert action.isEnabled()
    action.trigger()


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_a_report_is_saved_with_the_name_that_was_typed(
    trained, shown, qtbot, tmp_path, monkeypatch, ending
):
    target = tmp_path / f"page{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page, _ = shown(1)
    trigger(page, "reportRun")
    dialog = page.window().findChild(object, "reportDialog")
    QTest.keyClicks(dialog.findChild(QLineEdit, "reportAuthor"), "Ada")
    QTest.mouseClick(dialog.findChild(QPushButton, "reportSave"), LEFT)
    qtbot.waitUntil(target.is_file, timeout=TIMEOUT)
    content = target.read_bytes()
    if ending == ".html":
        assert b"Ada" in content
        assert content.count(b"<svg") >= 4
    else:
        assert content.startswith(b"%PDF")
        assert b"/Subtype /Image" not in content  # every figure is made of shapes


def test_a_run_is_exported_for_tensorboard(
    trained, shown, qtbot, tmp_path, monkeypatch, live_session
):
    said = []
    live_session.messages.said.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "logs"))
    page, _ = shown(1)
    trigger(page, "tensorboardRun")
    qtbot.waitUntil(lambda: bool(said), timeout=TIMEOUT)
    assert f"tensorboard --logdir {tmp_path / 'logs'}" in said[-1].text
    parts = {file.parent for file in (tmp_path / "logs").rglob("*tfevents*")}
    run = tmp_path / "logs" / trained.name
    assert parts == {run / "train", run / "validation"}


def test_checkpoints_are_deleted_and_come_back(trained, shown, qtbot, live_session):
    said = []
    live_session.messages.said.connect(said.append)
    page, table = shown(1)
    trigger(page, "thinRuns")
    last = trained / "last.safetensors"
    qtbot.waitUntil(lambda: not last.exists() and bool(said), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: not table.selected[0].can_resume, timeout=TIMEOUT)
    assert not page.findChild(object, "addEpochToRun").isEnabled()
    assert (trained / "model.safetensors").is_file()
    said[-1].action()
    qtbot.waitUntil(lambda: last.exists() and table.selected[0].can_resume, timeout=TIMEOUT)


def test_what_a_run_tells_is_verified(trained, shown, qtbot, live_session):
    said = []
    live_session.messages.said.connect(said.append)
    page, _ = shown(1)
    trigger(page, "verifyRun")
    qtbot.waitUntil(lambda: bool(said), timeout=TIMEOUT)
    assert "What the run tells holds." in said[0].text
    model = load_model(trained / "model.safetensors")
    save_model(
        trained / "model.safetensors",
        replace(model, summary={**model.summary, "validation_accuracy": 0.999}),
    )
    trigger(page, "verifyRun")
    qtbot.waitUntil(lambda: len(said) == 2, timeout=TIMEOUT)
    assert "does not hold" in said[1].text
    assert said[1].kind == "warning"


def test_a_training_under_way_shows_how_far_it_is(shown, qtbot, live_session):
    _, table = shown(0)
    states = []
    table.model().dataChanged.connect(
        lambda *_: states.append(table.model().index(0, STATE).data())
    )
    config = TrainingConfig(network="mlp", epochs=2, train_digits=2000, batch_size=50)
    with qtbot.waitSignal(live_session.training.ended, timeout=60_000):
        live_session.training.start(config)
    assert any(state and state.startswith("step ") for state in states)
    qtbot.waitUntil(lambda: table.model().index(0, STATE).data() == "done", timeout=TIMEOUT)


def test_one_more_epoch_is_trained_from_the_table(trained, shown, qtbot, live_session):
    page, table = shown(1)
    with qtbot.waitSignal(live_session.training.ended, timeout=60_000):
        trigger(page, "addEpochToRun")
    qtbot.waitUntil(lambda: table.selected[0].epochs == 2, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: table.selected[0].state == "ended", timeout=TIMEOUT)
    assert table.selected[0].path == trained


def test_a_run_that_is_trained_shows_as_such_and_is_not_deleted(shown):
    path = written("a", [0.5])
    log = path / "events.jsonl"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-2]))
    with owned(RunFolder.open(path)):
        page, table = shown(1)
        click(table, "a")
        assert table.model().index(0, STATE).data() == "under way"
        for name in ("deleteRuns", "thinRuns", "resumeRun"):
            assert not page.findChild(object, name).isEnabled()


def test_the_best_and_the_quickest_are_marked(shown):
    written("good", [0.5, 0.9])
    written("quick", [0.8])
    _, table = shown(2)
    role = Qt.ItemDataRole.ToolTipRole
    assert "best" in table.model().index(row_of(table, "good"), ACCURACY).data(role)
    assert "quickest" in table.model().index(row_of(table, "quick"), TIME).data(role)
    assert "best" not in table.model().index(row_of(table, "quick"), ACCURACY).data(role)


def test_the_trash_is_emptied_after_a_second_click(shown, qtbot, live_session):
    said = []
    live_session.messages.said.connect(said.append)
    written("a", [0.5])
    page, table = shown(1)
    click(table, "a")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    trash = RunTable(paths.runs_dir()).trash
    qtbot.waitUntil(lambda: trash.is_dir() and _rows(table) == 0, timeout=TIMEOUT)
    trigger(page, "emptyTrash")
    qtbot.waitUntil(lambda: len(said) == 2, timeout=TIMEOUT)
    assert trash.is_dir()
    said[-1].action()
    qtbot.waitUntil(lambda: not trash.is_dir(), timeout=TIMEOUT)


def test_what_is_typed_outlasts_a_row_that_is_read_again(shown, qtbot):
    path = written("a", [0.5])
    page, table = shown(1)
    click(table, "a", NAME)
    index = table.model().index(0, NAME)
    QTest.mouseDClick(table.viewport(), LEFT, NONE, table.visualRect(index).center())
    editor = table.viewport().findChild(QLineEdit)
    QTest.keyClicks(editor, "Wide")
    with (path / "events.jsonl").open("a") as log:
        log.write(json.dumps(_epoch(2, 0.7)) + "\n")
    page.refresh()
    qtbot.waitUntil(lambda: table.model().index(0, 0).data(ROW).epochs == 2, timeout=TIMEOUT)
    assert editor.text().endswith("Wide")


def test_a_sweep_says_how_many_trainings_it_makes(shown, qtbot, live_session):
    page, _ = shown(0)
    page.findChild(object, "sweepRun").trigger()
    dialog = page.window().findChild(object, "sweepDialog")
    values = dialog.findChild(QLineEdit, "sweepValues1")
    values.clear()
    QTest.keyClicks(values, "0.1, 0.01")
    assert "2 trainings" in dialog.findChild(QLabel, "sweepTold").text()
    QTest.keyClicks(values, ", abc")
    start = dialog.findChild(QPushButton, "sweepStart")
    assert not start.isEnabled()
    dialog.reject()
