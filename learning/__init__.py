"""The method: what learners and peers can do, and the rules. Standard library only; no I/O, no clock."""
