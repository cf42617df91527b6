"""The documents: what they show is run, what they name exists, what is generated is fresh."""
