"""The cache is sealed with all the code that built it, in any folder."""

import os
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import quizapp
from quizapp import cache

PACKAGE = Path(quizapp.__file__).parent
SOURCES = [
    path.relative_to(PACKAGE)
    for folder in cache.SEALED
    for path in sorted((PACKAGE / folder).rglob("*.py"))
]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return a copy of the package that a test may edit."""
    copy = tmp_path_factory.mktemp("package") / "quizapp"
    return copytree(PACKAGE, copy, ignore=ignore_patterns("__pycache__", "_content"))


def test_every_sealed_folder_has_code():
    """A renamed folder would silently drop out of the seal."""
    folders = {source.parts[0] for source in SOURCES}
    assert folders == set(cache.SEALED)
    assert len(SOURCES) > 60


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_touching_any_source_breaks_the_seal(package, source):
    """At any depth: the edited code may build other memories or decks."""
    before = cache.code_key(package)
    stat = (package / source).stat()
    os.utime(package / source, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert cache.code_key(package) != before


def test_a_new_file_at_any_depth_breaks_the_seal(package):
    """New code counts even before anything imports it."""
    before = cache.code_key(package)
    deep = package / "core" / "one" / "two"
    deep.mkdir(parents=True)
    (deep / "three.py").touch()
    assert cache.code_key(package) != before


def test_files_that_are_not_source_do_not_break_the_seal(package):
    """Byte code and text files build nothing."""
    before = cache.code_key(package)
    (package / "core" / "__pycache__").mkdir()
    (package / "core" / "__pycache__" / "card.py").touch()
    (package / "core" / "notes.txt").touch()
    assert cache.code_key(package) == before
