"""What a name looks like: two names with the same looks are taken for one another.

The table is an extract of confusables.txt of Unicode Technical Standard #39, Unicode Security Mechanisms, version 16:
its Cyrillic and Greek letters that look like Latin ones, and the digits and pairs of letters that do. Characters are
first taken apart by compatibility (NFKD), so that letters of full width look like the others.
"""

from __future__ import annotations

import unicodedata

_LATIN = str.maketrans({"0": "O", "1": "l", "I": "l", "m": "rn", "w": "vv"})
_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХҮаеѕіјорсухһԁԛԝӏ", "ABESlJKMHOPCTXYaesijopcyxhdqwl", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγινορυϲ", "ABEZHlKMNOPTYXayivopuc", strict=True))
_OTHER_SCRIPTS = str.maketrans({**_CYRILLIC, **_GREEK})


def looks(name: str) -> str:
    """The same for all names that look the same, and no name itself."""
    return unicodedata.normalize("NFKD", name).translate(_OTHER_SCRIPTS).translate(_LATIN)
