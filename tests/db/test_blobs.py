import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from uuid import uuid4

import pytest

from db.blobs import LocalBlobs
from stylist.errors import NotFound, StorageFull

OWNER, OTHER = uuid4(), uuid4()


def test_the_same_bytes_are_one_blob_and_owners_do_not_share(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    key = blobs.put(b"photo", owner_id=OWNER, extension="jpg")
    assert blobs.put(b"photo", owner_id=OWNER, extension=".JPG") == key
    assert blobs.put(b"photo", owner_id=OTHER, extension="jpg") != key
    assert blobs.get(key) == b"photo"
    assert blobs.list_keys(OWNER) == [key]


def test_a_key_from_outside_opens_no_other_file(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    (tmp_path / "secret").write_text("secret")
    for key in ("../secret", "/etc/passwd", f"{OWNER}/../../secret", "", "a" * 300):
        with pytest.raises(NotFound):
            blobs.get(key)
        with pytest.raises(NotFound):
            blobs.delete(key)


def test_the_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    blobs.put(b"photo", owner_id=OWNER, extension="jpg")
    assert (tmp_path / "blobs").stat().st_mode & 0o077 == 0


def test_deleting_an_owner_leaves_the_others(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    kept = blobs.put(b"mine", owner_id=OTHER, extension="png")
    blobs.put(b"yours", owner_id=OWNER, extension="png")
    blobs.delete_owner(OWNER)
    blobs.delete_owner(OWNER)
    assert blobs.list_keys(OWNER) == []
    assert blobs.get(kept) == b"mine"


def test_too_little_room_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    blobs = LocalBlobs(tmp_path / "blobs", min_free_bytes=free * 2)
    with pytest.raises(StorageFull):
        blobs.put(b"photo", owner_id=OWNER, extension="jpg")
    assert not list((tmp_path / "blobs").rglob("*.jpg"))


def test_a_disk_that_fills_up_while_writing_is_said_and_leaves_no_part(
    tmp_path: Path, own_mounts: None
) -> None:
    # A real full disk: a tmpfs of 128 kB in a mount namespace of its own.
    program = textwrap.dedent(
        f"""
        import pathlib, uuid
        from db.blobs import LocalBlobs
        from stylist.errors import StorageFull
        root = pathlib.Path({str(tmp_path)!r})
        blobs = LocalBlobs(root / "blobs", min_free_bytes=-(10**9))
        owner = uuid.uuid4()
        blobs.put(b"small", owner_id=owner, extension="jpg")
        try:
            for number in range(100):
                blobs.put(bytes([number]) * 60_000, owner_id=owner, extension="jpg")
        except StorageFull:
            assert not list(root.rglob(".part-*"))
            print("said")
        """
    )
    mount = f"mount -t tmpfs -o size=128k tmpfs {tmp_path} && exec {sys.executable} -"
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount],
        input=program,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.stdout.strip() == "said", done.stderr
