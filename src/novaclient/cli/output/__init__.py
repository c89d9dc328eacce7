"""What a command prints: columns, tables, formats, colour, progress."""
