import json
from pathlib import Path

import numpy as np
import pytest

from labelscope.errors import CatalogueError, HostileInput
from labelscope.names.choice import NONE, Example, learn, shares
from labelscope.names.evaluation import calibration_error, evaluate, fingerprint, folds, read_labelled
from labelscope.names.evidence import FEATURES
from labelscope.names.weights import KINDS, Weights, read_weights, shipped

HEADER = "label_id,language,name,role\n"


def labelled(tmp_path: Path, count: int = 12) -> Path:
    path = tmp_path / "names.csv"
    rows = []
    for k in range(count):
        word = "".join(chr(97 + (k * 7 + j * 5) % 26) for j in range(9))
        rows += [f"l{k},en,{word} label,index", f"l{k},en,{word}x label,query"]
    path.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    return path


def test_figures_have_the_promised_names_and_make_sense(tmp_path: Path) -> None:
    total, by_language = evaluate(read_labelled(labelled(tmp_path)), None)
    assert {"top1", "top3", "ece", "none_precision", "none_recall", "lost"} <= total.as_dict().keys()
    assert total.queries == 12
    assert total.top1 is not None
    assert total.top3 is not None
    assert total.ece is not None
    assert 0.8 <= total.top1 <= total.top3 <= 1
    assert 0 <= total.ece <= 1
    assert list(by_language) == ["en"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (HEADER + "a,en,x,index\n", "role"),
        (HEADER + "a,en,x,both\n", "role"),
        ("label,language,name,role\na,en,x,index\n", ""),
        (HEADER + "a,en,,index\nb,en,y,query\n", "name"),
    ],
)
def test_a_file_that_cannot_be_measured_fails(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_labelled(path)
    assert raised.value.problems[0].field == field


def test_calibration_error_by_hand() -> None:
    even = np.ones(4)
    assert calibration_error([0.95, 0.95, 0.95, 0.95], [True, True, True, False], even) == pytest.approx(0.2)
    assert calibration_error([0.5, 0.5], [True, False], np.ones(2)) == pytest.approx(0.0)
    assert calibration_error([0.1, 0.9], [True, False], np.array([1.0, 3.0])) == pytest.approx(0.9)


def test_folds_keep_a_label_together_and_do_not_depend_on_order(tmp_path: Path) -> None:
    names = read_labelled(labelled(tmp_path))
    assert folds(names) == folds(tuple(reversed(names)))
    assert fingerprint(names) == fingerprint(tuple(reversed(names)))
    assert fingerprint(names) != fingerprint(names[1:])


def test_a_choice_model_learns_what_decides() -> None:
    random = np.random.default_rng(0)
    examples = []
    for k in range(300):
        features = random.normal(size=(5, len(FEATURES)))
        right = int(np.argmax(features[:, 3]))
        examples.append(Example(str(k), features, right if features[right, 3] > 0.5 else NONE))
    model = learn(examples[:200])
    first = [int(np.argmax(model.utilities(one.features))) == one.right for one in examples[200:] if one.right >= 0]
    assert np.mean(first) > 0.8
    assert shares(model.utilities(examples[0].features)).sum() == pytest.approx(1.0)


def test_shipped_weights_survive_a_round_trip() -> None:
    for kind in KINDS:
        weights = shipped(kind)
        again = Weights.from_dict(json.loads(json.dumps(weights.as_dict())))
        features = np.random.default_rng(1).normal(size=(4, len(FEATURES)))
        one, other = weights.judge(features, 0.1), again.judge(features, 0.1)
        assert np.allclose(one.shares, other.shares)
        assert one.shares.sum() + one.unknown == pytest.approx(1.0)


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain.pop("choice"),
        lambda plain: plain.update(floor=2),
        lambda plain: plain.update(acceptance=[1.0]),
        lambda plain: plain["choice"].update(mean=[float("nan")] * len(FEATURES)),
        lambda plain: plain["choice"]["members"][0].update(none="x"),
        lambda plain: plain["letters"].update(intercept=float("inf")),
    ],
)
def test_wrong_weights_are_refused(tmp_path: Path, change: object) -> None:
    plain = {kind: shipped(kind).as_dict() for kind in KINDS}
    change(plain["words-alone"])  # type: ignore[operator]
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(plain), "utf-8")
    with pytest.raises(HostileInput, match="no weights"):
        read_weights(path)


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text("[" * 100_000, "utf-8")
    with pytest.raises(HostileInput, match="no weights"):
        read_weights(path)
