"""Legacy commands: replaced by other commands, or removed from Nova's API."""
