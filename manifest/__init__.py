"""The Microsoft 365 app package: what an organisation uploads so that its people find Learning Cycles in Teams."""
