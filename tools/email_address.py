"""Email addresses: one spelling for one mailbox, and a plain check of their form."""

import re
import unicodedata

from stylist.errors import BadRequest

FORM = re.compile(r"[^\s@\x00-\x1f]{1,64}@([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
MAX_CHARS = 254
"""RFC 5321, 4.5.3.1.3: a path of 256 octets with its angle brackets."""


def normalise_email(email: str) -> str:
    """The address as it is kept: composed, without outer space, in lower case, ASCII domain.

    Raises:
        BadRequest: this cannot be an email address.
    """
    local, _, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise BadRequest("This is not an email address.") from error
    if (
        not local.isprintable()
        or len(address) > MAX_CHARS
        or not FORM.fullmatch(address)
        or address.endswith(".invalid")
    ):
        raise BadRequest("This is not an email address.")
    return address
