"""When to read and what changed: no Textual, no botocore, no wall clock."""
