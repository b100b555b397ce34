"""What has changed, as text, JSON, Markdown and HTML."""
