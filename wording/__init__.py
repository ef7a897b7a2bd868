"""Every sentence that a person reads, and dates and times in the person's own language and zone."""
