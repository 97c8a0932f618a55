"""Bad decks become problems with a place, and the rest of the library works."""

import pytest
import tomli

from quizapp.core.basics.toml_limits import MAX_LEVELS, MAX_TOML_DIGITS
from quizapp.core.cards.variant import variants
from quizapp.decks.caps import MAX_CHARACTERS, MAX_ITEMS, MAX_KEYS, MAX_PROBLEMS
from quizapp.decks.deck_reader import ReadResult, read_deck
from quizapp.decks.loader import load_decks
from quizapp.decks.source import Source, decoded
from quizapp.wiring.assembly import shipped_content
from support.fuzz import chance_of, damaged, in_time, noise, pasted, rounds, sampled

HEAD = 'format = 1\n[deck]\nid = "a"\ntitle = "A"\ntopic = "T"\n'
WILD = (
    *(
        "1",
        "-1",
        "1e400",
        "nan",
        "[]",
        "{}",
        "true",
        "1979-05-27",
        "[[1], [2]]",
        "[{}]",
    ),
    *("''", "{a.b = [1]}", "[1, 'a', {b = 2}]", "0x7fffffffffffffff"),
)
SHIPPED = sorted(shipped_content().rglob("*.toml"))


def card(kind: str, body: str) -> str:
    """Return a deck of one card."""
    return (
        f'{HEAD}[[card]]\nid = "one"\nkind = "{kind}"\nlevel = "screen"\n'
        f'prompt = "p"\n{body}\n'
    )


def coded(checks: str) -> str:
    """Return a deck of one coding card with these checks."""
    body = f'starter = "x"\nsolution = "x = 1"\nchecks = "assert {checks}"'
    return card("implement", body)


def repr_of(value: object) -> str:
    """Return a value as TOML."""
    if isinstance(value, dict):
        pairs = (
            f"{repr_of(str(key))} = {repr_of(item)}" for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(repr_of, value))}]"
    if isinstance(value, str):
        escaped = "".join(f"\\U{ord(c):08X}" if c in '"\\\n\t' else c for c in value)
        return f'"{escaped}"'
    return str(value).lower()


def listed(template: str, count: int) -> str:
    return f"[{','.join(template.replace('#', str(n)) for n in range(count))}]"


def read(text: str) -> ReadResult:
    """Read a deck in time; every problem has a place in the text."""
    with in_time(text):
        result = read_deck(Source("file", text))
    lines = text.split("\n")
    for problem in result.problems:
        position = problem.position
        assert 1 <= position.line <= len(lines)
        assert 1 <= position.column <= len(lines[position.line - 1]) + 1
        assert "\n" not in str(problem.message)
    return result


def use(result: ReadResult) -> None:
    """Do with each card that was read what a session does before the answer."""
    for each in result.deck.cards if result.deck else ():
        assert variants(each.vary)
        kind = each.kind
        assert kind.display_order(7) if hasattr(kind, "display_order") else True
        kind.listing(7)
        kind.problems_as_drawn()
        assert isinstance(f"{kind.task}{kind.form}{kind.truth(None)}", str)
        key = kind.key(None)
        if key is not None:
            kind.read(key)


MANY, DRAWS = 10_000, 6_000
LARGE = {
    "options": card("choice", "options = " + listed("{text = '#'}", MANY)),
    "lines": card("order", "lines = " + listed("'l#'", MANY)),
    "also": card("order", "lines = ['a', 'b']\nalso = " + listed("[2, 1]", MANY)),
    "pairs": card("match", "pairs = " + listed("{left = '#', right = '#'}", MANY)),
    "draws": card("numeric", f"answer = 1\nvary.p = {listed('#', DRAWS)}"),
    "rubric": card("open", "answer = 'a'\nrubric = " + listed("{point = '#'}", MANY)),
    "hints": card("numeric", "answer = 1\nhints = " + listed("'#'", MANY)),
    "bullets": card("flashcard", 'answer = """\n' + "- x\n" * 100_000 + '"""'),
    "spans": card("flashcard", "answer = '" + "`x` " * 100_000 + "'"),
    "keys": card("numeric", "".join(f"answr{n} = 1\n" for n in range(MANY))),
    "paste": card("numeric", "explain = '" + "x" * 2**20 + "'"),
    "blanks": card("cloze", "text = '" + "[[" * 20_000 + "'"),
    "deck": card("numeric", "answer = 1").replace('"T"', "'" + "x" * 2**20 + "'"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_is_reported_with_the_cap(name):
    """In linear time, at its place, and without asking anything else of it."""
    (problem,) = read(LARGE[name]).problems
    caps = (MAX_ITEMS, MAX_CHARACTERS, MAX_KEYS, 1000, 20, 100)
    assert any(str(cap) in problem.message for cap in caps)
    assert problem.position.line > 2


def test_the_caps_are_enough_for_large_cards():
    """At a cap, everything still works, in time."""
    options = listed("{text = '#', correct = true}", MAX_ITEMS)
    texts = (
        card("choice", f"pick = 'all'\noptions = {options}"),
        card("order", "lines = " + listed("'l#'", MAX_ITEMS)),
        card("flashcard", "answer = '" + "`x` " * (MAX_CHARACTERS // 4) + "'"),
        card("cloze", "text = '" + "[[a|b]] " * 100 + "'"),
        card("numeric", "ask = 'p'\nsnippet = 'p'\nvary.p = " + listed("#", 1000)),
    )
    for text in texts:
        result = read(text)
        assert not result.problems
        with in_time(text):
            use(result)


NUMBERS = {
    "decimal": "9" * 5000,
    "negative": "-" + "9" * 5000,
    "hex": "0x" + "f" * 5000,
}
PLACES = {
    "format": "format = #\n",
    "level": card("numeric", "answer = 1").replace('"screen"', "#"),
    "answer": card("numeric", "answer = #"),
    "limit": card("numeric", "answer = 1\nlimit = #"),
    "vary": card("numeric", "answer = 1\nvary = {p = [1, #]}"),
    "also": card("order", "lines = ['a', 'b']\nalso = [[#, 1]]"),
    "unknown": card("numeric", "answer = 1\nx.y = [{z = #}]"),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_number_of_thousands_of_digits_is_a_problem_at_its_place(place, number):
    """Python itself refuses to read or print more than 4,300 digits."""
    text = PLACES[place].replace("#", NUMBERS[number])
    (problem,) = read(text).problems
    assert f"more than {MAX_TOML_DIGITS} digits" in problem.message
    before = PLACES[place].partition("#")[0]
    assert problem.position.line == before.count("\n") + 1


@pytest.mark.parametrize(
    "number", ["1" + "0" * 20, "9" * MAX_TOML_DIGITS, "0x" + "f" * 300]
)
@pytest.mark.parametrize("place", PLACES)
def test_a_number_beyond_64_bits_raises_nothing(place, number):
    """Whether it is a value or a problem."""
    use(read(PLACES[place].replace("#", number)))


DEEP = {
    "arrays": lambda depth: f"x = {'[' * depth}{']' * depth}",
    "tables": lambda depth: f"x = {'{a = ' * depth}1{'}' * depth}",
    "dotted": lambda depth: ".".join("a" * depth) + " = 1",
    "quoted": lambda depth: '."b" . '.join("a" * depth) + " = 1",
    "header": lambda depth: f"[{'.'.join('a' * depth)}]",
}


@pytest.mark.parametrize("shape", DEEP)
@pytest.mark.parametrize("depth", [MAX_LEVELS // 2, MAX_LEVELS - 4, 65, 450, 20_000])
def test_deep_nesting_is_a_problem_at_its_place(shape, depth):
    """No depth raises RecursionError."""
    text = card("numeric", f"answer = 1\n{DEEP[shape](depth)}")
    problem = read(text).problems[0]
    assert problem.position.line == text.count("\n")
    assert ("levels deep" in problem.message) == (
        depth >= 65 or (shape == "quoted" and depth > 32)
    )


@pytest.mark.parametrize("depth", [50, 150, 500, 5_000, 12_000])
@pytest.mark.parametrize("unit", ["(#)", "-#", "#+1", "#.a", "[#]", "0x#f", "#9"])
def test_checks_that_cannot_be_written_out_are_a_problem(unit, depth):
    """A card without problems can be asked."""
    before, after = unit.split("#")
    result = read(coded(f"{before * depth}1{after * depth}"))
    use(result)
    for each in result.deck.cards if result.deck else ():
        assert each.kind.coding is not None
        assert each.kind.coding.compose("x = 1")


def test_a_file_with_thousands_of_bad_cards_is_given_up_in_time():
    """The first problems are enough to begin with."""
    result = read(HEAD + '[[card]]\nid = "one"\nkind = "numeri"\n' * 10_000)
    assert MAX_PROBLEMS < len(result.problems) < MAX_PROBLEMS + 10


def test_one_bad_file_leaves_the_others(tmp_path):
    """Whatever is wrong with it."""
    good = tmp_path / "good.toml"
    good.write_text(card("numeric", "answer = 1"))
    bad = (PLACES["answer"].replace("#", NUMBERS["hex"]), DEEP["arrays"](450))
    for number, text in enumerate(bad):
        (tmp_path / f"bad{number}.toml").write_text(text)
    library = load_decks([tmp_path])
    assert len(library.cards) == 1
    assert len(library.problems) == len(bad)


@pytest.mark.parametrize("seeds", rounds(60, 4000), ids=str)
def test_damaged_decks_are_read_or_reported(seeds, tmp_path):
    """Shipped decks with pieces moved, lost and put in, and wrong bytes."""
    for seed in seeds:
        with chance_of(seed) as chance:
            text = damaged(chance, chance.choice(SHIPPED).read_text(), times=6)
            data = bytearray(text.encode(errors="surrogatepass"))
            if chance.random() < 0.3:
                data[chance.randrange(len(data))] = chance.randrange(256)
            deck = decoded(tmp_path, bytes(data))
            if isinstance(deck, Source):
                use(read(deck.text))


@pytest.mark.parametrize("seeds", rounds(60, 4000), ids=str)
def test_cards_of_wild_values_are_read_or_reported(seeds):
    """One key of a card has a value that nobody meant."""
    tables = [
        card for file in SHIPPED for card in tomli.loads(file.read_text())["card"]
    ]
    for seed in seeds:
        with chance_of(seed) as chance:
            table = dict(chance.choice(tables))
            key = chance.choice([*table, "vary", "show", "wrong", "limit", "also", "x"])
            table.pop(key, None)
            letters = noise(chance).encode(errors="ignore").decode()
            text = "".join(c for c in letters if c >= " " and c != "'")
            lines = [f"{key} = {chance.choice((*WILD, repr_of(text)))}"]
            lines += [f"{name} = {repr_of(value)}" for name, value in table.items()]
            use(read(f"{HEAD}[[card]]\n" + "\n".join(lines)))


@pytest.mark.slow
@pytest.mark.parametrize("text", sampled(pasted(), 4), ids=lambda text: repr(text[:5]))
def test_a_megabyte_of_anything_is_read_in_time(text):
    """As a whole file, and as a text in one."""
    read(text)
    read(card("text", f"accept = '''\n{text}'''"))
