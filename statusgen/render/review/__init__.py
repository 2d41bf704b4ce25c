"""A plan as reviewers and their tools read it: a comment in Markdown, annotations, SARIF, JUnit."""
