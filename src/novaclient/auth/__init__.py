"""Authentication: credentials from flags, environment and clouds.yaml, login, cached tokens.

Nothing here sends a request to Nova or prints.
"""
