from concurrent.futures import ThreadPoolExecutor

from pydantic import SecretStr

from stylist.settings import AuthSettings, Settings
from tools.signing_secret import load_secret, with_secret


def test_a_given_secret_is_used_and_nothing_is_written(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path, auth=AuthSettings(secret=SecretStr("given")))
    assert load_secret(settings).get_secret_value() == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_made_once_for_its_owner_only(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    with ThreadPoolExecutor(8) as pool:
        made = {secret.get_secret_value() for secret in pool.map(load_secret, [settings] * 8)}
    assert len(made) == 1
    [file] = (tmp_path / "new").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert with_secret(settings).auth.secret.get_secret_value() in made
