"""Reading data exactly, and one line for everything that is wrong."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numerics.instance import BadInstance
from reports.datasets import read, scaling_advice, standardized
from reports.errors import BadInput

F = Fraction


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_decimals_are_exact(tmp_path: Path) -> None:
    data = read(write(tmp_path, "a.csv", "x, y ,z\n0.1,2,3\n1e-2,5,7\n-4,1/3,0\n"), "y")
    assert [[F(1, 10), 3], [F(1, 100), 7], [-4, 0]] == data.X and data.y == [2, 5, F(1, 3)]
    assert data.names == ["x", "z"]


@pytest.mark.parametrize("entry", ["1e400", "1e-200"])
def test_columns_out_of_range_end_in_one_line(tmp_path: Path, entry: str) -> None:
    with pytest.raises(BadInput, match="column 'b' has its largest entry at about 10"):
        read(write(tmp_path, "a.csv", f"a,b,y\n1,{entry},3\n2,0,1\n0,0,2\n"), "y")


def test_a_wrong_separator_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="separator has to be a comma"):
        read(write(tmp_path, "a.csv", "a;b;y\n1;2;3\n"), "y")


def test_npz_floats_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, X=np.array([[0.1], [2.0]]), y=np.array([1, 2]))
    assert [[F(0.1)], [2]] == read(path, None).X


def test_a_network_is_written_as_one_would(tmp_path: Path) -> None:
    text = '{"X": [[1, 0], ["1/2", 1]], "y": [1, 2], "W1": [[1, "1/2"], [0, 2]], "W2": [[1, 1]], "p": [3]}'
    found = read(write(tmp_path, "net.json", text), None).instance
    assert found is not None and [len(w) for w in found.layers] == [2, 1]
    assert found.matrices["p"] == ((3,),)
    alone = read(write(tmp_path, "one.json", text.replace(', "p": [3]', "")), None).instance
    assert alone is not None and alone.matrices["p"] == ((1,),)
    witness = write(tmp_path, "witness.json", json.dumps({"schema": "x", "instance": found.to_json()}))
    assert read(witness, None).instance == found
    for wrong in ('"W1": [[1, 1, 1]]', '"W1": 3', '"W2": [[1, 1]]', '"W1": [[1, "x"]]', '"W1": [[1, 1]], "p": 2'):
        path = write(tmp_path, "wrong.json", '{"X": [[1, 0], ["1/2", 1]], "y": [1, 2], ' + wrong + "}")
        with pytest.raises(BadInput):
            read(path, None)


def test_json_rationals_and_instances(tmp_path: Path) -> None:
    plain = read(write(tmp_path, "a.json", '{"X": [["1/3"], [0.1]], "y": [1, 2]}'), None)
    assert [[F(1, 3)], [F(1, 10)]] == plain.X
    matrices = {"X": [["1"]], "y": [["2"]], "p": [["1"]], "W1": [["1/2"]]}
    whole = read(write(tmp_path, "b.json", json.dumps({"kind": "network", "matrices": matrices})), None)
    assert whole.instance is not None and whole.instance.depth == 1


BAD = {
    "nan": "a,b,y\n1,2,3\n2,nan,4\n",
    "constant": "a,b,y\n1,5,3\n1,6,4\n1,7,4\n",
    "the same": "a,b,y\n1,1,3\n2,2,4\n3,3,3\n",
    "as many rows": "a,b,y\n1,2,3\n",
    "encode text": "a,b,y\n1,red,3\n2,blue,4\n",
    "no column 'y'": "a,b\n1,2\n3,5\n",
    "entries, 3 expected": "a,b,y\n1,2\n",
    "empty": "a,b,y\n1,,2\n",
    "called 'a'": "a,a,y\n1,2,3\n2,5,3\n",
    "target is zero": "a,y\n1,0\n2,0\n",
    "at least one row": "a,y\n",
}


@pytest.mark.parametrize("word", BAD)
def test_bad_csv_is_one_line(tmp_path: Path, word: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(write(tmp_path, "bad.csv", BAD[word]), "y")
    assert word in str(caught.value) and "\n" not in str(caught.value)


def test_bad_files(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_bytes(b"not a zip")
    np.savez(tmp_path / "pickle.npz", X=np.array([[object()]]), y=np.array([1]))
    write(tmp_path, "x.json", "{")
    write(tmp_path, "ragged.json", '{"X": [[1, 2], [3]], "y": [1, 2]}')
    write(tmp_path, "x.txt", "1")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.csv", "x.npz", "pickle.npz", "x.json", "ragged.json", "x.txt", "bytes.csv", "."):
        with pytest.raises((BadInput, BadInstance)):
            read(tmp_path / name, "y")


def test_standardizing_is_exact(tmp_path: Path) -> None:
    data = read(write(tmp_path, "a.csv", "a,b,y\n1000,0.001,3\n3000,0.004,5\n8000,0.002,1\n"), "y")
    assert "standardize" in scaling_advice(data)
    scaled = standardized(data)
    for j in range(2):
        column = [row[j] for row in scaled.X]
        assert sum(column) == 0 and F(1, 4) < sum(x * x for x in column) / 3 < 4
    assert scaling_advice(scaled) == ""
