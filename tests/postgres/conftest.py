"""A PostgreSQL server for these tests: started on a socket in a folder of its own, and stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USERS = ("postgres", "nobody")


def programs() -> Path | None:
    """The folder with PostgreSQL's own programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


def as_user() -> list[str]:
    """What goes before a command so that it does not run as root, which PostgreSQL refuses."""
    if os.getuid() != 0:
        return []
    there = {user.pw_name for user in pwd.getpwall()}
    name = next(user for user in USERS if user in there)
    return ["setpriv", "--reuid", name, "--regid", str(pwd.getpwnam(name).pw_gid), "--clear-groups"]


@contextmanager
def running() -> Iterator[tuple[str, list[str]]]:
    """The address of a server in a folder of its own, and the command that controls it, as long as it is needed."""
    where = programs()
    if where is None:
        if os.environ.get("POSTWAR_REQUIRE") == "postgres":
            pytest.fail("PostgreSQL is required here and not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    before, folder = as_user(), Path(tempfile.mkdtemp(prefix="pg"))
    if before:
        shutil.chown(folder, before[2])

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    run(*before, str(where / "initdb"), "-D", data, "-U", "postwar", "-A", "trust", "-E", "UTF8", "--no-locale",
        "--no-sync")
    control = [*before, str(where / "pg_ctl"), "-D", data, "-l", str(folder / "log"), "-o",
               f"-c listen_addresses='' -k {folder} -c shared_buffers=64MB -c max_connections=40"]
    run(*control, "-w", "start")
    try:
        yield f"postgresql://postwar@/postgres?unix_sock={folder}/.s.PGSQL.5432", control
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server, without the name of a ledger."""
    with running() as (address, _):
        yield address


@pytest.fixture
def own_server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that nobody else uses, and the command that controls it."""
    with running() as found:
        yield found


@pytest.fixture
def address(server: str) -> str:
    """The address of a ledger that is not there yet."""
    return f"{server}&ledger=books_{uuid.uuid4().hex[:12]}"
