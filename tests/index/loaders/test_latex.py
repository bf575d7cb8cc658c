from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from index.loaders import latex
from index.loaders.loaded import LoadError
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def read(source: str) -> list[tuple[str, str]]:
    loaded = latex.load(source.encode())
    check(loaded)
    return kinds(loaded)


def test_the_title_comes_from_the_preamble_and_the_rest_of_it_goes() -> None:
    source = (
        "\\documentclass{article}\n\\usepackage{x}\n\\title{On \\emph{Rivers}}\n\\author{Ann}\n"
        "\\begin{document}\\maketitle\n\\section{One}\\label{s}\nText. % comment\n\\end{document}\njunk"
    )
    assert read(source) == [("heading", "On Rivers"), ("paragraph", "Ann"), ("heading", "One"), ("paragraph", "Text.")]
    assert latex.load(source.encode()).title == "On Rivers"


def test_accents_signs_and_marks_become_characters() -> None:
    source = "caf\\'e na\\\"{\\i}ve Stra\\ss e \\c{c}a 5\\% \\& ``so'' 1--2 a~b \\LaTeX\\ here"
    assert read(source) == [("paragraph", "café naïve Straße ça 5% & “so” 1–2 a b LaTeX here")]


def test_formulas_keep_their_source() -> None:
    assert read("Since $a^2$ and\n\\[ E = mc^2 \\]\n\\begin{equation}\nx &= y\n\\end{equation}\n") == [
        ("paragraph", "Since $a^2$ and"),
        ("code", "E = mc^2"),
        ("code", "x &= y"),
    ]


def test_lists_notes_and_code() -> None:
    source = (
        "\\begin{itemize}\\item One\\footnote{A \\textbf{note}.} more\n\\begin{enumerate}\\item In\\end{enumerate}\n"
        "\\end{itemize}\\begin{description}\\item[Term] its meaning\\end{description}\n"
        "\\begin{verbatim}\na % b\n  \\c\n\\end{verbatim} and \\verb|x_y|"
    )
    assert read(source) == [
        ("item", "- One more"),
        ("note", "A note."),
        ("item", "1. In"),
        ("item", "Term: its meaning"),
        ("code", "a % b\n  \\c"),
        ("paragraph", "and x_y"),
    ]


def test_tables_are_rows_under_their_caption() -> None:
    source = (
        "\\begin{table}\\centering\\caption{Ages}\\begin{tabular}{l|r}\\hline Name & Age \\\\ \\hline\n"
        "Anna & 34 \\\\ Bert & \\textbf{51} \\\\\\end{tabular}\\end{table}"
    )
    assert read(source) == [
        ("note", "Ages"),
        ("row", "Name\tAge"),
        ("row", "Name: Anna\tAge: 34"),
        ("row", "Name: Bert\tAge: 51"),
    ]


def test_other_files_are_not_read_in() -> None:
    loaded = latex.load(b"Before \\input{/etc/passwd} after")
    assert loaded.text == "Before after"
    assert "leaves out files" in loaded.notes[0]


def test_own_short_macros_are_put_in_and_unknown_ones_show_their_words() -> None:
    source = (
        "\\newcommand{\\prod}{Quoth}\\begin{document}We use \\prod. \\strange[x]{Shown} "
        "\\textcolor{red}{too}\\end{document}"
    )
    assert read(source) == [("paragraph", "We use Quoth. Shown too")]


@generated
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "{}",
                    "\\emph{{{}}}",
                    "\\section{{{}}}",
                    "\\begin{{quote}}{}\\end{{quote}}",
                    "\\begin{{itemize}}\\item {}\\end{{itemize}}",
                    "\\unknown{{{}}}",
                ]
            ),
            st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){0,3}", fullmatch=True),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_all_words_arrive_in_order(parts: list[tuple[str, str]]) -> None:
    loaded = latex.load("\n".join(form.format(line) for form, line in parts).encode())
    check(loaded)
    assert words_in_order([word for _, line in parts for word in line.split()], loaded.text)


@generated
@given(
    st.lists(
        st.sampled_from(
            [
                "\\",
                "{",
                "}",
                "$",
                "%",
                "\n",
                "&",
                "\\\\",
                "\\item",
                "\\begin{tabular}{l}",
                "\\end{tabular}",
                "\\footnote{",
                "\\section{",
                "[",
                "]",
                "\\'",
                "a",
                "~",
                "\\verb|",
                "\\begin{verbatim}",
                "\\begin{itemize}",
                "\\end{itemize}",
            ]
        ),
        max_size=40,
    )
)
def test_anything_is_read(parts: list[str]) -> None:
    with suppress(LoadError):
        check(latex.load("".join(parts).encode()))
