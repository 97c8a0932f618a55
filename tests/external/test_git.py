"""The user's own git carries a folder: real repositories, and a remote that is one."""

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quizapp.core.basics.logged import Logged
from quizapp.errors import SyncError
from quizapp.external.git import GitFolder, Reached, Unreachable
from quizapp.sync.folder import is_of_a_device, list_folder
from quizapp.sync.own import OwnEnd, append
from quizapp.sync.reading import read_segment

ONE, TWO, THREE = "111111111111", "222222222222", "333333333333"


def git(folder: Path, *words: str) -> str:
    """Run git as a user does, and return what it prints."""
    who = ("-c", "user.name=A User", "-c", "user.email=user@example.org")
    ended = subprocess.run(
        ["git", *who, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = tmp_path / "remote.git"
    path.mkdir()
    git(path, "init", "-q", "--bare", "-b", "main")
    return path


def clone(remote: Path, name: str) -> Path:
    """Return a work tree with this remote; the synced folder is a part of it."""
    tree = remote.parent / name
    tree.mkdir()
    git(tree, "init", "-q", "-b", "main")
    git(tree, "remote", "add", "origin", str(remote))
    (tree / "notes" / "quiz").mkdir(parents=True)
    return tree


def exchange(tree: Path, **environ: str) -> Reached | Unreachable:
    """Exchange as quizapp does, for a user without a name in git's configuration."""
    home = {"PATH": os.environ["PATH"], "HOME": str(tree.parent / "nobody")}
    folder = tree / "notes" / "quiz"
    return GitFolder(folder, {**home, **environ}, is_of_a_device, 20).exchange()


def add(tree: Path, device: str, name: str, end: OwnEnd = OwnEnd()) -> OwnEnd:
    """Append an event to a device's segment."""
    folder = tree / "notes" / "quiz"
    event = Logged("marks", {"id": name})
    return append(folder, device, "2026-11", end, [event], lambda _: None)


def events(tree: Path) -> set[str]:
    """Return the ids of all events; nothing is wrong with the files."""
    folder, ids = tree / "notes" / "quiz", set()
    for found in list_folder(folder).files:
        segment = read_segment(folder, found, None)
        assert segment.progress.in_words == ()
        ids |= {line.event.id for line in segment.events}
    return ids


@pytest.mark.slow
def test_two_machines_exchange_through_an_empty_remote(remote):
    """The histories have no common beginning: each began with its own commit."""
    one, two = clone(remote, "one"), clone(remote, "two")
    first, second = add(one, ONE, "a"), add(two, TWO, "b")
    assert exchange(one) == exchange(two) == exchange(one) == Reached()
    assert events(one) == events(two) == {"a", "b"}
    add(one, ONE, "c", first)
    add(two, TWO, "d", second)
    assert exchange(two) == exchange(one) == exchange(two) == Reached()
    assert events(one) == events(two) == {"a", "b", "c", "d"}
    assert git(one, "status", "--porcelain") == ""
    assert git(one, "rev-parse", "HEAD") == git(two, "rev-parse", "HEAD")
    assert "quizapp <quizapp@localhost>" in git(one, "log", "--format=%an <%ae>")
    before = git(one, "rev-parse", "HEAD")
    assert exchange(one) == Reached()
    assert git(one, "rev-parse", "HEAD") == before


@pytest.mark.slow
def test_many_machines_that_push_at_once_lose_nothing(remote):
    """Who comes second merges and pushes again."""
    trees = [clone(remote, f"tree{number}") for number in range(4)]
    for number, tree in enumerate(trees):
        add(tree, f"{number:012x}", str(number))
    with ThreadPoolExecutor() as pool:
        for _ in range(3):
            list(pool.map(exchange, trees))
    for tree in trees:
        assert exchange(tree) == Reached()
        assert events(tree) == {"0", "1", "2", "3"}


@pytest.mark.slow
def test_what_else_is_in_the_work_tree_stays_as_it_is(remote):
    """Staged, changed and new files of the user are neither committed nor touched."""
    one, two = clone(remote, "one"), clone(remote, "two")
    for name in ("staged", "changed", "both"):
        (one / name).write_text("before\n")
    git(one, "add", ".")
    git(one, "commit", "-q", "-m", "mine")
    add(one, ONE, "a")
    exchange(one)
    add(two, TWO, "b")
    exchange(two)
    (two / "theirs").write_text("theirs\n")
    git(two, "add", "theirs")
    git(two, "commit", "-q", "-m", "theirs")
    exchange(two)
    for name in ("staged", "changed", "new", "notes/quiz/note.txt"):
        (one / name).write_text(f"{name} by the user\n")
    git(one, "add", "staged")
    before = git(one, "status", "--porcelain")
    add(one, THREE, "c")
    assert exchange(one) == Reached()
    assert git(one, "status", "--porcelain") == before
    assert (one / "theirs").read_text() == "theirs\n"
    assert (one / "staged").read_text() == "staged by the user\n"
    assert events(one) == {"a", "b", "c"}


def commit(tree: Path, name: str, text: str | None) -> None:
    """Change a file of the user, or remove it, as they do."""
    if text is None:
        git(tree, "rm", "-q", name)
    else:
        (tree / name).write_text(text)
        git(tree, "add", name)
    git(tree, "commit", "-q", "-m", "by hand")


@pytest.mark.slow
def test_a_change_of_the_user_in_the_way_is_named_and_stays(remote):
    """Only they know what the file should be."""
    one, two = clone(remote, "one"), clone(remote, "two")
    add(one, ONE, "a")
    exchange(one)
    exchange(two)
    commit(two, "list", "theirs\n")
    add(two, TWO, "b")
    exchange(two)
    (one / "list").write_text("mine\n")
    add(one, THREE, "c")
    with pytest.raises(SyncError, match="list"):
        exchange(one)
    assert (one / "list").read_text() == "mine\n"
    assert events(one) == {"a", "c"}
    commit(one, "list", "mine\n")
    with pytest.raises(SyncError, match="list was changed here and elsewhere"):
        exchange(one)
    assert git(one, "status", "--porcelain") == ""
    commit(one, "list", None)
    assert exchange(one) == Reached()
    assert events(one) == {"a", "b", "c"}


def test_a_file_that_two_machines_wrote_is_kept_twice(remote):
    """A home was copied, and nobody has noticed yet."""
    one, two = clone(remote, "one"), clone(remote, "two")
    end = add(one, ONE, "a")
    exchange(one)
    exchange(two)
    add(one, ONE, "b", end)
    add(two, ONE, "c", end)
    for tree in (one, two, one):
        assert exchange(tree) == Reached()
    assert events(one) == events(two) == {"a", "b", "c"}
    assert len(list_folder(one / "notes" / "quiz").files) == 2


def test_offline_is_no_error(remote):
    """What was not pushed is pushed the next time."""
    one, two = clone(remote, "one"), clone(remote, "two")
    away = remote.with_name("away.git")
    remote.rename(away)
    end = add(one, ONE, "a")
    result = exchange(one)
    assert isinstance(result, Unreachable)
    assert "repository" in result.reason
    add(one, ONE, "b", end)
    GitFolder(
        one / "notes" / "quiz", {"PATH": os.environ["PATH"]}, is_of_a_device
    ).commit()
    assert git(one, "status", "--porcelain") == ""
    away.rename(remote)
    assert exchange(one) == exchange(two) == Reached()
    assert events(two) == {"a", "b"}


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:9/x.git", "ssh://nobody@127.0.0.1:9/x.git"]
)
def test_nothing_is_asked(remote, url):
    """Neither by git nor by ssh, nor in a window."""
    one = clone(remote, "one")
    git(one, "remote", "set-url", "origin", url)
    add(one, ONE, "a")
    asks = {"SSH_ASKPASS": "/bin/false", "GIT_ASKPASS": "/bin/false", "DISPLAY": ":0"}
    assert isinstance(exchange(one, **asks), Unreachable)


def test_a_remote_that_does_not_answer_is_left(remote, tmp_path):
    """After the time limit, with all that git started."""
    one = clone(remote, "one")
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    git(one, "remote", "set-url", "origin", "ssh://example.org/x.git")
    add(one, ONE, "a")
    environ = {"PATH": os.environ["PATH"], "GIT_SSH_COMMAND": str(slow)}
    folder = one / "notes" / "quiz"
    result = GitFolder(folder, environ, is_of_a_device, 0.5).exchange()
    assert result == Unreachable("no answer within 0.5 seconds")


def test_no_hook_runs_and_nothing_is_signed(remote):
    """The user's own rules for commits are not for these."""
    one = clone(remote, "one")
    for name in ("pre-commit", "commit-msg", "pre-push", "post-merge", "post-checkout"):
        hook = one / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {one}/ran-{name}\nexit 1\n")
        hook.chmod(0o755)
    git(one, "config", "commit.gpgSign", "true")
    git(one, "config", "gpg.program", "/bin/false")
    git(one, "config", "core.autocrlf", "true")
    add(one, ONE, "a")
    assert exchange(one) == Reached()
    assert list(one.glob("ran-*")) == []
    assert events(one) == {"a"}


def test_ignored_folders_are_committed_all_the_same(remote):
    """Who ignores everything but some files means other files."""
    one, two = clone(remote, "one"), clone(remote, "two")
    (one / ".gitignore").write_text("*\n")
    add(one, ONE, "a")
    assert exchange(one) == exchange(two) == Reached()
    assert events(two) == {"a"}


def test_a_folder_that_git_cannot_use_is_refused(tmp_path, remote):
    """With what to do about it."""
    (tmp_path / "plain").mkdir()
    environ = {"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    with pytest.raises(SyncError, match="is not in a git work tree"):
        GitFolder(tmp_path / "plain", environ, is_of_a_device)
    one = clone(remote, "one")
    git(one, "remote", "remove", "origin")
    with pytest.raises(SyncError, match="no remote; `git remote add origin URL`"):
        GitFolder(one, environ, is_of_a_device)
    with pytest.raises(SyncError, match="install git, or sync without --git"):
        GitFolder(one, {"PATH": "/nowhere"}, is_of_a_device)


def test_an_unfinished_merge_of_the_user_is_left_alone(remote):
    """They are in the middle of something."""
    one = clone(remote, "one")
    add(one, ONE, "a")
    exchange(one)
    head, folder = one / ".git" / "MERGE_HEAD", one / ".git" / "rebase-apply"
    head.write_text(git(one, "rev-parse", "HEAD"))
    with pytest.raises(SyncError, match="a merge or rebase is not finished"):
        exchange(one)
    head.unlink()
    folder.mkdir()
    with pytest.raises(SyncError, match="a merge or rebase is not finished"):
        exchange(one)


def test_an_empty_folder_of_a_device_is_not_in_the_way(remote):
    """A sync that was interrupted leaves one, and git commits no folders."""
    one, two = clone(remote, "one"), clone(remote, "two")
    (one / "notes" / "quiz" / TWO).mkdir()
    assert exchange(one) == Reached()
    add(one, ONE, "a")
    assert exchange(one) == exchange(two) == Reached()
    assert events(two) == {"a"}


def test_a_folder_that_is_gone_is_one_line(remote, tmp_path, monkeypatch):
    """So is one for temporary files."""
    one, two = clone(remote, "one"), clone(remote, "two")
    add(one, ONE, "a")
    add(two, TWO, "b")
    exchange(one)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(SyncError, match=r"git in .* failed: .*none"):
        exchange(two)
