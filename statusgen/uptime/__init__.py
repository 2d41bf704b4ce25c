"""What a month comes to under a policy: one question a file."""
