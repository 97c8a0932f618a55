"""What `quizapp serve` reads from the environment, and gives to its screens."""

from quizapp.settings.config import Flags, load_config
from quizapp.settings.served import (
    SERVED,
    color_scheme,
    serve_secrets,
    served_environment,
)


def theme(home, **environ: str) -> tuple[str, bool]:
    config = load_config(environ, Flags(home=home))
    return config.theme, config.follows_browser


def test_served_screens_are_dark_or_light_as_the_browser(home):
    """In a terminal, they are as the settings say."""
    assert theme(home) == ("dark", False)
    assert theme(home, **{SERVED: "light"}) == ("light", True)
    assert theme(home, **{SERVED: "dark"}) == ("dark", True)


def test_a_theme_in_the_settings_is_kept(home):
    """Whatever the browser is: the user chose it."""
    home.mkdir()
    (home / "config.toml").write_text('theme = "nord"\n')
    assert theme(home, **{SERVED: "light"}) == ("nord", False)


def test_the_screens_do_not_inherit_what_only_the_server_may_know():
    """Code runs below them."""
    names = ("PASSPHRASE", "ORIGIN", "PROXY_SECRET")
    secret = {f"QUIZAPP_SERVE_{name}": name for name in names}
    environ = {**secret, "PATH": "/bin", SERVED: "dark"}
    assert served_environment(environ) == {"PATH": "/bin"}
    known = serve_secrets(environ)
    assert (known.passphrase, known.origin, known.proxy_secret) == names


def test_an_empty_secret_is_none():
    """An empty passphrase must let nobody in."""
    assert serve_secrets({"QUIZAPP_SERVE_PASSPHRASE": ""}).passphrase is None


def test_only_served_screens_have_a_color_scheme():
    """Anything but light is dark."""
    schemes = [color_scheme(e) for e in ({}, {SERVED: "light"}, {SERVED: "blue"})]
    assert schemes == ["", "light", "dark"]
