from uuid import uuid4

from ui.sessions import Place, Sessions


def test_a_tab_finds_its_conversation_and_its_run_after_a_restart(tmp_path):
    path = tmp_path / "conversations.jsonl"
    place = Place(tab="tab", conversation=uuid4(), run=uuid4())
    Sessions(path).keep(Place(tab="tab", conversation=uuid4()))
    Sessions(path).keep(place)
    assert Sessions(path).find("tab") == place
    assert Sessions(path).find("another") is None
