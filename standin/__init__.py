"""A stranger: a local Microsoft 365 over HTTP, for a laptop and for the tests. It imports nothing of the product."""
