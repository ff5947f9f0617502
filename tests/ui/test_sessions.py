from uuid import uuid4

from ui.sessions import Sessions


def test_a_tab_finds_its_conversation_after_a_restart(tmp_path):
    path, conversation = tmp_path / "conversations.jsonl", uuid4()
    Sessions(path).keep("tab", uuid4())
    Sessions(path).keep("tab", conversation)
    assert Sessions(path).find("tab") == conversation
    assert Sessions(path).find("another") is None
