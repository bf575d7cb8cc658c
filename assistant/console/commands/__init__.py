"""What the commands do: each takes its arguments and the settings, prints, and gives the exit code."""
