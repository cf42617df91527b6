"""People: commands, prompts, exit codes, wiring; the only place that prints."""
