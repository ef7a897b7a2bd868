"""What happens on a turn: a button was pressed, something was said, the app arrived or left."""
