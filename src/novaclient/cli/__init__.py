"""The ``nova`` command: parsing, output, errors. What the cloud can do is in ``novaclient.v2``."""
