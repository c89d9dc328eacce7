"""Declarations of arguments, and the parsers of command lines."""
