"""One operation on many targets: look-up, server selection, buffered output, outcomes."""
