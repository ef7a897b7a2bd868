"""Microsoft Graph and Entra: calendars, change notices and the rights to both. Microsoft's words end here."""
