"""`stylist doctor` says whether photos are judged in pairs, and how to mend a damaged file."""

import numpy as np

from cli.doctor import check_visual
from ml.outfits.compatibility.visual import FILE, WIDTH, VisualPairs, write_visual
from stylist.settings import Settings


def test_fitted_weights_are_told_of_and_damaged_ones_with_their_mend(tmp_path) -> None:
    settings = Settings(models_dir=tmp_path)
    assert check_visual(settings) == []
    write_visual(
        tmp_path / FILE, VisualPairs(np.ones((WIDTH, 2)), np.ones(2), np.zeros(WIDTH), 0.0, 0.5)
    )
    [found] = check_visual(settings)
    assert (found.status, found.mend) == ("ok", "")
    (tmp_path / FILE).write_bytes(b"no weights")
    [found] = check_visual(settings)
    assert found.status == "degraded"
    assert "ml.training.outfits.visual" in found.mend
