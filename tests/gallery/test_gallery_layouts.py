"""The gallery draws in a brand of a project as a build would: nothing outside is read, and nothing is waited for."""

import os
import shutil
from pathlib import Path

import pytest

from deckgen import gallery

LAYOUTS = Path(__file__).parents[2] / "layouts"


def test_links_out_of_the_layouts_are_not_copied(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "own"
    shutil.copytree(LAYOUTS / "wikimedia", own)
    (own / "master.yaml").unlink()
    (own / "master.yaml").symlink_to("../../secret.yaml")
    shutil.copy(LAYOUTS / "wikimedia" / "master.yaml", tmp_path / "secret.yaml")
    with pytest.raises(gallery.GalleryError, match=r"master\.yaml"):
        gallery.make("own", tmp_path / "layouts")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system of Windows")
def test_pipes_and_endless_devices_in_the_layouts_are_not_read(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "own"
    shutil.copytree(LAYOUTS / "wikimedia", own)
    os.mkfifo(own / "pipe")
    (own / "zero").symlink_to("/dev/zero")
    assert gallery.make("own", tmp_path / "layouts").pictures


def test_a_brand_may_have_a_name_that_is_no_plain_yaml() -> None:
    with pytest.raises(gallery.GalleryError):
        gallery.make('x"\nfront: [y')
