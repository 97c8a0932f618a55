"""Packages of every version, and packages that are none."""

import random
import resource
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import ExchangeError
from quizapp.exchange.anki import container
from quizapp.exchange.anki.container import unpacked
from support.anki_packages import (
    collection,
    note,
    package,
    packed,
    read,
    varint,
    zeros,
)

NOTES = [note(1, "front", "back"), note(2, "second", "its back")]
WHOLE = collection(notes=NOTES)


def zip_of(path: Path, **members: bytes) -> Path:
    """Write a zip file; `__` in a name is a period."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return path


def refusal(path: Path) -> str:
    """Return the one line that a file is refused with."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(ExchangeError) as caught:
        read(path)
    assert sorted(path.parent.iterdir()) == before
    line = str(caught.value)
    assert "\n" not in line
    assert path.name in line
    return line


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_version_is_read(version, tmp_path):
    """Of the newer ones, not the note that asks to update Anki."""
    schema = 18 if version == 3 else 11
    data = collection(notes=NOTES, schema=schema, decks={1: "Deep::Nets"})
    media = {"0": "a.png", "1": "b.mp3"}
    path = package(tmp_path / "a.apkg", data, version=version, media=media)
    imported = read(path)
    assert [card.fields["prompt"] for card in imported.cards] == ["front", "second"]
    assert {card.deck for card in imported.cards} == {"Deep::Nets"}
    assert "2 media files in the package skipped" in imported.remarks


def test_a_package_is_unpacked_where_nobody_else_reads_and_removed(tmp_path):
    path = package(tmp_path / "a.apkg", WHOLE)
    with unpacked(path) as found:
        copy = found.collection
        assert copy.read_bytes() == WHOLE
        assert copy.parent.stat().st_mode & 0o077 == 0
    assert not copy.parent.exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    """It has 4 KiB for each MiB."""
    path = tmp_path / "bomb.apkg"
    path.write_bytes(zeros(64 * 2**20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "holds more than" in refusal(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2**16


def test_a_bomb_of_zstd_is_refused(tmp_path):
    bomb = packed(bytes(64 * 2**20))
    path = zip_of(tmp_path / "bomb.apkg", meta=varint(1, 3), collection__anki21b=bomb)
    assert "holds more than" in refusal(path)


def test_a_collection_that_is_larger_than_any_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "MOST_COLLECTION_BYTES", len(WHOLE) - 1)
    assert "holds more than" in refusal(package(tmp_path / "large.apkg", WHOLE))


def test_paths_in_a_package_lead_nowhere(tmp_path):
    """Names are compared, never opened."""
    evil = {"../evil": b"x", "/etc/evil": b"x", "..\\evil": b"x"}
    media = {"0": "../../evil"}
    path = package(tmp_path / "a.apkg", WHOLE, extra=evil, media=media)
    assert len(read(path).cards) == 2
    assert not (tmp_path.parent / "evil").exists()


def test_an_encrypted_package_is_refused(tmp_path):
    path = package(tmp_path / "a.apkg", WHOLE, version=1)
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    path.write_bytes(data)
    assert "is encrypted" in refusal(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_anki_packs_with_is_unpacked(method, tmp_path):
    path = tmp_path / "a.apkg"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("collection.anki2", WHOLE)
    assert "in a way that Anki does not use" in refusal(path)


def test_what_is_no_package_is_refused(tmp_path):
    path = tmp_path / "a.apkg"
    path.write_bytes(b"not a zip file")
    assert "an incomplete Anki package" in refusal(path)
    assert "no collection" in refusal(zip_of(tmp_path / "b.apkg", word__xml=b"<w/>"))
    path = zip_of(tmp_path / "c.apkg", collection__anki2=b"no database" * 100)
    assert "damaged" in refusal(path)
    path = zip_of(tmp_path / "d.apkg", meta=varint(1, 3), collection__anki21b=b"junk")
    assert "an incomplete Anki package" in refusal(path)
    path = zip_of(tmp_path / "e.apkg", meta=b"\xff" * 20, collection__anki21b=b"")
    assert "an incomplete Anki package" in refusal(path)


def test_a_later_version_is_named(tmp_path):
    path = zip_of(tmp_path / "a.apkg", meta=varint(1, 4), collection__anki22=b"")
    assert "version 4" in refusal(path)
    assert "Support older Anki versions" in refusal(path)


@pytest.mark.parametrize(
    "media", [b"", b"[1, 2", b'{"0": ', b"\xff\xfe", b"7", b"[" * 9999]
)
def test_a_list_of_media_that_cannot_be_read_is_no_obstacle(media, tmp_path):
    path = package(tmp_path / "a.apkg", WHOLE, extra={"media": media})
    assert len(read(path).cards) == 2


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("version", [2, 3])
def test_a_package_that_is_cut_anywhere_is_refused(version, tmp_path):
    schema = 18 if version == 3 else 11
    whole = package(
        tmp_path / "a.apkg", collection(notes=NOTES, schema=schema), version=version
    ).read_bytes()
    path = tmp_path / "cut.apkg"
    for size in range(1, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:size])
        refusal(path)


@settings(max_examples=60)
@given(data=st.data())
def test_a_package_with_wrong_bytes_is_read_or_refused(data, tmp_path_factory):
    """Never anything else, wherever they are."""
    folder = tmp_path_factory.mktemp("wrong")
    version = data.draw(st.sampled_from([1, 2, 3]))
    schema = 18 if version == 3 else 11
    bits = random.Random(data.draw(st.integers(0, 2**32)))  # noqa: S311
    inner = bytearray(collection(notes=NOTES, schema=schema))
    if data.draw(st.booleans()):
        _spoil(inner, bits, first=100)
    path = package(folder / "a.apkg", bytes(inner), version=version)
    outer = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        _spoil(outer, bits)
    path.write_bytes(outer)
    try:
        read(path)
    except ExchangeError as error:
        line = str(error)
    else:
        line = ""
    assert line.isprintable()


def _spoil(data: bytearray, bits: random.Random, first: int = 0) -> None:
    for _ in range(bits.randrange(1, 30)):
        data[bits.randrange(first, len(data))] = bits.randrange(256)


def test_a_header_that_lies_about_a_size_is_found_out(tmp_path):
    """The directory says that the collection has one byte."""
    path = package(tmp_path / "a.apkg", WHOLE, version=1)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 1)
    path.write_bytes(data)
    refusal(path)


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = package(tmp_path / "a.apkg", WHOLE)
    monkeypatch.setattr(container, "_content", full)
    assert "No space left on device" in refusal(path)


def test_a_package_that_no_folder_can_hold_is_one_line(tmp_path, monkeypatch):
    """As where nothing can be written."""
    path = package(tmp_path / "a.apkg", WHOLE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(
        ExchangeError, match="no folder for temporary files; set TMPDIR"
    ):
        read(path)
