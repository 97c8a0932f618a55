"""A log that another machine or program carries is noticed."""

from pathlib import Path

import pytest

from quizapp.store.carriers import carrier_of, warning_about
from support.program import quizapp
from support.shipped import warm

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home/me/far rw shared:9 - nfs4 server:/export rw,vers=4.2
31 30 8:2 / /home/me/far/near rw - ext4 /dev/sdb1 rw
32 22 0:41 / /mnt/the\040share rw - cifs //server/share rw
33 22 0:42 / /mnt/ssh rw - fuse.sshfs me@server: rw
34 22 8:3 / /mnt/twice rw - nfs server:/a rw
35 34 8:4 / /mnt/twice rw - xfs /dev/sdc1 rw
36 22 0:50 / /mnt/c rw - 9p drvfs rw
line without its parts
"""


@pytest.mark.parametrize(
    ("folder", "carrier"),
    [
        ("/home/me", None),
        ("/home/me/far/quizapp", "NFS"),
        ("/home/me/farther", None),
        ("/home/me/far/near/quizapp", None),
        ("/mnt/the share/quizapp", "SMB"),
        ("/mnt/ssh", "SSHFS"),
        ("/mnt/twice/quizapp", None),
        ("/mnt/c/Users/me", "a file system of the host (9p)"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(folder, carrier):
    """A disk may be mounted below a network share, and the other way round."""
    assert carrier_of(Path(folder), MOUNTS) == carrier


@pytest.mark.parametrize(
    ("top", "mark", "carrier"),
    [
        ("box", ".dropbox", "Dropbox"),
        ("Dropbox (Work)", None, "Dropbox"),
        ("shared", ".stfolder", "Syncthing"),
        ("ownCloud", None, "ownCloud"),
        ("files", ".nextcloudsync.log", "Nextcloud"),
        ("OneDrive - Acme", None, "OneDrive"),
        ("Mobile Documents", None, "iCloud"),
        ("GoogleDrive-me@example.org", None, "Google Drive"),
        ("drive", ".tmp.driveupload", "Google Drive"),
        ("Documents", None, None),
        ("dropboxes", None, None),
        ("OneDriveBackup", None, None),
    ],
)
def test_a_synchronized_folder_is_known_by_its_name_or_marks(
    tmp_path, top, mark, carrier
):
    """However deep the log is in it, and before its folder exists."""
    folder = tmp_path / top
    folder.mkdir()
    if mark is not None:
        (folder / mark).write_text("")
    assert carrier_of(folder / "a" / "quizapp", "") == carrier


def test_a_link_into_such_a_folder_is_followed(tmp_path):
    """What counts is where the file is."""
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "home"
    link.symlink_to(tmp_path / "Dropbox")
    assert carrier_of(link, "") == "Dropbox"


def test_the_warning_says_what_to_do():
    """Where else to put the log, and how reviews get to other machines."""
    text = warning_about(Path("/x/Dropbox"), "Dropbox")
    assert "/x/Dropbox, which is on Dropbox" in text
    assert "--home" in text
    assert "quizapp sync" in text


@pytest.mark.slow
def test_it_is_shown_once_and_doctor_shows_it_always(tmp_path):
    """Nobody reads a warning a hundred times."""
    home = tmp_path / "Dropbox" / "home"
    warm(home / "quizapp")
    words = ("practice", "--plain", "dropout", "--limit", "1")
    first, second = (quizapp(home, *words, typed="") for _ in range(2))
    assert "which is on Dropbox" in first.out
    assert "which is on Dropbox" not in second.out
    for _ in range(2):
        found = quizapp(home, "doctor").out
        assert "which is on Dropbox" in found
        assert "SQLite 3." in found
