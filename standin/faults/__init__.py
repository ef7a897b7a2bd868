"""What goes wrong on request: rules, what they answer, and the door that every call of the product goes through."""
