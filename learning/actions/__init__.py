"""One file for each thing that a person, or the clock, can do: a command and a function over a unit of work."""
