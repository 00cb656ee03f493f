"""The tests that `make check` chooses are the nearest to what changed."""

from pathlib import Path

import pytest

from tests.affected import Modules

FILES = {
    "shop/__init__.py": "from shop.till import Till",
    "shop/till.py": "from shop.coins import count",
    "shop/coins.py": "",
    "shop/sign.py": 'PICTURE = "sign.svg"',
    "tests/__init__.py": "",
    "tests/test_till.py": "from shop import Till",
    "tests/test_sign.py": "from shop import sign",
    "tests/test_all.py": 'import shop\nPAPERS = "papers"',
}


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("shop/till.py", "test_till"),  # through the package that passes its name on
        ("shop/coins.py", "test_till"),  # which imports what imports it
        ("shop/sign.py", "test_sign"),
        ("shop/sign.svg", "test_sign"),
        ("papers/1.txt", "test_all"),
        ("tests/test_all.py", "test_all"),
        ("shop/nothing.txt", ""),
    ],
)
def test_the_nearest_tests_are_chosen(changed: str, tests: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    found = Modules(tmp_path, ("shop", "tests")).affected([Path(changed)])
    assert found == {Path("tests", f"{name}.py") for name in tests.split()}
