"""Teams: the personal chats of five people with one app, the activities it is sent and the connector that it calls."""
