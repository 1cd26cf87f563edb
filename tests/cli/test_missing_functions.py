"""Commands run where Python has fewer modules and functions, as on Windows (simulated by a sitecustomize.py)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sample_projects import make_project

MISSING_MODULES = ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog")
MISSING_FUNCTIONS = (
    "link", "getuid", "geteuid", "getgid", "getegid", "getgroups", "killpg", "getpgid", "setsid", "fork", "forkpty", "mkfifo",
    "mknod", "chown", "chroot", "fchown", "nice", "getloadavg", "fdatasync", "lockf",
    "statvfs", "sendfile", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_DIRECTORY", "O_SYNC",
)  # fmt: skip
MISSING_SIGNALS = ("SIGKILL", "SIGHUP", "SIGALRM", "alarm", "setitimer", "SIGUSR1", "SIGPIPE", "SIGXCPU")
SITECUSTOMIZE = f"""
import os, signal, sys
for name in {MISSING_MODULES}:
    sys.modules[name] = None
for module, names in ((os, {MISSING_FUNCTIONS}), (signal, {MISSING_SIGNALS})):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60"/></svg>'
COMMANDS = (
    ("build",), ("build", "--again"), ("check",), ("set", "readers", "Q1", "5%"), ("status",), ("roll", "--dry-run"),
    ("schema",), ("new", "other"), ("check", "output/sample-fy20-21-q2.pptx"),
)  # fmt: skip


# In one process, which imports the modules of deckgen once.
RUN_COMMANDS = f"""
import sys
from deckgen.__main__ import main
for arguments in {COMMANDS}:
    sys.argv = ["deckgen", *arguments]
    try:
        main()
    except SystemExit as end:
        print(f"exit code of {{arguments}}: {{end.code}}")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
    folder = make_project(
        tmp_path, "kind: metrics\ntitle: Metrics\nmetrics: [readers]\n",
        "kind: photos\nimages:\n  - file: a.svg\n    alt: A drawing\n  - file: b.png\n    alt: A picture\n",
        files={"data/metrics.yaml": "readers:\n  name: Readers\n  goal: 6%\n", "a.svg": SVG},
    )  # fmt: skip
    Image.new("RGB", (64, 48), "#3366CC").save(folder / "b.png")
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(project / "site"), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-P", *arguments], capture_output=True, text=True, cwd=project, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path, "DECKGEN_DEBUG": "1"},
    )  # fmt: skip


def test_commands_run_without_the_functions_that_windows_lacks(project: Path) -> None:
    assert "AttributeError" in run(project, "-c", "import os; os.link").stderr
    done = run(project, "-c", RUN_COMMANDS)
    assert "Traceback" not in done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("exit code of ")] == [
        f"exit code of {arguments}: 0" for arguments in COMMANDS
    ], done.stdout + done.stderr
