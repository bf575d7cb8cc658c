"""Reading the passages found: which sentences answer, the short answer, and how sure that is."""
