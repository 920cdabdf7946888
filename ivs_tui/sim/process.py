"""The simulator as a process of its own: prints its URL and how to point AWS clients at it."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext

from ivs_tui.lifeline import ends_with_stdin
from ivs_tui.sim.faults import FAULT_KINDS, parse_fault
from ivs_tui.sim.scenarios import SCENARIOS, SIZED, Size


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="port on loopback (default: any free)"
    )
    parser.add_argument(
        "--scenario", choices=SCENARIOS, default="incident", help="default: %(default)s"
    )
    parser.add_argument(
        "--channels", type=int, metavar="N", help=f"channels of {SIZED} (default: {Size.channels})"
    )
    parser.add_argument(
        "--live", type=int, metavar="N", help="how many of them are live (default: a tenth)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the same seed, the same events"
    )
    parser.add_argument(
        "--speed", type=_speed, default=1.0, metavar="X", help="simulated seconds per second"
    )
    parser.add_argument("--quotas", action="store_true", help="answer 429 at AWS's true rates")
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="OPERATION=KIND[:COUNT]",
        help=f"make an operation, or *, fail; KIND is one of {' '.join(FAULT_KINDS)}",
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end when standard input does"
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m ivs_tui.sim", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args(argv))


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; 2 if the port is taken, or a scenario cannot have that size."""
    try:
        size = _size(options)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        asyncio.run(_serve(options, size))
    except OSError as error:
        sys.stderr.write(f"cannot listen on port {options.port}: {os.strerror(error.errno or 0)}\n")
        return 2
    return 0


def _size(options: argparse.Namespace) -> Size | None:
    """The size that was asked for, None if none was; ValueError if the scenario has but one."""
    if options.channels is None and options.live is None:
        return None
    if options.scenario != SIZED:
        raise ValueError(f"--channels and --live are for --scenario {SIZED} alone")
    channels = Size.channels if options.channels is None else options.channels
    return Size(channels, channels // 10 if options.live is None else options.live)


async def _serve(options: argparse.Namespace, size: Size | None) -> None:
    with ends_with_stdin() if options.until_stdin_closes else nullcontext():
        from ivs_tui.sim.server import Simulator  # noqa: PLC0415  # --help pays for no HTTP server

    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    simulator = Simulator(
        scenario=options.scenario,
        seed=options.seed,
        speed=options.speed,
        quotas=options.quotas,
        faults=options.fault,
        port=options.port,
        size=size,
    )
    async with simulator:
        _announce(simulator.url)
        if options.until_stdin_closes:
            _watch_stdin(loop, ended)
        await ended.wait()


def _announce(url: str) -> None:
    try:
        sys.stdout.write(
            f"{url}\n"
            f"export AWS_ENDPOINT_URL_IVS={url}\n"
            f"export AWS_ENDPOINT_URL_IVS_REALTIME={url}\n"
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes again at exit and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _watch_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    def read() -> None:
        if not os.read(0, 4096):
            ended.set()

    try:
        loop.add_reader(0, read)
    except OSError:
        # A closed descriptor, a file or /dev/null: nobody holds the other end.
        ended.set()


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is 0 to 65535, not {text}")
    return int(text)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = -1
    if not 0 <= speed <= 1000:
        raise argparse.ArgumentTypeError(f"a speed is 0 to 1000, not {text}")
    return speed


def _fault(text: str) -> str:
    try:
        parse_fault(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
