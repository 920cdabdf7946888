"""What the engine's way of importing aiobotocore saves, and that it weakens no TLS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""For 127.0.0.1 alone, signed by itself, with its key; valid until the year 2126."""

UNTRUSTED = "unreachable: the TLS certificate is not trusted"

# In a process of its own: here, aiohttp has been imported otherwise already.
SCRIPT = """
import asyncio, json, os, ssl, sys
from ivs_tui.engine.process import Gateway
loaded = sorted(sys.modules)
from aiohttp import connector, web
from tests.aws.wire import gate, problem, read, STREAMS

async def main(certificate):
    async def answer(request):
        return web.json_response({"streams": []})
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate)
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server).start()
    port = runner.addresses[0][1]
    async with gate(f"https://127.0.0.1:{port}") as gateway:
        told["a stranger"] = (await problem(gateway)).sentence
    os.environ["AWS_CA_BUNDLE"] = certificate
    async with gate(f"https://127.0.0.1:{port}") as gateway:
        told["a friend"] = await read(gateway, "ListStreams")
    async with gate(f"https://localhost:{port}") as gateway:
        told["a friend under another name"] = (await problem(gateway)).sentence
    await runner.cleanup()

default = connector._SSL_CONTEXT_VERIFIED
told = {
    "loaded": loaded,
    "default": [default.verify_mode, default.check_hostname, default.cert_store_stats()["x509_ca"]],
    "usual": ssl.SSLContext.set_default_verify_paths
    is ssl.SSLContext.__base__.set_default_verify_paths,
}
asyncio.run(main(sys.argv[1]))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> Any:
    """What a process says that imports the gateway as the engine does."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("AWS_")}
    environ |= {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
    command = [sys.executable, "-c", SCRIPT, str(CERTIFICATE)]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


pytestmark = pytest.mark.xdist_group("aio")


def test_a_certificate_that_nobody_vouches_for_is_refused(told: Any) -> None:
    assert told["a stranger"] == UNTRUSTED
    assert told["a friend"] == []
    assert told["a friend under another name"] == UNTRUSTED


HEAVY = {
    "aiohttp.web",
    "argparse",
    "awscrt",
    "boto3",
    "httpx",
    "ivs_tui.aws.probe",
    "ivs_tui.knowledge",
    "ivs_tui.resources",
    "ivs_tui.sim",
    "ivs_tui.ui",
    "requests",
    "rich",
    "textual",
    "tomllib",
}
"""What no request needs."""


def test_the_first_request_goes_without_what_is_heavy(told: Any) -> None:
    assert "aiohttp.client" in told["loaded"]
    assert HEAVY & set(told["loaded"]) == set()


def test_the_default_context_that_is_never_used_trusts_nobody(told: Any) -> None:
    required = 2
    assert told["default"] == [required, True, 0]
    assert told["usual"]
