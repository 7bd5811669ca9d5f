"""`python3 -m kitchen`: sets its own environment up on first use, then runs a command."""

import sys

from kitchen import bootstrap


def main() -> None:
    """Run the command line, inside the project's environment."""
    if not bootstrap.is_ready():
        bootstrap.rerun_inside("-m", "kitchen", *sys.argv[1:])
    # The import needs the environment that the lines above make.
    from kitchen.app.cli import main as command_line  # noqa: PLC0415

    command_line()


if __name__ == "__main__":
    main()
