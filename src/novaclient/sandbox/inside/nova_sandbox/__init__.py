"""Launchers, preparations and drivers for the real services in the sandbox's environment."""
