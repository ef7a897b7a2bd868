"""Teams: what comes in from a chat, the cards that go out, and who answers what."""
