"""Run the command line as `python -m sladsl`."""

from sladsl.cli import main

if __name__ == "__main__":
    main(prog_name="sladsl")
