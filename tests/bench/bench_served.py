"""The served app as the manager sees it: from the press of a button to the plan in the database.

    python3 -m kitchen demo --no-serve --folder FOLDER
    python -m tests.bench.bench_served FOLDER

Serves a copy of the demo at the hour it was planned, with its worker, and posts the forms.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from kitchen.app.demo import NOW, PASSWORD

PORT = 8794
HERE = f"http://127.0.0.1:{PORT}"
LOADING_SECONDS, BETWEEN_SECONDS = 12, 8
# the demo's week is planned on a day of its own: the clock starts there
SHIFTED = f"""
from datetime import datetime, timedelta, UTC
from kitchen.core import clock
ahead = datetime.fromisoformat({NOW.isoformat()!r}) + timedelta(minutes=5) - datetime.now(UTC)
clock.now = lambda: datetime.now(UTC) + ahead
from kitchen.app.cli import main
main()
"""
PRESSES = (
    ("plan", {}),
    ("absence", {"heads": "1"}),
    ("headcount", {"portions": "60"}),
    ("donation", {"kilos": "80"}),
    ("lot", {"reason": "froid"}),
    ("offer", {}),
)


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def press(client, kind, fields):
    """Press *Plan*, or note a change with the first choice of each list."""
    if kind == "plan":
        page = client.get("/week?week=2026-W48").text
        return client.post(
            "/week/2026-W48/plan", data={"csrf": hidden(page)["csrf"], "scenario": "balanced"}
        )
    page = client.get(f"/week/2026-W48/changes?kind={kind}").text
    form = page[page.index('id="form"') :]
    first = dict(
        re.findall(r'<select[^>]*name="([^"]+)".*?<option value="([^"]+)"', form, re.DOTALL)
    )
    asked = {"csrf": hidden(page)["csrf"], "kind": kind} | first | fields
    return client.post("/week/2026-W48/changes", data=asked)


def latest(db):
    return db.execute("select id, state from plan_run order by asked_at desc limit 1").fetchone()


def measure(client, db):
    for kind, fields in PRESSES:
        before = latest(db)[0]
        began = time.monotonic()
        press(client, kind, fields).raise_for_status()
        while latest(db)[0] == before or latest(db)[1].lower() not in ("done", "failed"):
            time.sleep(0.1)
        yield f"| {kind} | {latest(db)[1].lower()} | {time.monotonic() - began:.1f} |"
        time.sleep(BETWEEN_SECONDS)


def main():
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        shutil.copytree(sys.argv[1], data)
        site = os.environ | {"KITCHEN_DATA_FOLDER": str(data), "KITCHEN_DEMO": "true"}
        parts = [
            subprocess.Popen([sys.executable, "-c", SHIFTED, *words], env=site)
            for words in (("serve", "--no-worker", "--port", str(PORT)), ("worker",))
        ]
        try:
            time.sleep(LOADING_SECONDS)
            with httpx.Client(base_url=HERE, follow_redirects=True, timeout=60) as client:
                who = {"login": "responsable", "password": PASSWORD, "next": "/"}
                client.post("/sign-in", data=who).raise_for_status()
                print("| press | state | seconds |\n|---|---|---|")
                for row in measure(client, sqlite3.connect(data / "tablee.db", timeout=30)):
                    print(row, flush=True)
        finally:
            for part in parts:
                part.send_signal(signal.SIGINT)
                part.wait(timeout=15)


if __name__ == "__main__":
    main()
