from db import schema


def test_models_and_migrations_agree(make_database) -> None:
    schema.check(make_database("agreement"))


def test_upgrading_twice_changes_nothing(make_database) -> None:
    url = make_database("twice")
    schema.upgrade(url)
    current, newest = schema.revisions(url)
    assert current == newest
