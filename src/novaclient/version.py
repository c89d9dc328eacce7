"""This library's version, and the Compute API microversions that it supports."""

from __future__ import annotations

__version__ = "19.0.0"

#: The oldest and the newest Compute API microversion that this library supports.
MIN_MICROVERSION = "2.1"
MAX_MICROVERSION = "2.104"
