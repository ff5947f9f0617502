"""Trains the garment network from the photos: one command, about an hour on two CPU cores."""

import argparse
import logging
from pathlib import Path
from typing import Final

import numpy as np
import torch

from ml.garments.classifier import WEIGHTS
from ml.segment import load_segmenter
from ml.training import backbone, color_names, export, prepare
from ml.training.calibrate import Logits, mean_shares, temperatures, together, view_logits
from ml.training.export import Member
from ml.training.fit import Heads, fit, load_data
from ml.training.photos import Shot, shots
from ml.training.targets import Targets, names, targets, usual_warmth
from ml.weights import pull
from stylist.settings import Settings

log = logging.getLogger(__name__)

SEED: Final = 0


def main() -> None:
    """Pulls the backbones, prepares, trains, writes `ml/garments/weights/garment_net.onnx`.

    What is in the scratch folder already (masks, trunk outputs, a member's fit) is not made again.
    """
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=Path(".train"), help="scratch folder")
    options.add_argument("--out", type=Path, default=WEIGHTS, help="where the network goes")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--member", help="fit only this one, into the scratch folder, and stop")
    given = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(given.threads)
    settings = Settings()
    photos = [photo for photo in shots(settings.shared_data) if not photo.held_out]
    given.work.mkdir(parents=True, exist_ok=True)
    loaded = {
        member.name: backbone.load(member, pull(member.name, models_dir=settings.models_dir))
        for member in backbone.MEMBERS
    }
    trunks = {name: given.work / f"{name}.onnx" for name in loaded}
    for name, (trunk, _) in loaded.items():
        export.export_trunk(trunk, trunks[name])
    pull("u2netp", models_dir=settings.models_dir)
    segmenter = load_segmenter("u2netp", settings.models_dir, given.threads)
    prepare.masks(photos, given.work / "masks", segmenter)
    prepare.trunk_outputs(photos, given.work, trunks, given.threads)
    taught = targets(photos)
    members = {
        name: Member(trunk, *_fitted(given.work, name, crown, photos, taught))
        for name, (trunk, crown) in loaded.items()
        if given.member in (None, name)
    }
    if not given.member:
        _write(members, photos, taught, given.work, given.out)


def _fitted(
    work: Path, name: str, crown: backbone.Crown, photos: list[Shot], taught: Targets
) -> tuple[backbone.Crown, Heads]:
    """The member as an earlier run left it, or trained now."""
    path, heads = work / f"{name}.pt", Heads(names())
    if path.is_file():
        kept = torch.load(path, weights_only=True)
        crown.load_state_dict(kept["crown"])
        heads.load_state_dict(kept["heads"])
        return crown.eval(), heads.eval()
    data = load_data(work, name, _of_part(photos, "train"), taught)
    log.info("training %s", name)
    crown, heads = fit(crown, heads, data, SEED)
    torch.save({"crown": crown.state_dict(), "heads": heads.state_dict()}, path)
    return crown, heads


def _write(
    members: dict[str, Member], photos: list[Shot], taught: Targets, work: Path, out: Path
) -> None:
    train, tune = _of_part(photos, "train"), _of_part(photos, "tune")
    logits = together([_tuning_logits(work, name, member) for name, member in members.items()])
    found = temperatures(logits, {name: rows[tune] for name, rows in taught.items()})
    log.info("temperatures %s", found)
    warmth = usual_warmth([photos[index] for index in train])
    export.export_network(list(members.values()), names(), out, found, warmth)
    features, alone = color_names.features_of(photos, work / "masks")
    namer = color_names.fit_names(
        np.vstack([features[train], alone[train]]),
        np.vstack([taught["colors"][train]] * 2),
        names()["colors"],
    )
    with torch.no_grad():
        named = namer(torch.from_numpy(features[tune]).float()).numpy()
    looks = mean_shares(logits["colors"], found["colors"])
    power = color_names.best_power(named, looks.numpy(), taught["colors"][tune])
    log.info("power of the garment network beside the colour names: %s", power)
    target = out.with_name("color_net.onnx")
    color_names.export_names(namer, names()["colors"], power, target)


def _tuning_logits(work: Path, name: str, member: Member) -> Logits:
    plain = np.load(work / "plain" / f"{name}.npy", mmap_mode="r")
    return view_logits(member.crown, member.heads, plain)


def _of_part(photos: list[Shot], part: str) -> list[int]:
    return [index for index, photo in enumerate(photos) if photo.part == part]


main()
