"""Wiring: settings, services, server, worker, command line. The only place that knows everybody."""
