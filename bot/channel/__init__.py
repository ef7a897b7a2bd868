"""The way in and out of Teams: who may come in, what happened, and what goes back. The Bot Framework stays in here."""
