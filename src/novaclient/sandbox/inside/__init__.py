"""Programs for the sandbox's own Python environment; nothing here is imported by novaclient.

The folder is on their module path, so that they import each other as ``nova_sandbox``.
"""
