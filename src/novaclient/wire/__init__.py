"""Bytes on sockets: connections, TLS, limits, redaction. Knows nothing of OpenStack."""
