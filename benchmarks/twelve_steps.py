"""Twelve steps behind the Exchange shell at three round-trip times: the product, ``Session.run_ps`` for each step, and the floor.

Run as ``python -m benchmarks.twelve_steps`` or ``make bench``; takes a minute and a half. What it means: docs/reference/measurements.md.
"""

import os
import platform
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import product as pairs

from benchmarks import product, run_ps
from benchmarks.model import EXCHANGE_S, FLOOR_ROUND_TRIPS, LOGIN_ROUND_TRIPS, NAMES, PROCESS_S, STEP_S, STEPS, Measured, floor_s
from toolkit.model.target import Login

ROUND_TRIPS_S = (0.0, 0.02, 0.1)
MOST_OF_FLOOR, MOST_REQUESTS = 1.05, 18
LOGINS = (Login.BASIC, Login.NTLM)
HEAD = (
    f"{'RTT':>6}  {'way':11} {'login':21} {'wall s':>7} {'floor s':>7} {'ratio':>6} {'with login':>10} {'requests':>8} {'TCP':>4}  targets"
)


def main() -> None:
    """Measure, and print a table with what is met and what is not."""
    print(f"{STEPS} steps. Server: process {PROCESS_S} s, Exchange shell {EXCHANGE_S} s, step {STEP_S} s.")
    print(f"Floor = {floor_s(0):.1f} s + {FLOOR_ROUND_TRIPS} RTT (TCP, Create, Command, Receive, Delete), without TLS or login.")
    print(f"'with login' counts the handshake to the floor: {_logins()}.")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}.\n")
    print(HEAD, flush=True)
    for measured in _measure_product():
        print(_row(measured, _targets(measured)), flush=True)
    for measured in _measure_run_ps():
        print(_row(measured, ""), flush=True)


def _logins() -> str:
    return ", ".join(f"{LOGIN_ROUND_TRIPS[login]} RTT for {NAMES[login]}" for login in LOGINS)


def _measure_product() -> Iterable[Measured]:
    """Yield the product's runs, one after the other; the first is not counted, for it imports and warms up."""
    product.measure(Login.NTLM, 0.0)
    for rtt_s, login in pairs(ROUND_TRIPS_S, LOGINS):
        yield product.measure(login, rtt_s)


def _measure_run_ps() -> Iterable[Measured]:
    """Yield the runs of pywinrm, all at the same time: they sleep for forty seconds each."""
    cases = list(pairs(ROUND_TRIPS_S, LOGINS))
    with ThreadPoolExecutor(len(cases)) as pool:
        yield from pool.map(lambda case: run_ps.measure(case[1], case[0]), cases)


def _targets(measured: Measured) -> str:
    """Say for each target whether it is met."""
    time = _met(measured.ratio <= MOST_OF_FLOOR, f"time <= {MOST_OF_FLOOR} x floor")
    if measured.ratio > MOST_OF_FLOOR >= measured.ratio_with_login:
        time += " (met with the login counted)"
    return f"{time}; {_met(measured.host.http <= MOST_REQUESTS, f'requests <= {MOST_REQUESTS}')}"


def _met(is_met: bool, target: str) -> str:
    return f"{target}: {'met' if is_met else 'NOT MET'}"


def _row(measured: Measured, targets: str) -> str:
    times = f"{measured.wall_s:7.2f} {floor_s(measured.rtt_s):7.2f} {measured.ratio:6.3f} {measured.ratio_with_login:10.3f}"
    counts = f"{measured.host.http:8} {measured.host.tcp:4}"
    return f"{measured.rtt_s * 1000:3.0f} ms  {measured.way:11} {NAMES[measured.login]:21} {times} {counts}  {targets}".rstrip()


if __name__ == "__main__":
    main()
