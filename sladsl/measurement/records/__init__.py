"""Records: values of files as typed columns, and rows that cannot be taken as they are."""
