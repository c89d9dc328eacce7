"""Commands and managers that other distributions add."""
