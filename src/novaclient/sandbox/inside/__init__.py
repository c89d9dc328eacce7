"""Programs that run inside the sandbox's own environment, never in this one.

The folder is put on their module path, so that they find themselves as ``nova_sandbox``.
"""
