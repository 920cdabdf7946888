"""A process that ends with the one that started it."""

from __future__ import annotations

import subprocess
import sys

START = """
import sys, threading
from ivs_tui.lifeline import ends_with_stdin, leave
"""
IMPORTING = """
with ends_with_stdin():
    print("within", flush=True)
    threading.Event().wait()
"""
SERVING = """
with ends_with_stdin():
    pass
print("after", flush=True)
sys.stdin.read()
print("read to its end", flush=True)
"""


def child(program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", START + program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_it_ends_while_it_imports() -> None:
    with child(IMPORTING) as process:
        assert process.stdout
        assert process.stdout.readline() == b"within\n"
        assert process.poll() is None
        assert process.communicate(timeout=10)[0] == b""
        assert process.returncode == 0


def test_afterwards_it_reads_the_end_by_itself() -> None:
    with child(SERVING) as process:
        assert process.stdout
        assert process.stdout.readline() == b"after\n"
        assert process.communicate(timeout=10)[0] == b"read to its end\n"
        assert process.returncode == 0


def test_a_stdin_without_another_end_ends_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START + SERVING],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=10,
        check=True,
    )
    assert done.stdout == b"after\nread to its end\n"


def test_it_leaves_with_its_status_and_all_that_it_said() -> None:
    program = START + "print('said')\nsys.stderr.write('complained')\nleave(3)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=10, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, b"said\n", b"complained")
