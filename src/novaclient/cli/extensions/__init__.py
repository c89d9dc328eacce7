"""Extensions: commands and managers from other distributions."""
