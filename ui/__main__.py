"""Start the chat page: `python -m ui --host 127.0.0.1 --port 8080`."""

import argparse
import hashlib
import hmac
import os
import secrets
import sys
from pathlib import Path

from stylist.settings import Settings
from ui.site_root import prepare


def main() -> None:
    """Prepare the folder, then become Chainlit (same process id, so a supervisor can stop it)."""
    parser = argparse.ArgumentParser(prog="python -m ui", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on")
    asked = parser.parse_args()
    settings = Settings()
    root = prepare(settings.data_dir.resolve() / "ui")
    os.chdir(root)
    os.putenv("CHAINLIT_APP_ROOT", str(root))
    os.putenv("CHAINLIT_AUTH_SECRET", cookie_secret(settings))
    os.putenv("OTEL_SDK_DISABLED", "true")
    app = str(Path(__file__).with_name("app.py"))
    where = ["--host", asked.host, "--port", str(asked.port)]
    os.execv(sys.executable, [sys.executable, "-m", "chainlit", "run", app, "--headless", *where])


def cookie_secret(settings: Settings) -> str:
    """What signs the page's sign-in cookie; without a secret in the settings, new at each start."""
    if settings.auth.secret is None:
        return secrets.token_hex(32)
    key = settings.auth.secret.get_secret_value().encode()
    return hmac.new(key, b"cookies of the chat page", hashlib.sha256).hexdigest()


if __name__ == "__main__":
    main()
