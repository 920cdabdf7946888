"""The installed command run as a user runs it, and boto3 as the witness of what is true."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import traceback
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NoReturn

import boto3
from botocore.config import Config

import ivs_tui.aws.gateway
import ivs_tui.cli.doctor.command
import ivs_tui.cli.get
import ivs_tui.cli.table  # noqa: F401  # so that a copy of this process has them
from ivs_tui.cli.main import main

COMMAND = str(Path(sys.executable).with_name("ivs-tui"))
REGION = "us-west-2"
KEYS = {"AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo"}
SECRET = "SECRET"
"""What every secret of the simulator holds."""
_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal on stdin the one that /dev/tty means."""
_ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=5, connect_timeout=5)


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    def sentence(self, status: int) -> str:
        """The one line that a failing command says."""
        assert self.status == status, self.err
        assert self.out == b""
        assert self.err.startswith("ivs-tui: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        return self.err


def environment(url: str | None = None, **more: str | None) -> dict[str, str]:
    """A user's environment with credentials, a Region and UTF-8; None takes a variable out."""
    given: dict[str, str | None] = {**os.environ, **KEYS, "AWS_REGION": REGION, "LANG": "C.UTF-8"}
    given |= {"AWS_ENDPOINT_URL_IVS": url, "AWS_ENDPOINT_URL_IVS_REALTIME": url, **more}
    return {name: value for name, value in given.items() if value is not None}


def run(*arguments: str, url: str | None = None, **more: str | None) -> Done:
    """Run the command without a terminal, in a copy of this process, which has all its imports.

    No secret ever comes out of it.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if not pid:
            _become(arguments, environment(url, **more), out.fileno(), err.fileno())
        ended = os.pidfd_open(pid)
        if not select.select([ended], [], [], 40)[0]:
            os.kill(pid, signal.SIGKILL)
        os.close(ended)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        told = [_all_of(file) for file in (out, err)]
    assert SECRET.encode() not in told[0] + told[1]
    return Done(status, told[0], told[1].decode())


def _become(arguments: Sequence[str], environ: Mapping[str, str], out: int, err: int) -> NoReturn:
    """Be the command from here on."""
    status = 70
    try:
        os.setsid()
        for source, target in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
            os.dup2(source, target)
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, (0, 1, 2), "rww")
        warnings.simplefilter("ignore")
        os.environ.clear()
        os.environ.update(environ)
        status = main(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def run_installed(*arguments: str, url: str | None = None, **more: str | None) -> Done:
    """Run the installed command without a terminal; no secret ever comes out of it."""
    done = subprocess.run(
        [COMMAND, *arguments],
        env=environment(url, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=40,
        start_new_session=True,
        check=False,
    )
    assert SECRET.encode() not in done.stdout + done.stderr
    return Done(done.returncode, done.stdout, done.stderr.decode())


def run_on_terminal(
    *arguments: str,
    environ: Mapping[str, str],
    columns: int = 120,
    typed: bytes = b"",
) -> tuple[int, bytes]:
    """Run the command with a terminal of its own; its status and all that the terminal got."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", _TAKE_TERMINAL, COMMAND, *arguments],
        env=environ,
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    ) as process:
        os.close(inner)
        try:
            told = _listen(outer, typed)
        finally:
            os.close(outer)
        return process.wait(20), told


def _listen(terminal: int, typed: bytes) -> bytes:
    told = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            return told
        if not chunk:
            return told
        told += chunk
        if typed and told.rstrip().endswith(b":"):
            os.write(terminal, typed)
            typed = b""


def witness(url: str, service: str) -> Any:
    """boto3's client of a service."""
    keys = {name.lower(): value for name, value in KEYS.items()}
    return boto3.client(service, endpoint_url=url, region_name=REGION, config=_ONCE, **keys)


def paged(client: Any, operation: str, member: str, **asked: Any) -> list[Any]:
    """All pages of a list, by hand: botocore has a paginator for some only."""
    found: list[Any] = []
    while True:
        answer = getattr(client, operation)(**asked)
        found += answer[member]
        if "nextToken" not in answer:
            return found
        asked["nextToken"] = answer["nextToken"]


def wire(value: Any) -> Any:
    """What boto3 made of an answer, as JSON would say it; secrets as they must be printed."""
    if isinstance(value, dict):
        return {
            name: "[redacted]" if name in {"passphrase", "streamKey"} else wire(held)
            for name, held in value.items()
        }
    if isinstance(value, list):
        return [wire(held) for held in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value
