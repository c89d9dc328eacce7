"""Printing: columns, tables, formats, colours, times, progress."""
