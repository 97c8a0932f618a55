"""Carriers: whether another machine or program has a hand in the log's folder.

SQLite's locks and its write-ahead log need a disk of this machine. On a network file
system or in a folder that a program synchronizes, two machines can damage the log; the
way to study on several machines is `quizapp sync`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux lists what is mounted; other systems have no such file."""

_NETWORK = {
    "nfs": "NFS",
    "nfs4": "NFS",
    "cifs": "SMB",
    "smb3": "SMB",
    "smbfs": "SMB",
    "afs": "AFS",
    "ceph": "Ceph",
    "davfs": "WebDAV",
    "lustre": "Lustre",
    "ncpfs": "a network file system",
    "9p": "a file system of the host (9p)",
    "vboxsf": "a folder shared by VirtualBox",
    "prl_fs": "a folder shared by Parallels",
    "fuse.sshfs": "SSHFS",
    "fuse.rclone": "an rclone mount",
    "fuse.davfs2": "WebDAV",
    "fuse.glusterfs": "GlusterFS",
    "fuse.gvfsd-fuse": "a network folder of the desktop",
    "fuse.s3fs": "an s3fs mount",
}
"""Types of file systems on other machines, as Linux names them."""
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".shortcut-targets-by-id": "Google Drive",
}
"""What a program leaves at the top of a folder that it synchronizes."""
_FOLDERS = {
    "Dropbox": "Dropbox",
    "OneDrive": "OneDrive",
    "iCloudDrive": "iCloud",
    "Mobile Documents": "iCloud",
    "com~apple~CloudDocs": "iCloud",
    "Google Drive": "Google Drive",
    "GoogleDrive": "Google Drive",
    "My Drive": "Google Drive",
    "pCloudDrive": "pCloud",
    "Nextcloud": "Nextcloud",
    "ownCloud": "ownCloud",
    "CloudStorage": "a cloud drive",
}
"""Names that such folders have, with whatever follows a space or hyphen."""

_WHAT_TO_DO = (
    "two machines that write there can damage them. Choose a folder on this machine"
    " with --home or QUIZAPP_HOME; to study on several machines, use"
    " `quizapp sync FOLDER`"
)


def carrier_of(folder: Path, mounts: str | None = None) -> str | None:
    """Return what carries a folder to other machines, None for a plain disk."""
    place = _resolved(folder)
    if place.drive.startswith(r"\\"):
        return "a network share"
    table = _mounts() if mounts is None else mounts
    type_ = _file_system(place, table)
    if type_ in _NETWORK:
        return _NETWORK[type_]
    return next(_synchronizers(place), None)


def warning_about(folder: Path, carrier: str) -> str:
    """Say what is wrong with a folder, and what to do."""
    return f"your reviews are in {folder}, which is on {carrier}: {_WHAT_TO_DO}"


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # a circle of links: it will be reported
        return folder.absolute()


def _mounts() -> str:
    try:
        return MOUNTS.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _file_system(place: Path, mounts: str) -> str:
    """Return the type of the file system that a path is on, empty if not known."""
    best, found = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields, types = left.split(" "), right.split(" ")
        if len(fields) < 5 or not types[0]:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[4]))
        # The last of two mounts on one place is on top.
        if len(point.parts) >= best and place.is_relative_to(point):
            best, found = len(point.parts), types[0]
    return found


def _synchronizers(place: Path) -> Iterator[str]:
    for folder in (place, *place.parents):
        name = re.split(r" -|-| \(", folder.name)[0]
        if name in _FOLDERS:
            yield _FOLDERS[name]
        try:
            yield from (_MARKS[mark] for mark in _MARKS if (folder / mark).exists())
        except OSError:  # it may not be ours to look at
            continue
