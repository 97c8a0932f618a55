"""The user's own git, for a synced folder in a work tree with a remote.

Only the files of devices are committed, and no file is ever merged line by line: each
has one writer. What else is in the work tree, staged or not, stays as it is. git asks
nothing, runs no hooks, signs nothing, and has a time limit. Whatever it does, the
result is a value.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from msgspec import Struct

from quizapp.errors import SyncError

TRIES = 5
"""How often to begin again when another device pushed first."""
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_MESSAGE = "quizapp sync"
_QUIETLY = (
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.autocrlf=false"),
    *("-c", "commit.gpgSign=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "advice.detachedHead=false"),
    *("-c", "http.lowSpeedLimit=100"),
    *("-c", "http.lowSpeedTime=10"),
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",  # not even that of the configuration
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    "GIT_EDITOR": "true",
    "LC_ALL": "C",
}
_REBASING = ("rebase-merge", "rebase-apply")
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables of a git that started quizapp."""


class Ran(Struct, frozen=True):
    """What became of one run of git."""

    code: int
    output: bytes
    errors: str

    @property
    def text(self) -> str:
        """What it printed, as one line."""
        return self.output.decode(errors="replace").strip()

    @property
    def reason(self) -> str:
        """Why it failed, in its own words."""
        lines = [line for line in self.errors.splitlines() if line.strip()]
        return lines[-1].strip() if lines else f"git exited with {self.code}"


class Reached(Struct, frozen=True):
    """Both sides have the same commits now."""


class Unreachable(Struct, frozen=True):
    """The remote could not be reached, or it refused."""

    reason: str


class _Failed(Exception):
    """A run of git failed."""


class GitFolder:
    """A synced folder in a git work tree. Methods raise SyncError for a bad one."""

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        is_segment: Callable[[str], bool],
        seconds: float = 30,
    ) -> None:
        self._folder, self._seconds = folder, seconds
        self._is_segment = is_segment
        """Whether a path, relative to the folder, is a file that one device writes."""
        self._program = which("git", path=environ.get("PATH")) or "git"
        kept = {name: text for name, text in environ.items() if name not in _INHERITED}
        self._environ = {**kept, **_ENVIRONMENT}
        self._root = Path(self._needed("rev-parse", "--show-toplevel").text)
        self._prefix = self._needed("rev-parse", "--show-prefix").text
        self._branch = self._needed("symbolic-ref", "--short", "HEAD").text
        self._remote, self._ref = self._upstream()
        if self._git("var", "GIT_AUTHOR_IDENT").code != 0:
            for who in ("AUTHOR", "COMMITTER"):
                self._environ[f"GIT_{who}_NAME"] = "quizapp"
                self._environ[f"GIT_{who}_EMAIL"] = "quizapp@localhost"

    def exchange(self) -> Reached | Unreachable:
        """Commit the devices' files, merge what others pushed, and push."""
        with self._failures():
            return self._exchange()

    def commit(self) -> None:
        """Commit the devices' files."""
        with self._failures():
            self._commit()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except (_Failed, OSError) as failed:
            raise SyncError(
                f"git in {self._folder} failed: {failed}",
                "fix it with git; no event is lost",
            ) from failed

    def _exchange(self) -> Reached | Unreachable:
        reason = ""
        for _ in range(TRIES):
            self._commit()
            heads = self._git("ls-remote", self._remote, self._ref)
            if heads.code != 0:
                return Unreachable(heads.reason)
            theirs = heads.text.partition("\t")[0]
            if theirs and not self._has(theirs):
                fetched = self._git("fetch", "-q", "--no-tags", self._remote, self._ref)
                if fetched.code != 0:
                    return Unreachable(fetched.reason)
                theirs = self._needed("rev-parse", "FETCH_HEAD").text
            if theirs:
                self._merge(theirs)
            ours = self._head()
            if ours in (None, theirs):
                return Reached()
            pushed = self._git(
                "push", "-q", "--no-verify", self._remote, f"HEAD:{self._ref}"
            )
            if pushed.code == 0:
                return Reached()
            reason = pushed.reason
        return Unreachable(reason)

    def _commit(self) -> None:
        """Commit what devices wrote, and nothing else."""
        self._settled()
        with os.scandir(self._folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if self._is_segment(f"{entry.name}/")
                and entry.is_dir(follow_symlinks=False)
            )
        if not names:
            return
        self._run("add", "-f", "--", *names)
        listed = ("diff", "--cached", "--name-only", "--no-renames", "--relative", "-z")
        changed = self._run(*listed, "--", *names)
        if changed:  # an empty folder has nothing that git could commit
            names = sorted(
                {path.partition("/")[0] for path in changed.split("\0")} - {""}
            )
            self._run("commit", "-q", "--no-verify", "-m", _MESSAGE, "--", *names)

    def _settled(self) -> None:
        """Refuse a work tree in which the user is in the middle of something."""
        for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", *_REBASING):
            if Path(self._folder, self._run("rev-parse", "--git-path", name)).exists():
                raise _Failed("a merge or rebase is not finished")

    def _merge(self, theirs: str) -> None:
        """Make a commit that has both sides the present one, with its files."""
        ours = self._head()
        if ours is None:
            self._move(_EMPTY_TREE, theirs, "")
        elif self._git("merge-base", "--is-ancestor", theirs, ours).code == 0:
            return
        elif self._git("merge-base", "--is-ancestor", ours, theirs).code == 0:
            self._move(ours, theirs, ours)
        else:
            tree = self._joined(ours, theirs)
            parents = ("-p", ours, "-p", theirs)
            new = self._run("commit-tree", tree, *parents, "-m", _MESSAGE)
            self._move(ours, new, ours)

    def _move(self, before: str, now: str, head: str) -> None:
        """Bring the files from one commit to another; the user's changes stay."""
        moved = self._git("read-tree", "-m", "-u", before, now, at=self._root)
        if moved.code != 0:
            raise _Failed(moved.reason)
        self._run("update-ref", "-m", _MESSAGE, "HEAD", now, head or "0" * len(now))

    def _joined(self, ours: str, theirs: str) -> str:
        """Return the tree that has the files of both sides.

        A file that both changed is kept twice if a device writes it: a copied home
        can do that. Of other files, it is the user who knows what they should be.
        """
        base = self._git("merge-base", ours, theirs).text or _EMPTY_TREE
        with TemporaryDirectory(prefix="quizapp-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            read = ("read-tree", "-i", "-m", "--aggressive", base, ours, theirs)
            self._run(*read, extra=index, at=self._root)
            unmerged = self._run("ls-files", "-u", "-z", extra=index, at=self._root)
            lines = [self._kept(entry) for entry in unmerged.split("\0") if entry]
            self._run(
                *("update-index", "-z", "--index-info"),
                extra=index,
                at=self._root,
                given=os.fsencode("".join(f"{line}\0" for line in lines)),
            )
            return self._run("write-tree", extra=index, at=self._root)

    def _kept(self, entry: str) -> str:
        """Return the line of the index for one side of a file that both changed."""
        about, _, path = entry.partition("\t")
        mode, blob, stage = about.split()
        inside = path.startswith(self._prefix)
        if not inside or not self._is_segment(path[len(self._prefix) :]):
            raise _Failed(f"{path} was changed here and elsewhere")
        match stage:
            case "1":  # what it was before: gone from the index
                return f"0 {'0' * len(blob)}\t{path}"
            case "2":
                return f"{mode} {blob} 0\t{path}"
            case _:
                stem = path.removesuffix(".jsonl")
                return f"{mode} {blob} 0\t{stem}.conflict-{blob[:12]}.jsonl"

    def _upstream(self) -> tuple[str, str]:
        """Return the remote, and the branch there, of the present branch."""
        branch = f"branch.{self._branch}"
        remotes = self._needed("remote").text.split()
        named = self._git("config", f"{branch}.remote").text
        usual = "origin" if "origin" in remotes else next(iter(remotes), "")
        remote = named if named in remotes else usual
        if not remote:
            raise SyncError(
                f"the git work tree {self._folder} has no remote",
                "`git remote add origin URL` adds one",
            )
        ref = self._git("config", f"{branch}.merge").text
        return remote, ref or f"refs/heads/{self._branch}"

    def _head(self) -> str | None:
        return self._git("rev-parse", "-q", "--verify", "HEAD").text or None

    def _has(self, commit: str) -> bool:
        return self._git("cat-file", "-e", f"{commit}^{{commit}}").code == 0

    def _needed(self, *words: str) -> Ran:
        ran = self._git(*words)
        if ran.code != 0:
            raise SyncError(
                f"{self._folder} is not in a git work tree on a branch: {ran.reason}",
                "`git clone` or `git init` it, or sync without --git",
            )
        return ran

    def _run(
        self,
        *words: str,
        extra: Mapping[str, str] = {},
        at: Path | None = None,
        given: bytes = b"",
    ) -> str:
        ran = self._git(*words, extra=extra, at=at, given=given)
        if ran.code != 0:
            raise _Failed(f"{words[0]}: {ran.reason}")
        return ran.output.decode(errors="surrogateescape").strip("\n")

    def _git(
        self,
        *words: str,
        extra: Mapping[str, str] = {},
        at: Path | None = None,
        given: bytes = b"",
    ) -> Ran:
        """Run git to its end or its limit."""
        try:
            process = subprocess.Popen(
                [self._program, *_QUIETLY, *words],
                cwd=at or self._folder,
                env={**self._environ, **extra},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # no terminal to ask on, and to kill it whole
            )
        except OSError as error:
            reason = error.strerror or error
            raise SyncError(
                f"git cannot be started in {self._folder}: {reason}",
                "install git, or sync without --git",
            ) from error
        try:
            output, errors = process.communicate(given, timeout=self._seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            return Ran(-1, b"", f"no answer within {self._seconds:g} seconds")
        except BaseException:  # Ctrl-C
            _kill(process)
            raise
        return Ran(process.returncode, output, errors.decode(errors="replace"))


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()
