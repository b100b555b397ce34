"""Run the command line as `python -m sladsl`."""

from sladsl.cli import program

if __name__ == "__main__":
    program()
