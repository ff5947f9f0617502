from alembic import command

from db import schema


def test_models_and_migrations_agree(make_database) -> None:
    schema.check(make_database("agreement"))


def test_upgrading_twice_changes_nothing(make_database) -> None:
    url = make_database("twice")
    schema.upgrade(url)
    current, newest = schema.revisions(url)
    assert current == newest


def test_the_life_of_an_item_can_be_taken_back_and_brought_again(make_database) -> None:
    url = make_database("there_and_back")
    command.downgrade(schema.alembic_config(url), "0003")
    assert schema.revisions(url)[0] == "0003"
    schema.upgrade(url)
    schema.check(url)
