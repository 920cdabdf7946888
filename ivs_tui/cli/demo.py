"""`ivs-tui demo`: the monitor on the simulator, which runs in a process of its own."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import msgspec

from ivs_tui.cli import monitor
from ivs_tui.cli.failure import FAULT, Failure
from ivs_tui.cli.opening import parse
from ivs_tui.cli.parser import Parser
from ivs_tui.config import Config
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.snapshot import Scope
from ivs_tui.engine.spawn import spawn

_REGION = "us-west-2"
"""Where the simulator's resources are."""


def run(config: Config, rest: list[str]) -> int:
    """Open the monitor on a world that needs no account, no network and no settings of AWS."""
    options, words = options_parser().parse_known_args(rest)
    told = ("--scenario", options.scenario, "--seed", str(options.seed))
    opening = parse(words, told)
    monitor.require_terminal()
    simulator, spawned = start(options), spawn(environment())
    try:
        config = msgspec.structs.replace(
            config, profile=None, endpoint_url=url_of(simulator), history=False
        )
        engines = Engines(environment(), no_profiles="the demo has no profile but its own")
        return monitor.open_monitor(config, Scope("demo", _REGION), opening, engines, spawned)
    finally:
        spawned.end()
        stop(simulator)


def environment() -> dict[str, str]:
    """This process's environment without anything of AWS; the credentials in it open nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def options_parser() -> argparse.ArgumentParser:
    """What `demo` takes, beside a view."""
    from ivs_tui.sim.scenarios import SCENARIOS

    parser = Parser(prog="ivs-tui demo", allow_abbrev=False)
    parser.add_argument("--scenario", choices=SCENARIOS, default="incident")
    parser.add_argument("--seed", type=int, default=0)
    return parser


def start(options: argparse.Namespace) -> subprocess.Popen[str]:
    # Its stdin is a pipe that closes with this process, however that ends: then it ends too.
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "ivs_tui.sim", "--until-stdin-closes"),
            *("--scenario", options.scenario, "--seed", str(options.seed)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def url_of(simulator: subprocess.Popen[str]) -> str:
    assert simulator.stdout is not None
    url = simulator.stdout.readline().strip()
    if not url:
        raise Failure(FAULT, "the simulator did not start; try `ivs-tui simulate`")
    return url


def stop(simulator: subprocess.Popen[str]) -> None:
    assert simulator.stdin is not None
    simulator.stdin.close()
    try:
        simulator.wait(timeout=2)
    except subprocess.TimeoutExpired:
        simulator.kill()
        simulator.wait()
