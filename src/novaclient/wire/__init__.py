"""HTTP on sockets: connections, TLS, limits, redaction, and the causes of failures.

Nothing here knows OpenStack.
"""
