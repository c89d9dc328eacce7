"""Who is asking: credentials from flags, environment and clouds.yaml, and the token kept on disk.

No request to Nova is made here, and nothing is printed.
"""
