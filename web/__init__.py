"""Pages that people open in a browser: signing in, and what an administrator is asked for."""
