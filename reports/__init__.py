"""What a person or a CI reads: command line, records, HTML, Markdown, JUnit, PDF, figures."""
