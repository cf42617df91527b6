"""Unmodified clients of others talk to the lab: pywinrm's Session, pypsrp's WinRS, Ansible's raw module."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import winrm

from toolkit.lab.lab import Lab
from toolkit.lab.site import Endpoint, Wire


def session(lab: Lab, wire: Wire) -> winrm.Session:
    """Return pywinrm's Session, sealed over HTTP or with Basic over HTTPS."""
    trusted = str(lab.ca_file) if wire is Wire.HTTPS else None
    transport = "ssl" if wire is Wire.HTTPS else "ntlm"
    known = (lab.user, lab.password.reveal())
    return winrm.Session(lab.endpoint(wire).url, known, transport=transport, ca_trust_path=trusted, proxy=None)


@pytest.mark.parametrize("wire", list(Wire))
def test_pywinrm_session_runs_a_command(lab: Lab, wire: Wire) -> None:
    """Session.run_cmd brings output, exit code and error text, and leaves no shell."""
    client = session(lab, wire)
    assert client.run_cmd("echo", ["hello", "world"]).std_out == b"hello world\r\n"
    assert client.run_cmd("hostname").std_out == b"EXKIT-LAB\r\n"
    refused = client.run_cmd("frobnicate")
    assert (refused.status_code, b"not recognized" in refused.std_err) == (1, True)
    assert lab.hosts["127.0.0.1"].live_shells == 0


def test_pywinrm_session_hears_that_nothing_is_executed(lab: Lab) -> None:
    """Session.run_ps gets exit code 1 and a sentence, never an empty success."""
    answer = session(lab, Wire.HTTPS).run_ps("Get-Date")
    assert (answer.status_code, answer.std_out) == (1, b"")
    assert b"plays recorded answers and executes nothing" in answer.std_err


def test_pywinrm_session_meets_the_limit_of_the_command_line(lab: Lab) -> None:
    """A script of 3,055 characters still fits on run_ps's command line, one of 3,056 does not, as on Windows."""
    client = session(lab, Wire.HTTPS)
    assert b"executes nothing" in client.run_ps("#" * 3055).std_err
    assert client.run_ps("#" * 3056).std_err == b"The command line is too long.\r\n"


@pytest.mark.interop
@pytest.mark.parametrize(
    ("wire", "auth"), [(Wire.HTTPS, "basic"), (Wire.HTTPS, "negotiate"), (Wire.HTTP, "negotiate"), (Wire.HTTP, "ntlm")]
)
def test_pypsrp_runs_a_process(lab: Lab, wire: Wire, auth: str) -> None:
    """WinRS and Process of pypsrp run a command with standard input, sealed and over TLS."""
    wsman = pytest.importorskip("pypsrp.wsman", reason="pypsrp is not installed")
    shell = pytest.importorskip("pypsrp.shell", reason="pypsrp is not installed")
    endpoint = lab.endpoint(wire)
    connection = wsman.WSMan(
        endpoint.address,
        port=endpoint.port,
        ssl=wire is Wire.HTTPS,
        auth=auth,
        username=lab.user,
        password=lab.password.reveal(),
        cert_validation=str(lab.ca_file),
        no_proxy=True,
        reconnection_retries=0,
    )
    with connection, shell.WinRS(connection, codepage=65001) as opened:
        process = shell.Process(opened, "sort")
        process.begin_invoke()
        process.send(b"b\r\na\r\n")
        process.end_invoke()
        assert (process.rc, process.stdout) == (0, b"a\r\nb\r\n")
    assert lab.hosts["127.0.0.1"].live_shells == 0


def inventory(lab: Lab, endpoint: Endpoint) -> dict[str, object]:
    """Return what Ansible has to know of an endpoint."""
    sealed = endpoint.kind is Wire.HTTP
    return {
        "ansible_host": endpoint.address,
        "ansible_port": endpoint.port,
        "ansible_connection": "winrm",
        "ansible_winrm_scheme": endpoint.kind.value,
        "ansible_winrm_transport": "ntlm" if sealed else "ssl",
        "ansible_winrm_ca_trust_path": str(lab.ca_file),
        "ansible_user": lab.user,
        "ansible_password": lab.password.reveal(),
        "ansible_shell_type": "powershell",
    }


def run_ansible(folder: Path, lab: Lab, wire: Wire, command: str) -> subprocess.CompletedProcess[str]:
    """Run Ansible's raw module against an endpoint of the lab."""
    program = Path(sysconfig.get_path("scripts")) / "ansible"
    if not program.exists():
        pytest.skip("ansible-core is not installed")
    file = folder / "hosts.json"
    file.write_text(json.dumps({"all": {"hosts": {"lab": inventory(lab, lab.endpoint(wire))}}}), encoding="utf-8")
    environment = {**os.environ, "ANSIBLE_HOME": str(folder), "ANSIBLE_LOCALHOST_WARNING": "False", "LC_ALL": "C.UTF-8", "NO_PROXY": "*"}
    arguments = [sys.executable, str(program), "lab", "-i", str(file), "-m", "ansible.builtin.raw", "-a", command]
    return subprocess.run(arguments, capture_output=True, text=True, env=environment, timeout=60, check=False, cwd=folder)


@pytest.mark.interop
@pytest.mark.parametrize("wire", list(Wire))
def test_ansible_raw_reaches_the_lab(tmp_path: Path, lab: Lab, wire: Wire) -> None:
    """Ansible logs on, runs its command in a shell, and shows what the lab says; no shell is left."""
    answer = run_ansible(tmp_path, lab, wire, "Get-Date")
    assert "FAILED | rc=1" in answer.stdout, answer.stdout + answer.stderr
    assert "executes nothing" in answer.stdout
    counters = lab.hosts["127.0.0.1"]
    assert (counters.requests["command"], counters.live_shells) == (1, 0)
