"""Alembic's folder. One file in versions/ for each change of the tables; a file that was released never changes."""
