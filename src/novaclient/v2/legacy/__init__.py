"""What Nova only passes on to another service, up to some microversion, and block storage."""
