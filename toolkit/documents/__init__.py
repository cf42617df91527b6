"""Plans, runs and playbooks as pages for people."""
