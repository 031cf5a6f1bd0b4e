"""The licences of what Hashiya needs at run time."""

import pytest

from scripts.licences import licence_problem, packages


def test_all_packages_fit_mit() -> None:
    found = packages()

    assert [(one.name, one.licence, one.problem) for one in found if one.problem] == []
    assert {"textual", "sqlite-utils", "mammoth"} <= {one.name for one in found if not one.extras}
    assert {"psycopg", "spacy", "dkpro-cassis", "pypdfium2", "textual-serve"} <= {
        one.name for one in found if one.extras
    }
    assert "pytest" not in {one.name for one in found}


@pytest.mark.parametrize(
    ("licence", "problem"),
    [
        ("MIT", ""),
        ("Apache-2.0 OR BSD-2-Clause", ""),
        ("GPL-2.0-only OR MIT", ""),
        ("BSD-3-Clause AND MIT", ""),
        ("Mozilla Public License 2.0 (MPL 2.0)", ""),
        ("GPL-3.0-or-later", "does not fit MIT"),
        ("MIT AND GPL-3.0-only", "does not fit MIT"),
        ("GNU Affero General Public License v3", "does not fit MIT"),
        ("GNU General Public License v2 (GPLv2)", "does not fit MIT"),
        ("LGPL-3.0-only", "does not fit MIT"),
        ("Other/Proprietary License", "unknown licence"),
        ("", "unknown licence"),
    ],
)
def test_a_licence_is_judged_by_its_expression(licence: str, problem: str) -> None:
    assert licence_problem("somebody-s", licence) == problem


def test_lgpl_is_accepted_of_known_libraries_alone() -> None:
    assert licence_problem("psycopg", "LGPL-3.0-only") == ""
    assert licence_problem("psycopg", "GPL-3.0-only") == "does not fit MIT"
