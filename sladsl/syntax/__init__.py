"""From agreement text to a tree that keeps every word of it and holds no meaning."""
