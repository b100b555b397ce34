"""Which records to try, by what two versions of a level have that is not the same."""
