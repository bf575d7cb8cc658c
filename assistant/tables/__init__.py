"""Figures: the reports that a question is about, and the rows and sentences that state them."""
