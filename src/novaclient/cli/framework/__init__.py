"""The framework of commands: context, declaration, printing, waiting, dry run, interrupts."""
