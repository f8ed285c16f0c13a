"""Terms: which words and phrases count, and how much each says about a topic."""
