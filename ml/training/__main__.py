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
from ml.training.calibrate import temperatures, view_logits
from ml.training.fit import Heads, fit, load_data
from ml.training.photos import shots
from ml.training.targets import names, targets, usual_warmth
from ml.weights import pull
from stylist.settings import Settings

CYCLES: Final = (8, 10)
"""Epochs of each cycle; a later one starts from the mean of the one before."""


def main() -> None:
    """Pulls the backbone, prepares, trains, writes `ml/garments/weights/garment_net.onnx`."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=Path(".train"), help="scratch folder")
    options.add_argument("--out", type=Path, default=WEIGHTS, help="where the network goes")
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(given.threads)
    settings = Settings()
    photos = shots(settings.shared_data)
    given.work.mkdir(parents=True, exist_ok=True)
    trunk, crown = backbone.load(pull("efficientnet-lite2", models_dir=settings.models_dir))
    export.export_trunk(trunk, given.work / "trunk.onnx")
    pull("u2netp", models_dir=settings.models_dir)
    segmenter = load_segmenter("u2netp", settings.models_dir, given.threads)
    photos = [photo for photo in photos if not photo.held_out]
    prepare.masks(photos, given.work / "masks", segmenter)
    prepare.trunk_outputs(photos, given.work, given.work / "trunk.onnx")
    taught = targets(photos)
    train, tune = (
        [index for index, photo in enumerate(photos) if photo.part == part]
        for part in ("train", "tune")
    )
    data, heads = load_data(given.work, train, taught), Heads(names())
    for seed, epochs in enumerate(CYCLES):
        crown, heads = fit(crown, heads, data, epochs, seed)
    torch.save({"crown": crown.state_dict(), "heads": heads.state_dict()}, given.work / "fit.pt")
    plain = np.load(given.work / "plain.npy", mmap_mode="r")
    found = temperatures(crown, heads, plain, {k: rows[tune] for k, rows in taught.items()})
    logging.info("temperatures %s", found)
    warmth = usual_warmth([photos[index] for index in train])
    export.export_network(trunk, crown, heads, names(), given.out, found, warmth)
    masks = given.work / "masks"
    features, alone = color_names.features_of(photos, masks)
    namer = color_names.fit_names(
        np.vstack([features[train], alone[train]]),
        np.vstack([taught["colors"][train]] * 2),
        names()["colors"],
    )
    with torch.no_grad():
        named = namer(torch.from_numpy(features[tune]).float()).numpy()
    looks = (view_logits(crown, heads, plain)["colors"] / found["colors"]).softmax(2).mean(1)
    power = color_names.best_power(named, looks.numpy(), taught["colors"][tune])
    logging.info("power of the garment network beside the colour names: %s", power)
    target = given.out.with_name("color_net.onnx")
    color_names.export_names(namer, names()["colors"], power, target)


main()
