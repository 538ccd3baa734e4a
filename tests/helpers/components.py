"""The principal components of rows, as a map finds them."""

from __future__ import annotations

import numpy as np

from dlgui.core.evaluation.embedding import Components, principal_components


def components_of(rows: np.ndarray) -> Components:
    """rows: float32 [n, size]."""
    mean = rows.mean(axis=0)
    centred = rows - mean
    return principal_components(centred, mean, centred @ centred.T)
