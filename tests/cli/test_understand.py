"""`stylist understand --jsonl`: one answer for each line, in order, whatever the line holds."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ctrl_c import hear_ctrl_c
from typer.testing import CliRunner

from agent.understanding import understand
from agent.understanding.replay import Replay
from cli.app import build_app
from cli.understand_lines import MOST_CHARS, answer

ROOT = Path(__file__).parents[2]
LOOKS = [
    {"id": "a", "items": [{"id": 1, "category": "shirt", "color": "white"}]},
    {
        "id": "b",
        "items": [
            {"id": 2, "subcategory": "ankle-boots", "colour": "black"},
            {"id": 3, "category": "jeans", "colors": [{"name": "blue", "share": 0.9}]},
        ],
    },
]


def understood(*lines: object, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    given = b"".join(line + b"\n" for line in raw)
    done = CliRunner().invoke(
        build_app(["understand"]), ["understand", "--jsonl", "-", *options], input=given
    )
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout_bytes.splitlines()]


def dialogue(*said: str) -> list[dict[str, str]]:
    return [
        {"role": role, "content": words}
        for one in said
        for role, words in (("user", one), ("assistant", "Here you are."))
    ]


def test_a_turn_is_told_with_frame_delta_acts_and_spans() -> None:
    text = "nothing grey, a dress please, spring wedding"
    (told,) = understood({"history": [], "text": text})
    assert told["frame"]["colors"] == {"want": [], "avoid": ["gray"]}
    assert told["delta"]["add"]["categories.want"] == ["dress"]
    assert told["frame"]["occasion"] == "wedding"
    assert told["acts"][0] == "request"
    assert all(text[s["start"] : s["end"]] == s["text"] for s in told["spans"])
    assert {"colors.avoid.gray", "occasion"} <= {s["path"] for s in told["spans"]}


def test_the_frame_holds_what_the_history_said_and_the_delta_only_this_turn() -> None:
    (told,) = understood({"history": dialogue("no black", "for work"), "text": "and no jeans"})
    assert told["frame"]["colors"]["avoid"] == ["black"]
    assert told["frame"]["occasion"] == "work"
    assert told["delta"] == {
        "set": {},
        "add": {"categories.avoid": ["jeans"]},
        "remove": {},
        "moves": [],
    }
    assert told["frame"]["provenance"]["categories.avoid.jeans"]["turn"] == 2


def test_the_same_line_gives_the_same_answer_wherever_it_stands() -> None:
    first = {"text": "no black", "shown": LOOKS}
    line = {"history": dialogue("no black"), "text": "not those boots", "shown": LOOKS}
    later = {"history": dialogue("no black", "not those boots"), "text": "warmer"}
    alone = [understood(one)[0] for one in (first, line, later)]
    assert understood(first, line, later) == alone
    assert understood(later, line, first) == alone[::-1]


@pytest.mark.parametrize("shown", [LOOKS, {"type": "outfits.shown", "outfits": LOOKS}])
def test_references_carry_the_callers_own_names(shown: object) -> None:
    (told,) = understood({"text": "the second, but not the boots", "shown": shown})
    assert told["references"][0]["outfit_id"] == "b"
    assert told["frame"]["items"]["exclude"] == ["2"]
    assert "items.exclude.2" in {s["path"] for s in told["spans"]}
    assert "items.exclude.2" in told["frame"]["provenance"]


def test_outfits_shown_by_an_earlier_message_are_still_seen() -> None:
    history = [
        {"role": "user", "content": "something for work"},
        {"role": "assistant", "content": "Two looks.", "shown": LOOKS},
    ]
    (told,) = understood({"history": history, "text": "the second one"})
    assert told["references"][0]["outfit_id"] == "b"


def _shown(item: bytes) -> bytes:
    return b'{"text": "a", "shown": [{"items": [' + item + b"]}]}"


def test_a_garment_of_no_known_kind_costs_nobody_their_no() -> None:
    looks = [{"id": "a", "items": [{"category": "spoon"}, {"id": "b", "category": "boots"}, {}]}]
    (told,) = understood({"text": "no grey, and not those boots", "shown": looks})
    assert told["frame"]["colors"]["avoid"] == ["gray"]
    assert told["references"][0]["garment_ids"] == ["b"]
    assert told["ignored"] == ["shown.0.items.0", "shown.0.items.2"]


@pytest.mark.parametrize(
    "shown",
    [
        ["x", "y"],
        [{"id": "x"}, {"id": "y"}],
        [{"id": "x", "category": "dress"}, {"id": "y", "category": "coat", "color": "red"}],
    ],
    ids=["ids", "cards without garments", "garments"],
)
def test_the_second_of_whatever_is_shown_is_the_second(shown: object) -> None:
    (told,) = understood({"text": "the second one, please", "shown": shown})
    assert told["references"][0]["outfit_id"] == "y"
    assert "ignored" not in told


BAD = [
    (b"", "not_json"),
    (b"not json", "not_json"),
    (b"\xff\xfe", "not_json"),
    (b"[" * 100_000, "not_json"),
    (b'{"text": NaN}', "not_json"),
    (b'{"text": "a", "text": "b"}', "not_json"),
    (b"[1]", "bad_request"),
    (b"{}", "bad_request"),
    (b'{"text": 3}', "bad_request"),
    (b'{"text": null}', "bad_request"),
    (b'{"text": "\\ud800"}', "bad_request"),
    (b'{"text": "a", "id": 1e999}', "bad_request"),
    (b'{"text": "a", "history": {}}', "bad_request"),
    (b'{"text": "a", "history": ["b"]}', "bad_request"),
    (b'{"text": "a", "history": [{"role": "god", "content": "b"}]}', "bad_request"),
    (b'{"text": "a", "history": [{"role": "user"}]}', "bad_request"),
    (b'{"text": "a", "shown": 3}', "bad_request"),
    (b'{"text": "a", "shown": [null]}', "bad_request"),
    (b'{"text": "a", "shown": [{"items": ["shirt"]}]}', "bad_request"),
    (b'{"text": "a", "shown": [{"items": [{"category": ["shirt"]}]}]}', "bad_request"),
    (b'{"text": "a", "shown": ' + b"[" * 900 + b"]" * 900 + b"}", "bad_request"),
    (_shown(b'{"category": "shirt", "colors": [{"name": "red", "share": 1e999}]}'), "bad_request"),
    (
        _shown(b'{"category": "shirt", "colors": [{"name": "red", "share": %d}]}' % 10**400),
        "bad_request",
    ),
    (b'{"text": "a", "n": ' + b"1" * 5000 + b"}", "not_json"),
    (b'{"text": "no\x01black"}', "not_json"),
    (b'{"text": "' + b"a" * (MOST_CHARS + 1) + b'"}', "payload_too_large"),
    (b'{"text": "' + b"a" * 9_000_000 + b'"}', "payload_too_large"),
]


def test_a_bad_line_gives_a_typed_error_in_its_place_and_the_run_goes_on() -> None:
    lines = [line for bad, _ in BAD for line in (bad, {"text": "no black"})]
    told = understood(*lines)
    assert [one["error"]["code"] for one in told[::2]] == [code for _, code in BAD]
    assert all(one["error"]["message"] for one in told[::2])
    assert all(one["frame"]["colors"]["avoid"] == ["black"] for one in told[1::2])


ODD = [
    b'\xef\xbb\xbf{"text": "no black"}',
    b'{"text": "no black"}\r',
    b'{"text": "no black \\u0000 \\ud83d\\ude00"}',
    '{"text": "n\u200bo ｂｌａｃｋ"}'.encode(),
    b'{"text": "no black", "n": 1e400, "x": ' + b"[" * 500 + b"]" * 500 + b"}",
    b'{"text": "no black ' + b"9" * 4000 + b'"}',
    json.dumps({"text": "no black", "history": dialogue(*["warmer"] * 500)}).encode(),
    json.dumps({"text": "no black " * 10_000}).encode(),
]


def test_odd_lines_are_answered_each_in_its_place_and_the_last_without_its_end() -> None:
    given = b"\n".join([*ODD, b'{"text": "no black", "id": "last"}'])
    done = CliRunner().invoke(build_app(["understand"]), ["understand"], input=given)
    told = [json.loads(line) for line in done.stdout_bytes.splitlines()]
    assert [one["frame"]["colors"]["avoid"] for one in told] == [["black"]] * (len(ODD) + 1)
    assert told[-1]["id"] == "last"


def test_a_fault_of_ours_costs_its_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    replay = Replay(now=lambda: datetime(2026, 11, 21, 10, 0))  # noqa: DTZ001
    monkeypatch.setattr(replay, "read", broken)
    told = json.loads(answer(b'{"text": "a", "id": 7}', replay))
    assert (told["id"], told["error"]["code"]) == (7, "internal")


def command(script: str) -> "subprocess.CompletedProcess[bytes]":
    """A shell line with $U for the command."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "U": f"{sys.executable} -m cli.main understand"}
    return subprocess.run(
        ["bash", "-c", script], env=env, capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("script", "status", "told"),
    [
        ('yes \'{"text":"a"}\' | ($U; echo $? >&2) | head -1 >/dev/null', 0, b"1\n"),
        ("$U <&-", 1, b"Error: Standard input is closed.\n"),
        ('echo \'{"text":"a"}\' | $U >&-', 1, b"Error: Standard output is closed.\n"),
        ("$U </dev/null", 0, b""),
    ],
)
def test_streams_that_end_early_end_the_command_without_a_traceback(
    script: str, status: int, told: bytes
) -> None:
    done = command(script)
    assert (done.returncode, done.stderr) == (status, told)


def test_ctrl_c_ends_it_with_its_own_status() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "understand"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=hear_ctrl_c,
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(b'{"text": "no black"}\n')
        running.stdin.flush()
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
        assert b"Traceback" not in running.stderr.read()


def test_a_text_longer_than_is_read_says_so() -> None:
    (told,) = understood({"text": "no black " + "a b " * 12_000})
    assert told["frame"]["colors"]["avoid"] == ["black"]
    assert told["degraded"] == ["text_cut"]


@pytest.mark.parametrize("filler", ["nice ", "We walk home, slowly. ", "it was a long day "])
def test_a_no_behind_ten_thousand_words_is_heard(filler: str) -> None:
    said = filler * (10_000 // len(filler.split())) + "And no black, please."
    (told,) = understood({"text": said})
    assert told["frame"]["colors"]["avoid"] == ["black"]
    assert "degraded" not in told
    assert [said[span["start"] : span["end"]] for span in told["spans"]] == ["black"]


def test_keys_that_mean_nothing_are_named_and_an_id_is_repeated() -> None:
    (told,) = understood({"id": "d7-3", "text": "no black", "histroy": []})
    assert (told["id"], told["ignored"]) == ("d7-3", ["histroy"])


def test_units_and_the_clock_are_the_callers() -> None:
    options = ("--units", "imperial", "--now", "2026-11-21T10:00")
    (told,) = understood({"text": "50 degrees tomorrow"}, options=options)
    assert told["frame"]["weather"]["temperature_c"] == 10.0
    assert "2026-11-22" in told["frame"]["weather"]["when"]
    (metric,) = understood({"text": "20 degrees"})
    assert metric["frame"]["weather"]["temperature_c"] == 20.0


@pytest.mark.parametrize(
    "wrong", [["--now", "soon"], ["--now", "9999-12-31"], ["--jsonl", "/nowhere.jsonl"]]
)
def test_a_wrong_option_ends_with_a_sentence(wrong: list[str]) -> None:
    done = CliRunner().invoke(build_app(["understand"]), ["understand", *wrong])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")


def test_the_command_starts_without_the_servers_packages_and_answers_over_a_pipe() -> None:
    script = (
        "import sys; from cli.main import main\n"
        "sys.argv = ['stylist', 'understand', '--jsonl', '-']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print(sorted({'sqlalchemy', 'chromadb', 'fastapi', 'langchain_core'} & set(sys.modules)))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=hear_ctrl_c,
    ) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(b'{"text": "no black"}\n')
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["frame"]["colors"]["avoid"] == ["black"]
        running.stdin.close()
        assert running.stdout.read().strip() == b"[]"


def test_a_dialogue_read_line_by_line_reads_each_turn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from agent.understanding import replay as module

    read: list[str] = []

    def counted(text: str, **given: Any) -> Any:
        read.append(text)
        return understand(text, **given)

    monkeypatch.setattr(module, "understand", counted)
    said = [f"outfit {n}, no black" for n in range(30)]
    replay = Replay(now=lambda: datetime(2026, 11, 21, 10, 0))  # noqa: DTZ001
    for at, text in enumerate(said):
        line = json.dumps({"history": dialogue(*said[:at]), "text": text}).encode()
        assert b"error" not in answer(line, replay)
    assert read == said
