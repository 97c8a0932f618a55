"""Signs: the Unicode character of each LaTeX command, and its spacing.

Only characters that common terminal fonts have are here: the letters of mathematical
alphabets beyond U+FFFF often take another width, so a plain letter replaces them.
"""

from typing import Final, Literal, TypeAlias

Spacing: TypeAlias = Literal[
    "atom", "binary", "relation", "open", "close", "comma", "name"
]
"""How a sign is spaced: a relation always, a binary between two atoms."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _table(text: str) -> dict[str, str]:
    words = _words(text)
    return dict(zip(words[::2], words[1::2], strict=True))


_ATOMS: Final = _table("""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ
    vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ
    varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    infty ∞ partial ∂ nabla ∇ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅
    forall ∀ exists ∃ neg ¬ lnot ¬ prime ′ top ⊤ bot ⊥ angle ∠ triangle △ square □
    dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ checkmark ✓ dagger † degree °
    Vert ‖ vert | | ‖ % % $ $ # # & & _ _
""")
_BINARIES: Final = _table("""
    cdot · times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖
    otimes ⊗ odot ⊙ cup ∪ cap ∩ setminus ∖ wedge ∧ vee ∨ land ∧ lor ∨ bmod mod
""")
_RELATIONS: Final = _table("""
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫
    approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ triangleq ≜ coloneqq := doteq ≐
    in ∈ ni ∋ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ perp ⊥ parallel ∥ mid |
    to → rightarrow → longrightarrow → leftarrow ← gets ← leftrightarrow ↔
    Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ mapsto ↦ prec ≺ succ ≻
    uparrow ↑ downarrow ↓
""")
_OPENS: Final = _table(
    "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lVert ‖ lvert |"
)
_CLOSES: Final = _table(
    "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rVert ‖ rvert |"
)
_BIG: Final = _table("sum Σ prod ∏ int ∫ iint ∬ bigcup ⋃ bigcap ⋂ bigoplus ⨁")
_NAMES: Final = _words("""
    log ln lg exp sin cos tan sinh cosh tanh arcsin arccos arctan max min sup inf lim
    argmax argmin det dim ker deg gcd Pr arg
""")

COMMANDS: Final[dict[str, tuple[str, Spacing]]] = {
    **{name: (sign, "atom") for name, sign in _ATOMS.items()},
    **{name: (sign, "binary") for name, sign in _BINARIES.items()},
    **{name: (sign, "relation") for name, sign in _RELATIONS.items()},
    **{name: (sign, "open") for name, sign in _OPENS.items()},
    **{name: (sign, "close") for name, sign in _CLOSES.items()},
    **{name: (sign, "name") for name, sign in _BIG.items()},
    **{name: (name, "name") for name in _NAMES},
}
"""The sign of each command, without its backslash."""

CHARACTERS: Final[dict[str, tuple[str, Spacing]]] = {
    **{sign: (sign, "open") for sign in "([⟨⌊⌈"},
    **{sign: (sign, "close") for sign in ")]⟩⌋⌉"},
    **{sign: (sign, "relation") for sign in "=<>≤≥≠≈∼≡∝∈→←⇒⇔"},
    **{sign: (sign, "binary") for sign in "+−×·±⊙"},
    **{sign: (sign, "name") for sign in "ΣΠ∏∫"},
    **{sign: (sign, "comma") for sign in ",;"},
    "-": ("−", "binary"),
    "'": ("′", "atom"),
}
"""How a character is spaced; all others are atoms. Π and Σ alone are read as sums."""

GAPS: Final = frozenset({",", ":", ";", " ", "quad", "qquad", "enspace", "thinspace"})
"""Commands that are a space."""

IGNORED: Final = frozenset(
    _words(
        "! left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr"
        " Biggl Biggr displaystyle textstyle scriptstyle limits nolimits notag hline"
    )
)
"""Commands that change only how a formula is set on paper."""

FONTS: Final = frozenset(
    _words("mathbf mathit mathsf mathtt boldsymbol bm bf rm it boxed mathstrut")
)
"""Commands whose argument is shown as it is."""

WORDS: Final = frozenset(
    _words("text textbf textit textrm texttt textsf mathrm operatorname mbox")
)
"""Commands whose argument is words: its spaces count."""

ACCENTS: Final[dict[str, str]] = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304",
    "tilde": "\u0303", "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308",
    "vec": "\u20d7",
}  # fmt: skip
"""Marks that combine with the letter before them."""

ALPHABETS: Final[dict[str, dict[str, str]]] = {
    "mathbb": dict(zip("RNZQCPH", "ℝℕℤℚℂℙℍ", strict=True)),
    "mathcal": dict(zip("LFHRBEMI", "ℒℱℋℛℬℰℳℐ", strict=True)),
    "mathscr": dict(zip("LFHRBEMI", "ℒℱℋℛℬℰℳℐ", strict=True)),
    "mathfrak": {},
}
"""Letters of special alphabets; those without a common sign stay plain letters."""

RAISED: Final[dict[str, str]] = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′∘βγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′°ᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
LOWERED: Final[dict[str, str]] = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
