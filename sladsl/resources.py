"""Where grammar, standard library and explanations are: inside an installed package, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def grammar_dir() -> Path:
    """The folder that holds `sla.lark` and the grammars it imports."""
    return _folder("grammar")


def stdlib_dir() -> Path:
    """The folder that holds the modules an agreement may `use` without shipping them."""
    return _folder("stdlib")


def explanations_dir() -> Path:
    """The folder that holds a page for each code of a finding."""
    return _folder("docs/diagnostics")


def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent / name
    if checkout.is_dir():
        return checkout
    message = f"the installation is incomplete: no {name} folder at {installed} or {checkout}"
    raise FileNotFoundError(message)
