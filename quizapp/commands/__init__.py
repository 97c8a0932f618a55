"""Commands: a file each, with `run(options) -> ExitCode`. Only commands print."""
