"""Why a result is what it is, as a tree of sentences from the amount down to the records, each with its clause."""
