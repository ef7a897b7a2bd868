"""Microsoft Graph: people, mailbox settings, calendars with delta, free and busy times, change notices."""
