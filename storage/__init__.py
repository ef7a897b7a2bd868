"""Where the values of the method are kept: SQLAlchemy Core, a unit of work, the job queue. Rows never leave here."""
