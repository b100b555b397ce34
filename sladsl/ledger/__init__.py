"""What has been settled, entry by entry, each chained by hash to the one before, in a file that is only appended to."""
