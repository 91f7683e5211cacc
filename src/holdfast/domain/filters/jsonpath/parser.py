r"""Parses the text of an SQL/JSON path into a tree, as PostgreSQL 16 does.

Grammar (EBNF; terminals in quotes, tokens in capitals)::

    path        = [ "strict" | "lax" ] ( expression | predicate ) END ;

    predicate   = conjunct { "||" conjunct } ;
    conjunct    = condition { "&&" condition } ;
    condition   = "!" delimited | delimited
                | "(" predicate ")" "is" "unknown"
                | expression comparison expression
                | expression "starts" "with" STRING
                | expression "like_regex" STRING [ "flag" STRING ] ;
    delimited   = "(" predicate ")" | "exists" "(" expression ")" ;
    comparison  = "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" ;

    expression  = term { ( "+" | "-" ) term } ;
    term        = factor { ( "*" | "/" | "%" ) factor } ;
    factor      = ( "+" | "-" ) factor | chain ;
    chain       = ( primary | "(" expression ")" ) { accessor }
                | "(" predicate ")" accessor { accessor } ;
    primary     = "$" | "@" | "last" | NUMBER | STRING | "true" | "false" | "null" ;

    accessor    = "." key | "." "*" | "[" "*" "]"
                | "[" subscript { "," subscript } "]"
                | "." "**" [ "{" level [ "to" level ] "}" ]
                | "." method "(" ")" | "." "datetime" "(" [ STRING ] ")"
                | "?" "(" predicate ")" ;
    key         = NAME | STRING ;
    subscript   = expression [ "to" expression ] ;
    level       = INTEGER | "last" ;
    method      = "type" | "size" | "double" | "ceiling" | "floor" | "abs" | "keyvalue" ;

    STRING      = '"' { character | escape } '"' ;   also with apostrophes, where single quotes are allowed
    escape      = "\" ( "b" | "f" | "n" | "r" | "t" | "v" | "x" HEX HEX | "u" HEX HEX HEX HEX | "u{" HEX { HEX } "}"
                | any other character, which stands for itself ) ;
    NAME        = a run of characters and escapes without blanks and ?%$.[]{}()|&!=<>@#,*:-+/"\
    NUMBER      = decimal, with "_" between digits, fraction and exponent; or 0x…, 0o…, 0b… ;
    comments    = "/*" … "*/" between tokens

Keywords may be written in any case, except ``true``, ``false`` and ``null``; after a dot they are ordinary keys.
``@`` stands only inside a filter, ``last`` only inside a subscript. There are no variables: ``$name`` is an error.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.jsonpath.datetimes import check_template
from holdfast.domain.filters.jsonpath.regex import compile_regex
from holdfast.domain.filters.jsonpath.tokens import Kind, Token, tokenize
from holdfast.domain.filters.jsonpath.tree import (
    ANY_LEVEL,
    Accessor,
    And,
    AnyElement,
    AnyKey,
    Arithmetic,
    Chain,
    Comparison,
    Current,
    Descend,
    Exists,
    Expression,
    Filter,
    IsUnknown,
    Key,
    Last,
    LikeRegex,
    Literal,
    Method,
    MethodName,
    Node,
    Not,
    Operator,
    Or,
    Path,
    Predicate,
    Root,
    Sign,
    StartsWith,
    Subscript,
    Subscripts,
    children,
)
from holdfast.domain.filters.limits import MAX_PATH_DEPTH, MAX_PATH_NESTING

if TYPE_CHECKING:
    from collections.abc import Callable

COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
SUMS: Final = frozenset("+-")
PRODUCTS: Final = frozenset("*/%")
CONSTANTS: Final = {"null": None, "true": True, "false": False}
METHODS: Final = {name.value: name for name in MethodName}
MAX_LEVEL: Final = 0x7FFF_FFFF

_Parsed = TypeVar("_Parsed")


def parse(text: str, *, single_quotes: bool = True) -> Path:
    """Return the tree of a path.

    ``single_quotes``: accept ``'text'`` as a string, which PostgreSQL does not.

    Raises ``InvalidFilter`` with the position for anything that is not a path, for an undefined variable, and for
    what exceeds a limit.
    """
    return _Parser(tokenize(text, single_quotes=single_quotes)).path()


class _Parser:
    """Recursive descent over the tokens; every method consumes what it returns."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._nesting = 0
        self._filters = 0
        self._subscripts = 0

    def path(self) -> Path:
        mode = self._keyword()
        if mode in ("strict", "lax"):
            self._at += 1
        body = self._disjunction()
        if self._token.kind is not Kind.END:
            raise self._unexpected("expected an operator or the end of the path")
        if tree_height(body) > MAX_PATH_DEPTH:
            raise InvalidFilter(f"the path is too deep; at most {MAX_PATH_DEPTH} steps may follow one another")
        return Path(mode == "strict", body)

    # --- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _sign(self) -> str:
        token = self._token
        return token.text if token.kind is Kind.SIGN else ""

    def _keyword(self) -> str:
        token = self._token
        if token.kind is not Kind.NAME:
            return ""
        return token.text if token.text in CONSTANTS else _keyword_of(token.text)

    def _take_sign(self, sign: str) -> bool:
        if self._sign() != sign:
            return False
        self._at += 1
        return True

    def _take_keyword(self, keyword: str) -> bool:
        if self._keyword() != keyword:
            return False
        self._at += 1
        return True

    def _expect_sign(self, sign: str, description: str) -> None:
        if not self._take_sign(sign):
            raise self._unexpected(f"expected {description}")

    def _expect_keyword(self, keyword: str) -> None:
        if not self._take_keyword(keyword):
            raise self._unexpected(f'expected "{keyword}"')

    def _expect_string(self, description: str) -> str:
        token = self._token
        if token.kind is not Kind.STRING:
            raise self._unexpected(f"expected {description}")
        self._at += 1
        return token.text

    def _unexpected(self, expectation: str) -> InvalidFilter:
        token = self._token
        if token.kind is Kind.VARIABLE:
            return InvalidFilter(f'undefined variable "${token.text}"', position=token.position)
        words = {Kind.END: "the end", Kind.STRING: "a string"}
        found = words.get(token.kind, f'"{token.text}"')
        return InvalidFilter(f"{expectation}, found {found},", position=token.position)

    def _nested(self, parse_inside: Callable[[], _Parsed]) -> _Parsed:
        self._nesting += 1
        if self._nesting > MAX_PATH_NESTING:
            raise InvalidFilter(
                f"the path is nested too deeply; at most {MAX_PATH_NESTING} levels are allowed",
                position=self._token.position,
            )
        inside = parse_inside()
        self._nesting -= 1
        return inside

    # --- predicates; each method may also return a mere expression, for which the caller asks with _as_predicate

    def _disjunction(self) -> Expression | Predicate:
        return self._joined("||", Or, lambda: self._joined("&&", And, self._condition))

    def _joined(
        self, sign: str, node: type[And | Or], operand: Callable[[], Expression | Predicate]
    ) -> Expression | Predicate:
        start = self._token
        first = operand()
        if self._sign() != sign:
            return first
        parts = [self._as_predicate(first, start)]
        while self._take_sign(sign):
            start = self._token
            parts.append(self._as_predicate(operand(), start))
        return node(tuple(parts))

    def _predicate(self) -> Predicate:
        start = self._token
        return self._as_predicate(self._disjunction(), start)

    def _as_predicate(self, node: Expression | Predicate, start: Token) -> Predicate:
        if isinstance(node, Predicate):
            return node
        if self._token.kind is not Kind.END and self._sign() not in (")", "&&", "||"):
            raise self._unexpected("expected a comparison such as == 1")
        raise InvalidFilter("expected a condition, such as @.key == 1, in place of a value", position=start.position)

    def _as_expression(self, node: Expression | Predicate, start: Token) -> Expression:
        if isinstance(node, Predicate):
            raise InvalidFilter("expected a value in place of a condition", position=start.position)
        return node

    def _condition(self) -> Expression | Predicate:
        if self._take_sign("!"):
            return Not(self._delimited())
        if self._keyword() == "exists":
            return self._exists()
        start = self._token
        left = self._sum()
        operator = self._sign()
        if operator in COMPARISONS:
            self._at += 1
            return self._comparison(operator, self._as_expression(left, start))
        if self._keyword() in ("starts", "like_regex"):
            return self._text_condition(self._as_expression(left, start))
        return left

    def _comparison(self, operator: str, left: Expression) -> Comparison:
        right = self._expression()
        if self._sign() in COMPARISONS:
            raise InvalidFilter("comparisons cannot be chained; use &&", position=self._token.position)
        return Comparison(Operator(operator), left, right)

    def _text_condition(self, operand: Expression) -> StartsWith | LikeRegex:
        if self._take_keyword("starts"):
            self._expect_keyword("with")
            return StartsWith(operand, self._expect_string('a string after "starts with"'))
        self._at += 1
        position = self._token.position
        pattern = self._expect_string('a string after "like_regex"')
        flags = self._expect_string('a string after "flag"') if self._take_keyword("flag") else ""
        try:
            compile_regex(pattern, flags)
        except InvalidFilter as error:
            raise InvalidFilter(error.reason, position=position) from None
        return LikeRegex(operand, pattern, flags)

    def _delimited(self) -> Predicate:
        if self._keyword() == "exists":
            return self._exists()
        self._expect_sign("(", 'an opening parenthesis or "exists" after "!"')
        inside = self._nested(self._predicate)
        self._close()
        return inside

    def _exists(self) -> Exists:
        self._at += 1
        self._expect_sign("(", 'an opening parenthesis after "exists"')
        operand = self._nested(self._expression)
        self._close()
        return Exists(operand)

    def _close(self) -> None:
        self._expect_sign(")", "a closing parenthesis")

    # --- expressions

    def _expression(self) -> Expression:
        start = self._token
        return self._as_expression(self._sum(), start)

    def _sum(self) -> Expression | Predicate:
        return self._operations(SUMS, lambda: self._operations(PRODUCTS, self._factor))

    def _operations(
        self, signs: frozenset[str], operand: Callable[[], Expression | Predicate]
    ) -> Expression | Predicate:
        start = self._token
        left = operand()
        while (sign := self._sign()) in signs:
            self._at += 1
            left = self._as_expression(left, start)
            start_right = self._token
            left = Arithmetic(Operator(sign), left, self._as_expression(operand(), start_right))
        return left

    def _factor(self) -> Expression | Predicate:
        sign = self._sign()
        if sign not in SUMS:
            return self._chain()
        self._at += 1
        start = self._token
        operand = self._as_expression(self._nested(self._factor), start)
        return signed(operand, negative=sign == "-")

    def _chain(self) -> Expression | Predicate:
        head = self._parenthesised() if self._take_sign("(") else self._primary()
        accessors = []
        while self._sign() in (".", "[", "?"):
            accessors.append(self._accessor())
        if accessors:
            return chained(head, tuple(accessors))
        if isinstance(head, Predicate) and self._take_keyword("is"):
            self._expect_keyword("unknown")
            return IsUnknown(head)
        return head

    def _parenthesised(self) -> Expression | Predicate:
        inside = self._nested(self._disjunction)
        self._close()
        return inside

    def _primary(self) -> Expression:
        token = self._token
        if token.kind is Kind.STRING:
            node: Expression = Literal(token.text)
        elif token.kind is Kind.NUMBER:
            node = Literal(token.number)
        elif token.kind is Kind.NAME:
            node = self._named_primary(token)
        elif self._sign() == "$":
            node = Root()
        elif self._sign() == "@":
            node = self._current(token)
        else:
            raise self._unexpected("expected a value such as $, @, a number or a string")
        self._at += 1
        return node

    def _current(self, token: Token) -> Current:
        if not self._filters:
            raise InvalidFilter("@ stands for the item of a filter; use $ outside ? (…)", position=token.position)
        return Current()

    def _named_primary(self, token: Token) -> Expression:
        if token.text in CONSTANTS:
            return Literal(CONSTANTS[token.text])
        if self._keyword() != "last":
            raise self._unexpected("expected a value such as $, @, a number or a string in quotes")
        if not self._subscripts:
            raise InvalidFilter('"last" is allowed only in an array subscript', position=token.position)
        return Last()

    # --- accessors

    def _accessor(self) -> Accessor:
        if self._take_sign("."):
            return self._member()
        if self._take_sign("["):
            return self._subscripts_accessor()
        self._at += 1
        return self._filter()

    def _filter(self) -> Filter:
        self._expect_sign("(", 'an opening parenthesis after "?"')
        self._filters += 1
        predicate = self._nested(self._predicate)
        self._filters -= 1
        self._close()
        return Filter(predicate)

    def _member(self) -> Accessor:
        if self._take_sign("*"):
            return AnyKey()
        if self._take_sign("**"):
            return self._descend()
        token = self._token
        if token.kind not in (Kind.NAME, Kind.STRING):
            raise self._unexpected('expected a key, "*" or "**" after the dot')
        method = METHODS.get(self._keyword())
        self._at += 1
        if method is not None and self._take_sign("("):
            return self._method(method)
        return Key(token.text)

    def _method(self, name: MethodName) -> Method:
        template = None
        if name is MethodName.DATETIME and self._token.kind is Kind.STRING:
            position = self._token.position
            template = self._expect_string("a template")
            try:
                check_template(template)
            except InvalidFilter as error:
                raise InvalidFilter(error.reason, position=position) from None
        self._close()
        return Method(name, template)

    def _descend(self) -> Descend:
        if not self._take_sign("{"):
            return Descend()
        first = last = self._level()
        if self._take_keyword("to"):
            last = self._level()
        self._expect_sign("}", "a closing brace")
        return Descend(first, last)

    def _level(self) -> int:
        if self._take_keyword("last"):
            return ANY_LEVEL
        token = self._token
        if token.kind is not Kind.NUMBER or not isinstance(token.number, int):
            raise self._unexpected('expected a level: a whole number or "last"')
        if token.number > MAX_LEVEL:
            raise InvalidFilter("the level is out of range", position=token.position)
        self._at += 1
        return token.number

    def _subscripts_accessor(self) -> AnyElement | Subscripts:
        if self._take_sign("*"):
            self._expect_sign("]", "a closing bracket")
            return AnyElement()
        self._subscripts += 1
        items = [self._nested(self._subscript)]
        while self._take_sign(","):
            items.append(self._nested(self._subscript))
        self._subscripts -= 1
        self._expect_sign("]", "a closing bracket")
        return Subscripts(tuple(items))

    def _subscript(self) -> Subscript:
        first = self._expression()
        return Subscript(first, self._expression() if self._take_keyword("to") else None)


def _keyword_of(name: str) -> str:
    lowered = name.lower() if name.isascii() else name
    return "" if lowered in CONSTANTS else lowered


def signed(operand: Expression, *, negative: bool) -> Expression:
    """Return the operand with a sign; a number takes it up."""
    if not isinstance(operand, Literal) or isinstance(operand.value, bool | str) or operand.value is None:
        return Sign(negative, operand)
    if not negative:
        return operand
    value = operand.value
    return Literal(value.copy_negate() if isinstance(value, Decimal) and value else -value)


def chained(head: Expression | Predicate, accessors: tuple[Accessor, ...]) -> Chain:
    """Return a chain; a chain in parentheses continues."""
    if isinstance(head, Chain):
        return Chain(head.head, head.accessors + accessors)
    return Chain(head, accessors)


def tree_height(node: Node) -> int:
    """Return the height of a tree, in which every accessor of a chain stands above those that follow it.

    Its own recursion is bounded by the nesting that the parser allows; it walks chains of arithmetic in a loop.
    """
    depth = highest = 0
    while isinstance(node, Arithmetic):
        depth += 1
        highest = max(highest, depth + tree_height(node.right))
        node = node.left
    if isinstance(node, Chain):
        below = max(step + tree_height(part) for step, part in enumerate(node.accessors, start=1))
        return max(highest, depth + below, depth + tree_height(node.head))
    return max(highest, depth + 1 + max(map(tree_height, children(node)), default=0))
