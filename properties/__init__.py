"""How a claim is put to the test: strategies, search, certification, statistics, verdicts, campaigns."""
