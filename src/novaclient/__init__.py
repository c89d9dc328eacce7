"""The OpenStack Compute client: version numbers of the library and of the API it speaks."""

from novaclient.api_versions import APIVersion

__version__ = "19.0.0"

#: The oldest and the newest Compute API microversion this library speaks.
API_MIN_VERSION = APIVersion("2.1")
API_MAX_VERSION = APIVersion("2.104")
