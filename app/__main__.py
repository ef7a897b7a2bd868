"""`python -m app` is `learning-cycles`."""

from app.command_line import main

main()
