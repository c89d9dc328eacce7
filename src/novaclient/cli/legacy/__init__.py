"""Commands of earlier releases: replaced by others, or removed from Nova."""
