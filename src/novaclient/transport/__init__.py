"""Requests to a service: transports that send them, and the client above that does the rest."""
