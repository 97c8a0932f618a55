"""Commands: one file each, `run(options) -> ExitCode`. Only commands print."""
