"""Random paths and documents that meet often enough to be interesting: few keys, few strings, small numbers."""

from __future__ import annotations

import random
from decimal import Context, Decimal

from holdfast.domain.filters.jsonpath import tree
from holdfast.domain.filters.jsonpath.parser import chained, signed

KEYS = ["a", "b", "c", "aa", "d e", "é", "last", ""]
WORDS = ["", "a", "ab", "b a", "B", "é", "1", "1.5", " -2e1 ", "0x1F", "null", "a\nb", 'quo"te', "it's"]
DATES = [
    "2024-02-29", "2024-2-9", "2024-03-01T10:20:30", "2024-02-29 00:00:00", "10:20:30", "10:20:30.25", "10:20:30+02",
    "09:20:30+01:00", "2024-02-29T12:00:00+02", "2024-02-29T10:00:00.000+00:00", "2024-02-30", "2024-02-29T10:20:30Z",
]  # fmt: skip
PATTERNS = ["a", "^a", "b$", "a.b", "[^a]", r"\d+", r"^\w*$", "(a|b){2}", "", r"\s", "É", "[a-c]b?", "a|", "^.*$"]
TEMPLATES = ["YYYY-MM-DD", "HH24:MI:SS", "yyyy-mm-dd HH24:MI:SS", "DD.MM.YYYY", 'YYYY-MM-DD"T"HH24:MI:SSTZH']
NUMBERS = [
    0, 1, 2, 3, -1, 10, 255, 12345678901234567, 10**30, Decimal("0.5"), Decimal("1.50"), Decimal("-2.25"),
    Decimal("1e3"), Decimal("1E-7"), Decimal("3.000"), Decimal("0.1"),
]  # fmt: skip
FLOATS = [0.5, 1.5, -2.25, 0.1, 1e22, 1e-7, 2.0, 123.456]
COMPARISONS = [tree.Operator(sign) for sign in ("==", "!=", "<", "<=", ">", ">=")]
ARITHMETIC = [tree.Operator(sign) for sign in "+-*/%"]
PLAIN_METHODS = [name for name in tree.MethodName if name is not tree.MethodName.DATETIME]


class Generator:
    """Draws trees, documents and token soups from a random source."""

    def __init__(self, source: random.Random) -> None:
        self._random = source

    def document(self) -> dict[str, object]:
        return {self._key(): self._json(3) for _ in range(self._random.randint(0, 4))}

    def path(self) -> tree.Path:
        if self._random.randint(0, 3) == 0:
            return self._raising_path()
        depth = self._random.randint(1, 4)
        predicate = self._random.randint(0, 5) == 0
        body = self._predicate(depth) if predicate else self._expression(depth)
        return tree.Path(self._random.randint(0, 2) == 0, body)

    def _raising_path(self) -> tree.Path:
        """A path that visits several items and raises on some, where the order and the place of errors matter."""
        guarded = self._flag()
        head = self._random.choice([tree.Root(), tree.Current()]) if guarded else tree.Root()
        wildcards = [
            tree.AnyKey(),
            tree.AnyElement(),
            tree.Descend(),
            tree.Descend(0, 1),
            tree.Descend(1),
            tree.Key("a"),
        ]
        accessors: list[tree.Accessor] = [self._random.choice(wildcards) for _ in range(self._random.randint(1, 2))]
        name = self._random.choice([name for name in PLAIN_METHODS if name is not tree.MethodName.TYPE])
        accessors.append(tree.Method(name))
        if self._flag():
            number = tree.Literal(self._random.choice(NUMBERS))
            accessors.append(tree.Filter(tree.Comparison(self._random.choice(COMPARISONS), tree.Current(), number)))
        body: tree.Expression = chained(head, tuple(accessors))
        if guarded:
            body = tree.Chain(tree.Root(), (tree.Filter(tree.Exists(body)),))
        return tree.Path(self._random.randint(0, 3) == 0, body)

    def predicate_path(self) -> tree.Path:
        """A lax path that is a predicate and never compares a time with a zone to one without, which would raise."""
        body = self._predicate(3)
        while tree.contains(body, (tree.Method,)):
            body = self._predicate(1)
        return tree.Path(strict=False, body=body)

    def number(self) -> int | Decimal:
        """A number of up to thirty digits before and after the point."""
        unscaled = self._random.randint(-(10 ** self._random.randint(1, 30)), 10 ** self._random.randint(1, 30))
        digits = self._random.choice([0, 0, 1, 4, self._random.randint(0, 30)])
        number: int | Decimal = self._random.choice([unscaled, *NUMBERS])
        return Decimal(unscaled).scaleb(-digits, context=Context(prec=99)) if digits else number

    def operator(self, right: int | Decimal) -> tree.Operator:
        """An arithmetic operator that can be applied to the right operand."""
        return self._random.choice(ARITHMETIC if right else ARITHMETIC[:3])

    def tokens(self) -> str:
        """A sequence of tokens that is rarely a path."""
        words = [
            "$", "@", ".", "a", '"b"', "[", "]", "(", ")", "*", "**", "?", "==", "&&", "||", "!", "+", "-", "1", "1.5",
            ".5", "last", "to", "exists", "is unknown", "like_regex", "flag", '"i"', "starts with", "strict", "lax",
            "true", "null", ".type()", ".a", "[0]", "[*]", "{1}", " ? (@.a == 1)", ",", "0x1", "1_0", "/* */", "$.a",
            "1a", "\\u0061", "\\", "'", "<>", "=", "'a'", "5abc", "1e5", "1e+", ":", "#",
        ]  # fmt: skip
        pieces = [self._random.choice(words) for _ in range(self._random.randint(1, 7))]
        return self._random.choice(["", " "]).join(pieces)

    def mutated(self, text: str) -> str:
        """The text with a piece taken out, doubled or replaced by another character."""
        start = self._random.randint(0, len(text))
        end = min(len(text), start + self._random.randint(0, 3))
        piece = self._random.choice(["", text[start:end] * 2, " ", *"()[]{}.$@?!&|*\"'\\15ae-+,<=>"])
        return text[:start] + piece + text[end:]

    def _key(self) -> str:
        return self._random.choice(KEYS[:4] * 4 + KEYS)

    def _text(self) -> str:
        return self._random.choice(WORDS + DATES)

    def _json(self, depth: int) -> object:
        kind = self._random.randint(0, 9)
        if depth and kind < 2:
            return [self._json(depth - 1) for _ in range(self._random.randint(0, 3))]
        if depth and kind < 4:
            return {self._key(): self._json(depth - 1) for _ in range(self._random.randint(0, 3))}
        if kind < 6:
            return self._text()
        if kind < 8:
            return self._random.choice([number for number in NUMBERS if isinstance(number, int)] + FLOATS)
        return self._random.choice([None, True, False])

    def _expression(self, depth: int, *, current: bool = False, last: bool = False) -> tree.Expression:
        kind = self._random.randint(0, 11)
        if not depth or kind == 0:
            return self._primary(current=current, last=last)
        if kind == 1:
            return signed(self._expression(depth - 1, current=current, last=last), negative=self._flag())
        if kind == 2:
            left, right = (self._expression(depth - 1, current=current, last=last) for _ in range(2))
            return tree.Arithmetic(self._random.choice(ARITHMETIC), left, right)
        if kind == 3:
            head: tree.Expression | tree.Predicate = self._predicate(depth - 1, current=current, last=last)
        elif kind == 4:
            head = self._expression(depth - 1, current=current, last=last)
        else:
            head = tree.Current() if current and self._random.randint(0, 3) else tree.Root()
        count = self._random.randint(1, 3)
        return chained(head, tuple(self._accessor(depth - 1, current=current, last=last) for _ in range(count)))

    def _primary(self, *, current: bool, last: bool) -> tree.Expression:
        kind = self._random.randint(0, 5)
        if kind == 0:
            return tree.Literal(self._text())
        if kind == 1:
            return tree.Literal(self._random.choice(NUMBERS))
        if kind == 2:
            return tree.Literal(self._random.choice([None, True, False]))
        if current and kind == 3:
            return tree.Current()
        return tree.Last() if last and kind == 4 else tree.Root()

    def _accessor(self, depth: int, *, current: bool, last: bool) -> tree.Accessor:
        kind = self._random.randint(0, 13)
        if kind < 6:
            return tree.Key(self._key())
        if kind == 6:
            return tree.AnyKey()
        if kind == 7:
            return tree.AnyElement()
        if kind == 8:
            return tree.Subscripts(
                tuple(self._subscript(depth, current=current) for _ in range(self._random.randint(1, 2)))
            )
        if kind == 9:
            levels = [0, 0, 1, 2, tree.ANY_LEVEL, tree.ANY_LEVEL]
            return tree.Descend(self._random.choice(levels), self._random.choice(levels))
        if kind == 10:
            return self._method()
        if depth:
            return tree.Filter(self._predicate(depth - 1, current=True, last=last))
        return tree.Key(self._key())

    def _method(self) -> tree.Method:
        kind = self._random.randint(0, 9)
        if kind < 6:
            return tree.Method(self._random.choice(PLAIN_METHODS))
        template = self._random.choice(TEMPLATES) if kind == 6 else None
        return tree.Method(tree.MethodName.DATETIME, template)

    def _subscript(self, depth: int, *, current: bool) -> tree.Subscript:
        if not depth or self._random.randint(0, 2):
            first: tree.Expression = tree.Literal(self._random.choice([0, 0, 1, 2, -1, Decimal("1.9")]))
        else:
            first = self._expression(depth - 1, current=current, last=True)
            if self._flag():
                first = self._looking_elsewhere()
        if self._random.randint(0, 2):
            return tree.Subscript(first)
        return tree.Subscript(first, self._random.choice([tree.Last(), tree.Literal(1), tree.Literal(5)]))

    def _looking_elsewhere(self) -> tree.Expression:
        """An index taken from another array, under a condition on ``last``."""
        condition = tree.Filter(self._predicate(0, current=True, last=True))
        index = tree.Subscripts((tree.Subscript(self._random.choice([tree.Last(), tree.Literal(0)])),))
        return tree.Chain(tree.Root(), (tree.Key(self._key()), index, condition))

    def _predicate(self, depth: int, *, current: bool = False, last: bool = False) -> tree.Predicate:
        kind = self._random.randint(0, 13)
        if depth and kind < 4:
            return self._logic(kind, depth - 1, current=current, last=last)
        if last and kind > 10:
            return tree.Comparison(
                self._random.choice(COMPARISONS), tree.Last(), tree.Literal(self._random.randint(-1, 2))
            )
        operand = self._expression(max(depth - 1, 0), current=current, last=last)
        if kind == 4:
            return tree.Exists(operand)
        if kind == 5:
            return tree.StartsWith(operand, self._random.choice(WORDS))
        if kind == 6:
            flags = "".join(self._random.choice(["", flag]) for flag in "ismq")
            return tree.LikeRegex(operand, self._random.choice(PATTERNS), flags)
        right = self._expression(self._random.randint(0, 1), current=current, last=last)
        return tree.Comparison(self._random.choice(COMPARISONS), operand, right)

    def _logic(self, kind: int, depth: int, *, current: bool, last: bool) -> tree.Predicate:
        parts = tuple(self._predicate(depth, current=current, last=last) for _ in range(self._random.randint(2, 3)))
        if kind < 2:
            return tree.And(parts) if kind else tree.Or(parts)
        return tree.Not(parts[0]) if kind == 2 else tree.IsUnknown(parts[0])

    def _flag(self) -> bool:
        return self._random.randint(0, 1) == 0
