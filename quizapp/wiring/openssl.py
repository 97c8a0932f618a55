"""OpenSSL: what loads it only if it is there is loaded without it.

The app opens no connection and hashes little; loading OpenSSL takes as long as the log.
"""

import sys
from importlib import import_module


def load_without_openssl(module: str, binding: str) -> None:
    """Load a module as in a Python that was built without its binding to OpenSSL.

    Nothing happens if either of them is loaded already.
    """
    if module in sys.modules or binding in sys.modules:
        return
    sys.modules[binding] = None  # type: ignore[assignment]  # its import fails
    try:
        import_module(module)
    finally:
        del sys.modules[binding]
