"""What LaTeX's commands and environments do to the text in them."""

from __future__ import annotations

from index.loaders.characters import names

LEVELS = {
    "title": 1, "subtitle": 0, "author": 0, "date": 0, "part": 1, "chapter": 1, "section": 2, "subsection": 3,
    "subsubsection": 4, "paragraph": 5, "subparagraph": 6, "frametitle": 3, "framesubtitle": 4,
}  # fmt: skip
"""Commands whose argument is a heading of a level, or for 0 a paragraph of its own."""
SHOWN = names("footnote footnotetext thanks caption")
"""Commands whose argument is put below the block that it stands in."""
HIDDEN = {
    **dict.fromkeys(
        names(
            "label includegraphics bibliographystyle bibliography usepackage documentclass pagestyle thispagestyle "
            "vspace hspace pagenumbering index graphicspath hypersetup bibitem nocite input addbibresource "
            "setcounter "
            "newtheorem captionsetup lstset definecolor color usetheme phantom hphantom vphantom "
            "newenvironment cline cmidrule "
            "setlength selectlanguage fontsize rule raisebox scalebox theoremstyle DeclareMathOperator geometry"
        ),
        1,
    ),
    "setcounter": 2, "setlength": 2, "addtolength": 2, "rule": 2, "newcommand": 2, "renewcommand": 2,
    "providecommand": 2, "newenvironment": 3, "renewenvironment": 3, "definecolor": 3, "newtheorem": 2,
    "textcolor": 1, "colorbox": 1,
    "multicolumn": 2, "multirow": 2, "addcontentsline": 3, "DeclareMathOperator": 2, "fontsize": 2, "resizebox": 2,
    "parbox": 1, "raisebox": 1, "scalebox": 1, "setcopyright": 1, "markboth": 2, "titleformat": 5,
    "newcolumntype": 2,
    "hyperref": 0, "foreignlanguage": 1,
}  # fmt: skip
"""Commands with so many first arguments that no reader sees; what follows these is shown."""
SILENT = names(
    "centering noindent bfseries itshape ttfamily small large Large LARGE huge Huge tiny footnotesize scriptsize "
    "normalsize hline toprule midrule bottomrule tableofcontents listoffigures listoftables appendix frontmatter "
    "mainmatter backmatter raggedright raggedleft em bf it tt rm sc sl hfill vfill linebreak nolinebreak pagebreak "
    "protect relax indent left right displaystyle printbibliography printindex makeindex makeatletter makeatother "
    "sloppy fussy quad qquad newline"
)
"""Commands without arguments that draw nothing."""
MATH = names(
    "equation align alignat gather multline eqnarray displaymath math flalign dmath split aligned cases "
    "matrix pmatrix "
    "bmatrix subequations"
)
"""Environments that are formulas."""
VERBATIM = "verbatim|Verbatim|lstlisting|minted|alltt|semiverbatim|BVerbatim|LVerbatim"
"""Environments of code, as a part of an expression."""
INPUTS = frozenset(("input", "include", "subfile", "import", "InputIfFileExists"))
"""Commands that read in another file."""
BREAKS = names("par newpage clearpage bigskip medskip smallskip maketitle")
"""Commands that end a paragraph."""
CITING = names("cite citep citet parencite textcite autocite ref eqref autoref cref pageref")
"""Commands that name a source, or a place in the document."""
LISTS = names("itemize enumerate description compactitem compactenum inparaenum thebibliography")
"""Environments that are lists."""
TABLES = names("tabular tabularx tabulary longtable array supertabular tabu")
"""Environments that are tables."""
PICTURES = names("tikzpicture picture pspicture filecontents comment")
"""Environments that no reader reads."""
