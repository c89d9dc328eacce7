"""Shell completion: candidates for a partial command line."""
