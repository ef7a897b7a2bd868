"""What the page reads and does, as JSON, and the page itself."""
