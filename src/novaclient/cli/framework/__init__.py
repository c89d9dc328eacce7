"""What every command stands on: context, declaration, printing, waiting, dry run, interrupts."""
