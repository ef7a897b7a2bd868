"""Entra ID and the chat channel's issuer: discovery, keys and tokens, in real time."""
