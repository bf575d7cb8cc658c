"""What an answer must not pass over: premises that do not hold, documents that differ, what is not said."""
