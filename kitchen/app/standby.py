"""A child that has loaded a solver and waits for one command, so that no answer waits for it.

Loading takes longer than planning a small change. Each command still has a process of its own,
that can be stopped and takes nothing of the worker with it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).parents[2]
WAITS = "standby"

BEHIND = 10  # what nobody waits for leaves the cores to what somebody does

Child = subprocess.Popen[str]


def spawn(*words: str, nice: int = 0) -> Child:
    """Start our own program on a command; what it says comes with its progress, line by line."""
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "kitchen", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    if nice and hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, child.pid, nice)
    return child


class Standby:
    """At most one child that waits; it ends by itself when this process does."""

    def __init__(self, solver: str) -> None:
        self.solver = solver
        self.child: Child | None = None
        self.taking = Lock()

    def warm(self) -> None:
        """Have a child ready for the next command."""
        with self.taking:
            if self.child is None or self.child.poll() is not None:
                self.child = spawn(WAITS, self.solver)

    def run(self, words: Sequence[str]) -> Child:
        """Run a command in the child that waits, or in a new one where none does."""
        with self.taking:
            child, self.child = self.child, None
        if child is None or child.poll() is not None or child.stdin is None:
            return spawn(*words)
        child.stdin.write(json.dumps(list(words)) + "\n")
        child.stdin.flush()
        return child
