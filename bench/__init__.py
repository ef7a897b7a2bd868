"""Measurements that anybody can run: `python -m bench NAME --json`."""
