"""The cards of the chat: one file a card, each a pure function from a view to an Adaptive Card."""
