"""The `carbon` command: arguments in, sentences and tables out. What a command does is in lib."""
