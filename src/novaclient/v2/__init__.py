"""The Compute API v2.1: one module a resource, each with its resource and its manager."""
