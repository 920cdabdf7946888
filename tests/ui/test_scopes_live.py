"""From scope to scope with engines that are processes, against a simulator and a fake login."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from textual.pilot import Pilot

from ivs_tui.config import Config
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.snapshot import Scope
from ivs_tui.ui.app import MonitorApp
from tests.aws.wire import serving
from tests.engine.processes import alive, until
from tests.sim.support import running

HOST = "https://login.example.com/start"
PROFILES = f"""
[profile staff]
region = eu-west-1
sso_start_url = {HOST}
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = reader
[profile bare]
region = us-east-1
[profile guarded]
role_arn = arn:aws:iam::123456789012:role/guard
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
[profile base]
aws_access_key_id = A
aws_secret_access_key = B
"""
LATER = datetime.now(UTC) + timedelta(hours=1)


def log_in(home: Path) -> None:
    """What `aws sso login` leaves behind."""
    folder = home / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    token = {"startUrl": HOST, "region": "eu-west-1", "accessToken": "t"}
    token["expiresAt"] = LATER.strftime("%Y-%m-%dT%H:%M:%SZ")
    (folder / f"{hashlib.sha1(HOST.encode()).hexdigest()}.json").write_text(json.dumps(token))


async def portal(_request: web.Request) -> web.Response:
    """Credentials for whoever has logged in."""
    keys = {"accessKeyId": "A", "secretAccessKey": "B", "sessionToken": "C"}
    expires = int(LATER.timestamp() * 1000)
    return web.json_response({"roleCredentials": {**keys, "expiration": expires}})


def said(app: MonitorApp) -> str:
    return " / ".join(one.message for one in app._notifications)


def shown(app: MonitorApp) -> str:
    strips = app.screen._compositor.render_strips()  # Textual 8.2.8: no public text
    return "\n".join(strip.text for strip in strips)


async def wait_for(app: MonitorApp, pilot: Pilot[None], text: str) -> None:
    await until(lambda: text in shown(app) or text in said(app))
    await pilot.pause()


@pytest.mark.usefixtures("credentials")
async def test_a_login_that_expired_is_told_with_its_profile_and_found_once_it_was_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "aws-config").write_text(PROFILES)
    engines = Engines()
    async with running() as simulator, serving(portal) as login:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSO", login)
        config = Config(endpoint_url=simulator.url, interval=1.0, history=False)
        link = engines.open(config, "us-west-2")
        app = MonitorApp(link, Scope("default", "us-west-2"), config, engines=engines)
        try:
            async with app.run_test(size=(120, 24), notifications=True) as pilot:
                await wait_for(app, pilot, "healthy")
                # Nobody is asked for a code here, and nothing is asked without credentials.
                app.obey("profile guarded")
                await wait_for(
                    app, pilot, "guarded us-west-2: credentials expired: an MFA code is needed"
                )
                assert "run aws sts get-caller-identity --profile guarded" in said(app)
                app.obey("profile bare")
                await wait_for(app, pilot, "bare us-east-1: no credentials")
                first = link._process.pid
                assert alive(first)

                app.obey("profile staff")
                await wait_for(app, pilot, "run aws sso login --profile staff")
                assert app.desk.scope == Scope("staff", "eu-west-1")
                await until(lambda: not alive(first))
                asked = simulator.requests.counts.total()
                log_in(home)
                await pilot.press("r")
                await wait_for(app, pilot, "healthy")
                assert simulator.requests.counts.total() > asked
                # Whoever quits at once leaves nothing behind.
                app.obey("region eu-central-1")
                processes = [one._process.pid for one in engines._links]
        finally:
            await asyncio.to_thread(engines.close)
    assert len(processes) > 1
    assert not [pid for pid in processes if alive(pid)]
