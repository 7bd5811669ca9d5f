"""Makes the environment on a fresh machine with nothing but Python 3.11 and its venv module.

Standard library only: it runs before anything is installed. Packages come pinned and hashed
from requirements.lock.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
INSTALLER = "uv==0.13.9"
LOWEST = (3, 11)
NEEDED = (
    "typer", "sqlmodel", "fastapi", "ortools", "numba", "httpx", "reportlab", "pandas", "argon2",
)  # fmt: skip
NEEDED_BY_TESTS = ("pytest", "hypothesis", "ruff", "mypy", "importlinter", "pgserver")


def is_ready(*, tests: bool = False) -> bool:
    """Tell whether this interpreter already has what is needed."""
    names = NEEDED + (NEEDED_BY_TESTS if tests else ())
    return all(importlib.util.find_spec(name) is not None for name in names)


def rerun_inside(*arguments: str, tests: bool = False) -> NoReturn:
    """Install what is missing, then replace this process by one inside the environment."""
    if sys.version_info < LOWEST:
        sys.exit(
            f"Python {LOWEST[0]}.{LOWEST[1]} or newer is needed; this is {sys.version.split()[0]}."
            "\nMaybe a newer one is installed as python3.11, python3.12 or python3.13."
        )
    python = _install(tests=tests)
    os.execv(python, [str(python), *arguments])  # noqa: S606 - our own interpreter


def _install(*, tests: bool) -> Path:
    python = ENVIRONMENT / "bin" / "python"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f"installed-{'tests' if tests else 'app'}.sha256"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    _say("Setting up the environment (once, about a minute)...")
    if not python.exists():
        _make_environment()
    _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", INSTALLER)
    command = ["-m", "uv", "pip", "install", "--quiet", "--system-certs", "--python", str(python)]
    extra = ["--extra", "dev"] if tests else []
    _run(python, *command, "-r", str(ROOT / "pyproject.toml"), *extra, "-c", str(LOCK))
    _run(python, *command, "--no-deps", "-e", str(ROOT))
    _compile(python)
    stamp.write_text(wanted)
    return python


def _compile(python: Path) -> None:
    """Compile the searches for this machine, side by side, so that no first plan waits for it."""
    _say("Compiling the planners (once, about half a minute)...")
    running = [
        subprocess.Popen([str(python), "-m", f"planning.{name}.warm"], cwd=ROOT)  # noqa: S603 - our own program
        for name in ("week", "tours")
    ]
    ended = [child.wait() for child in running]
    if any(ended):
        sys.exit("The planners could not be compiled on this machine; the lines above say why.")


def _make_environment() -> None:
    made = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "venv", str(ENVIRONMENT)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode == 0:
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    # Debian and Ubuntu ship Python without ensurepip until python3-venv is installed.
    install = ["apt-get", "install", "-y", "-qq", "python3-venv"]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Python's venv module is missing: installing python3-venv...")
        _run_program("apt-get", "update", "-qq")
        _run_program(*install)
        _run(Path(sys.executable), "-m", "venv", str(ENVIRONMENT))
        return
    sys.exit(
        "Python's venv module is missing on this machine.\n"
        f"Maybe run this once, then the same command again:  sudo {' '.join(install)}\n\n"
        f"{made.stderr.strip() or made.stdout.strip()}"
    )


def _run(python: Path, *arguments: str) -> None:
    _run_program(str(python), *arguments)


def _run_program(*command: str) -> None:
    try:
        subprocess.run(command, check=True)  # noqa: S603 - fixed commands
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"This step failed: {' '.join(command)}\n"
            "Maybe the package index cannot be reached: check the network, then run it again."
            f" (exit code {error.returncode})"
        )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
