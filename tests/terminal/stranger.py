"""An account in which every text is made to break terminals, and what a terminal may get of it."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

from ivs_tui.aws.operations import OPERATIONS
from tests.aws.model import output
from tests.aws.mutation import valid

MARK = "7331"
"""In every sequence that a text holds, and in none of the monitor's own."""
_PIECES = (
    *("news", "ada lovelace", " ", "[/x]", "[bold red]", "[link=https://x.example]y[/link]"),
    *(f"\x1b[{MARK};31m", f"\x1b[{MARK}J", f"\x1b[?{MARK}h", f"\x1b[>{MARK}u", f"\x1b[{MARK}n"),
    *(f"\x1b]{MARK};t\x07", f"\x1b]52;c;{MARK}\x1b\\", f"\x1bP{MARK}q\x1b\\", f"\x1b_{MARK}\x1b\\"),
    *(
        f"\x9b{MARK}m",
        f"\x9d{MARK};t\x9c",
        f"\x90{MARK}\x9c",
        "\x1bc",
        "\x1b#8",
        "\x1b%@",
        "\x1b(0",
    ),
    *("\x00", "\x05", "\x07", "\x08\x08", "\t", "\n", "\r", "\x0b\x0c", "\x0e\x0f", "\x18\x1a"),
    *("\x7f", "\x84\x85\x8d", "\u202e", "\u2066\u2069", "\u061c", "\u200b\u200d\ufeff", "\u00ad"),
    *("\u2028\u2029", "e" + "\u0301\u0489" * 80, "\ufdd0\ufffe", "\U0001fffe", "\U0010ffff"),
    *(
        "\U000e0041\U000e007f",
        "\ue000",
        "中한",
        "👨‍👩‍👧‍👦",
        "🇩🇪",
        "👋🏽",
        "❤️",
        "שלום",
        "\u3164\u115f",
    ),
    *("%s%n", "{0}", "\\x1b[31m", "`id`", "&amp;", "\ufffd", "x" * 300, "界" * 200),
)
_OWN = re.compile(
    r"\x1b\[[0-9;]*[mHJKGLMr]"  # styles and places
    r"|\x1b\[\?\d+[hl]|\x1b\[\?\d+\$p|\x1b\[[<>]\d*u"  # modes
    r"|\x1b\[06n"  # whether the terminal keeps up
    r"|\x1b\]22;[a-z-]+\x07"  # the shape of the mouse pointer
)
_COPY = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/]*=*\x07")
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def awkward(chosen: Random) -> str:
    """A text that a terminal should never see as it is."""
    if chosen.random() < 0.003:
        return "".join(chosen.choices(_PIECES, k=5_000))
    return "".join(chosen.choices(_PIECES, k=chosen.randint(1, 6)))


def obeyed(raw: bytes, copies: int = 0) -> list[str]:
    """What in these bytes a terminal would not show but do, beside what the monitor writes.

    It may write `copies` texts into the clipboard.
    """
    told = raw.decode()
    wrong = re.findall(rf"[\x1b\x9b\x9d\x90][][P_?>]*(?:52;c;)?{MARK}", told)
    left, copied = _COPY.subn("", told)
    wrong += ["copied"] * (copied - copies)
    # The line ends that the terminal's own driver makes.
    left = _OWN.sub("", left).replace("\r\n", "")
    places = [at for at, sign in enumerate(left) if unicodedata.category(sign) in _OBEYED]
    return wrong + [ascii(left[at : at + 12]) for at in places]


@contextmanager
def stranger(seed: int = 0) -> Iterator[str]:
    """A server on loopback that answers every read operation; yields its URL."""
    answers = {
        operation.name: json.dumps(
            valid(output(operation), Random(seed + at), 0.95, awkward) | {"nextToken": None}
        ).encode()
        for at, operation in enumerate(OPERATIONS.values())
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            name = self.path.strip("/").partition("/")[0]
            body = answers[name if name in answers else "ListTagsForResource"]
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815  # http.server's own names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
