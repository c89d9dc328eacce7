"""The commands, one module a resource; ``novaclient.cli.index`` says which is where."""
