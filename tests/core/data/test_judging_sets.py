"""QMNIST and MNIST-C, which judge and from which nothing learns."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
from judging_files import write_mnist_c, write_qmnist

from dlgui.core.data.datasets import DigitSet, load_embedded
from dlgui.core.data.judging_sets import KINDS, load_judging_set
from dlgui.core.data.sources import load_data, load_judged
from dlgui.core.errors import DataError


@pytest.fixture(scope="module")
def few() -> DigitSet:
    return load_embedded().validation.take(np.arange(0, 500, 25))


def test_qmnist_is_the_digits_that_mnists_test_part_lacks(few: DigitSet) -> None:
    write_qmnist(few)
    digits, notes = load_judged("qmnist")
    np.testing.assert_array_equal(digits.images, few.images)
    np.testing.assert_array_equal(digits.labels, few.labels)
    assert notes == ()


def test_qmnist_without_them_is_refused(few: DigitSet) -> None:
    write_qmnist(few.take(np.arange(0)))
    with pytest.raises(DataError, match="does not hold all of QMNIST's test digits"):
        load_judging_set("qmnist")


def test_each_kind_of_mnist_c_is_taken_as_it_is(few: DigitSet) -> None:
    inverted = DigitSet(255 - few.images, few.labels)
    write_mnist_c({"identity": few, "fog": inverted})
    for kind, true in (("identity", few), ("fog", inverted)):
        digits, notes = load_judged(f"mnist-c/{kind}")
        np.testing.assert_array_equal(digits.images, true.images)
        np.testing.assert_array_equal(digits.labels, true.labels)
        assert digits.labels.dtype == digits.images.dtype == np.uint8
        assert notes == ()


def test_there_are_fifteen_corruptions_and_the_uncorrupted_digits() -> None:
    assert len(KINDS) == 16
    with pytest.raises(DataError, match="no kind rain: there are identity, shot_noise"):
        load_judging_set("mnist-c/rain")


@pytest.mark.parametrize("word", ["mnist", "qmnist", "mnist-c/fog"])
def test_what_is_not_here_is_told_with_the_ways_out(word: str) -> None:
    name = word.partition("/")[0]
    with pytest.raises(DataError, match=f'is not in .* yet: .*"dlgui evaluate {name} --download"'):
        load_judged(word)


@pytest.mark.parametrize("word", ["qmnist", "mnist-c", "mnist-c/fog"])
def test_nothing_learns_from_them(word: str, few: DigitSet) -> None:
    write_qmnist(few)
    write_mnist_c({"fog": few})
    with pytest.raises(DataError, match="judge finished networks, not to train one"):
        load_data(word)


def test_a_zip_that_lacks_a_kind_or_is_cut_off_is_refused(few: DigitSet) -> None:
    path = write_mnist_c({"identity": few})
    with pytest.raises(DataError, match=r"lacks mnist_c/fog/test_images\.npy"):
        load_judging_set("mnist-c/fog")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="damaged"):
        load_judging_set("mnist-c/identity")
    changed = bytearray(whole)
    changed[2000] ^= 0xFF
    path.write_bytes(changed)
    with pytest.raises(DataError, match="damaged"):
        load_judging_set("mnist-c/identity")


def test_a_zip_that_claims_too_much_takes_no_memory(few: DigitSet) -> None:
    path = write_mnist_c({"identity": few})
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999, 28, 28, 1), }"
    head = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + header.ljust(117).encode() + b"\n"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("mnist_c/fog/test_images.npy", head)
        archive.writestr("mnist_c/fog/test_labels.npy", head)
    with pytest.raises(DataError, match="dlgui reads at most"):
        load_judging_set("mnist-c/fog")
