"""A file is replaced whole or not at all, whatever ends the write."""

import os
from pathlib import Path

import pytest

from quizapp import files


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data.bin"


def fail_with(fault: BaseException):
    def fail(*args: object, **options: object) -> None:
        raise fault

    return fail


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_written_and_replaced(file, durable):
    """There is no other file next to it, neither the first time nor later."""
    for data in (b"old", b"\0new\r\n"):
        files.replace(file, data, durable=durable)
        assert file.read_bytes() == data
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["os.fsync", "Path.chmod", "Path.replace"])
def test_an_interrupted_write_leaves_the_old_file_alone(file, monkeypatch, step, fault):
    """A full disk or Ctrl-C, at any step: the old file is whole, and the only one."""
    file.write_bytes(b"old")
    monkeypatch.setattr(f"quizapp.files.{step}", fail_with(fault))
    with pytest.raises(type(fault)):
        files.replace(file, b"new", durable=True)
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_an_interrupted_first_write_leaves_nothing(file, monkeypatch):
    """No empty file, and no temporary one."""
    monkeypatch.setattr("quizapp.files.os.fsync", fail_with(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        files.replace(file, b"new", durable=True)
    assert list(file.parent.iterdir()) == []


def test_a_durable_file_is_synced_before_it_gets_its_name_and_its_folder_after(
    file, monkeypatch
):
    """Otherwise a power cut could leave the new name with no content, or the old."""
    steps: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        is_file = file.parent.stat().st_ino != os.fstat(descriptor).st_ino
        steps.append("file" if is_file else "folder")
        fsync(descriptor)

    def renamed(new: Path, path: Path) -> Path:
        steps.append("rename")
        return rename(new, path)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    files.replace(file, b"new", durable=True)
    assert steps == ["file", "rename", "folder"]
    steps.clear()
    files.replace(file, b"new", durable=False)
    assert steps == ["rename"]


def test_a_folder_that_cannot_be_synced_is_no_failure(file, monkeypatch):
    """Windows cannot open a folder; the file is replaced by then."""
    open_file = os.open

    def open_no_folder(path: str | Path, *options: int) -> int:
        if Path(path) == file.parent:
            raise PermissionError
        return open_file(path, *options)

    monkeypatch.setattr(os, "open", open_no_folder)
    files.replace(file, b"new", durable=True)
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_the_mode_is_as_given_whatever_the_umask_and_the_old_file(file, mode):
    """Only the user reads it, unless the caller says otherwise."""
    file.write_bytes(b"old")
    file.chmod(0o666)
    umask = os.umask(0o077)
    try:
        files.replace(file, b"new", durable=False, mode=mode)
    finally:
        os.umask(umask)
    assert file.stat().st_mode & 0o777 == mode


def test_without_a_mode_only_the_user_may_read_the_file(file):
    """As `mkstemp` makes it."""
    files.replace(file, b"new", durable=False)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_is_replaced_and_its_target_left_alone(file, tmp_path):
    """To keep the link, resolve it first, as the settings do."""
    target = tmp_path / "target"
    target.write_bytes(b"old")
    file.symlink_to(target)
    files.replace(file, b"new", durable=False)
    assert (file.read_bytes(), target.read_bytes()) == (b"new", b"old")
    assert not file.is_symlink()


def test_without_a_folder_nothing_is_written(file):
    """The caller makes the folder, with the rights it wants."""
    with pytest.raises(FileNotFoundError):
        files.replace(file.parent / "none" / "data", b"new", durable=True)
