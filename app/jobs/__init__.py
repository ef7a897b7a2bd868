"""One runner a kind of job: load by an action, call a port, hand the answer to an action."""
