"""Settings: the config file, the environment and the flags."""
