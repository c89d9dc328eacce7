"""Launchers, preparations and drivers for the services in the sandbox's environment."""
