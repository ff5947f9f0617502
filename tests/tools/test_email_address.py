import pytest

from stylist.errors import BadRequest
from tools.email_address import normalise_email


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("ada+tag@sub.example.org", "ada+tag@sub.example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ａｄａ@example.org", "ada@example.org"),
    ],
)
def test_one_mailbox_has_one_spelling(given, kept) -> None:
    assert normalise_email(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "@",
        "ada",
        "ada@",
        "@b.org",
        "a@b",
        "a@@b.org",
        "a@b..org",
        "a@-b.org",
        "a\n@b.org",
        "a\u202e@b.org",
        "local@stylist.invalid",
        "a@" + "b" * 70 + ".org",
        "x" * 250 + "@b.org",
    ],
)
def test_what_is_no_address_is_refused(given) -> None:
    with pytest.raises(BadRequest):
        normalise_email(given)
