"""The gallery uses a brand of a project like a build does: it reads nothing outside and never waits for a pipe."""

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
        gallery.build_gallery("own", tmp_path / "layouts")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system of Windows")
def test_pipes_and_devices_in_the_layouts_are_not_read(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "own"
    shutil.copytree(LAYOUTS / "wikimedia", own)
    os.mkfifo(own / "pipe")
    (own / "zero").symlink_to("/dev/zero")
    assert gallery.build_gallery("own", tmp_path / "layouts").pictures


def test_brand_name_is_quoted_in_yaml() -> None:
    with pytest.raises(gallery.GalleryError):
        gallery.build_gallery('x"\nfront: [y')
