"""Numbers as a spreadsheet shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders.numberformat import BUILT_IN, general, shown
from tests.index.loaders.invariants import generated


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (12345678901234, "General", "12345678901234"),
        (1e-7, "General", "1E-07"),
        (5, 'General" kg"', "5 kg"),
        (-1599.99, "#,##0.00", "-1,599.99"),
        (-1599.99, '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)', "($1,599.99)"),
        (-5, "#,##0;[Red]#,##0", "-5"),
        (1234567, "#,##0,", "1,235"),
        (1234567.5, '#,##0.0,,"M"', "1.2M"),
        (0.256, "0.0%", "25.6%"),
        (2.5, "0", "3"),
        (0.5, "#.##", ".5"),
        (5, "0.##", "5"),
        (123456789, "000-00-0000", "123-45-6789"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (1234.5, "[$€-2] #,##0.00", "€ 1,234.50"),
        (-1.98e8, "0.00E+00", "-1.98E+08"),
        (12345.678, "##0.0E+0", "12.3E+3"),
        (2.75, "# ??/??", "2 3/4"),
        (0.333, "# ?/?", "1/3"),
        (5.5, "# ?/8", "5 4/8"),
        (0, '#,##0_);(#,##0);"-"??', "-"),
        (0, '"Yes";"Yes";"No"', "No"),
        (5, ";;;", ""),
        (5, "[<10]0.0;[>=10]0", "5.0"),
        (12, "[<10]0.0;[>=10]0", "12"),
        (45000.75, "yyyy-mm-dd hh:mm", "2023-03-15 18:00"),
        (45000, "[$-409]dddd, mmmm d, yyyy;@", "Wednesday, March 15, 2023"),
        (45000.25, "m/d/yy h:mm AM/PM", "3/15/23 6:00 AM"),
        (0.000694444, "mm:ss", "01:00"),
        (0.000011574, "mm:ss.0", "00:01.0"),
        (1.5, "[h]:mm", "36:00"),
        (-1, "yyyy", "-1"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (float("nan"), "0", ""),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_may_count_from_1904() -> None:
    assert shown(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


@generated
@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_keeps_its_digits(value: int) -> None:
    assert general(value) == str(value) == shown(value, "0")
    assert shown(value, "#,##0").replace(",", "") == str(value)


@generated
@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.one_of(st.sampled_from([*BUILT_IN.values()]), st.text('0#?.,;%/E+-"\\[]_*ymdhsAMP@ $Gx<>=12', max_size=16)),
)
def test_any_format_gives_some_text(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
