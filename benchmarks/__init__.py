"""How fast Quoth is and how much memory it takes, beside the usual tutorial's pipeline: ``make bench``."""
