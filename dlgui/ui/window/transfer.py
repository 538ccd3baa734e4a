"""The File menu's export and import: models taken to other programs, and brought in from them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from dlgui.core.errors import NetworkError
from dlgui.core.export import FORMATS
from dlgui.core.export.capsule import SUFFIX
from dlgui.core.export.export import Exported
from dlgui.core.export.verify import Check
from dlgui.core.export.weights_in import Imported, needs_network
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.jobs.transfer_process import export_in_process, import_in_process
from dlgui.language import facts, sentences
from dlgui.ui.kit.menu import Menu
from dlgui.ui.session.messages import Message
from dlgui.ui.session.session import Session

IMPORTED = "*.safetensors *.keras *.h5 *.pt *.pth"


def own_file(event: QDropEvent) -> Path | None:
    """The model or handed-on run that is dragged, if it is a single one."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    suffixes = (".safetensors", SUFFIX)
    return files[0] if len(files) == 1 and files[0].suffix.lower() in suffixes else None


class Transfer(QObject):
    """Fills the File menu's entries, and does what they say with the model that answers the pad."""

    def __init__(self, window: QWidget, session: Session, menu: QMenu) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.export_menu = Menu(self.tr("&Export model"), menu)
        menu.addMenu(self.export_menu)
        self.export_menu.menuAction().setObjectName("exportMenu")
        titles = {
            "html": self.tr("&Web page that reads handwriting…"),
            "onnx": self.tr("&ONNX…"),
            "keras": self.tr("&Keras…"),
            "torch": self.tr("&PyTorch…"),
        }
        for format_name, title in titles.items():
            action = self.export_menu.addAction(title)
            action.setObjectName(f"export_{format_name}")
            action.triggered.connect(partial(self._choose_target, format_name))
        importing = menu.addAction(self.tr("&Import model of PyTorch or Keras…"))
        importing.setObjectName("importModel")
        importing.triggered.connect(self._choose_source)

    # Out

    def _choose_target(self, format_name: str) -> None:
        suffix = FORMATS[format_name]
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Export the model"),
            f"{self._session.reader.name}{suffix}",
            self.tr("Exported models ({patterns})").format(patterns=f"*{suffix}"),
        )
        if chosen:
            self._export(format_name, Path(chosen))

    def _export(self, format_name: str, path: Path) -> None:
        model, name = self._session.reader.model, self._session.reader.name
        if model is not None:
            self._session.tasks.run(
                self.tr("Exporting the model"),
                lambda: export_in_process(model, format_name, path, name),
                self._tell_exported,
            )

    def _tell_exported(self, done: Exported) -> None:
        main = done.files[0]
        is_page = main.suffix == ".html"
        text = self.tr("{file} is written. {check}").format(
            file=main.name, check=self._words(done.check)
        )
        label = self.tr("Open the page") if is_page else self.tr("Open the folder")
        target = QUrl.fromLocalFile(str(main if is_page else main.parent))
        self._say(text, label, partial(QDesktopServices.openUrl, target))

    def _words(self, check: Check) -> str:
        if check.difference is None:
            return self.tr(
                "{engine} is not installed here, so nothing checked it: {advice}"
            ).format(engine=check.engine, advice=check.advice)
        return self.tr(
            "The same network: largest difference {difference} on {count} digits, by {engine}."
        ).format(difference=check.shown_difference, count=check.count, engine=check.engine)

    # In

    def _choose_source(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import a model"),
            "",
            self.tr("Models of other programs ({patterns})").format(patterns=IMPORTED),
        )
        if not chosen:
            return
        path, network = Path(chosen), None
        if needs_network(path) and not (network := self._ask_for_network(path)):
            return
        self._session.tasks.run(
            self.tr("Importing the model"),
            lambda: import_in_process(path, network),
            partial(self._use_imported, path),
        )

    def _ask_for_network(self, path: Path) -> str:
        """The name or line of the network; "" when nobody wants to say, or it is impossible."""
        given, is_given = QInputDialog.getItem(
            self._window,
            self.tr("Which network?"),
            self.tr(
                "{file} does not say which network its weights are of: choose or write it."
            ).format(file=path.name),
            list(NETWORKS),
            0,
            True,
        )
        if not is_given:
            return ""
        try:
            return network_of(given).name
        except NetworkError as error:
            self._session.messages.say(Message("error", str(error)))
            return ""

    def _use_imported(self, path: Path, found: Imported) -> None:
        self._session.reader.choose(found.model, path.stem)
        accuracy = f"{found.accuracy:.1%}"
        text = self.tr("{file} answers the pad; it reads {accuracy} of 500 digits.").format(
            file=path.name, accuracy=accuracy
        )
        if found.assumed:
            assumed = self.tr("Assumed, because digits are read best so: {what}.")
            text = sentences((text, assumed.format(what=facts(found.assumed))))
        self._session.messages.say(Message("info" if found.reads_digits else "warning", text))

    def _say(self, text: str, label: str, action: partial[bool]) -> None:
        self._session.messages.say(Message("info", text, label, action))
