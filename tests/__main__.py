"""`python3 tests`: sets the environment up on first use, then runs the tests."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kitchen import bootstrap  # noqa: E402 - the path above comes first


def main() -> None:
    """Run pytest on the whole suite, or on what the arguments name."""
    if not bootstrap.is_ready(tests=True):
        bootstrap.rerun_inside(str(ROOT / "tests"), *sys.argv[1:], tests=True)
    import pytest  # noqa: PLC0415 - installed by the lines above

    chosen = sys.argv[1:] or [str(ROOT / "tests"), "-n", "2", "--dist", "loadfile"]
    sys.exit(pytest.main(["--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), *chosen]))


if __name__ == "__main__":
    main()
