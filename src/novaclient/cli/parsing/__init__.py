"""From words to values: how arguments are declared, and how a command line is read."""
