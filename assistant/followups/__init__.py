"""Follow-ups made standalone from the conversation, and small talk."""
