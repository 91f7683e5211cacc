"""Paths by subject, with what they answer for one document.

Each line is ``+ path`` (matches), ``- path`` (does not match) or ``! path`` (raises on the row, so does not match).
"""

from __future__ import annotations

DOCUMENT = {
    "name": "Ada",
    "city": "Zürich",
    "age": 36,
    "height": 1.65,
    "debt": -12.5,
    "big": 12345678901234567890,
    "active": True,
    "banned": False,
    "nothing": None,
    "tags": ["math", "poetry", "horses"],
    "scores": [3, 1, 2],
    "mixed": [1, "1", True, None, [2, [3]], {"id": 9}],
    "empty_list": [],
    "empty": {},
    "address": {"street": "St. James's Square", "zip code": "SW1Y", "geo": {"lat": 51.5, "lon": -0.13}},
    "books": [{"title": "Notes", "year": 1843}, {"title": "Letters", "year": 1852, "pages": [10, 20]}, {"year": 0}],
    "born": "1815-12-10",
    "met": "1833-06-05T21:30:00",
    "call": "2024-02-29T12:00:00+02:00",
    "alarm": "07:15:00",
    "number": "42",
    "text": "one\ntwo",
    "": "blank key",
    "to": "keyword",
    "$price": 5,
    "it's": "apostrophe",
}

CASES = {
    "keys": r"""
        + $
        + $.name
        + $.nothing
        + $.empty
        + $.empty_list
        - $.missing
        - $.name.first
        + $.address.geo.lat
        + $.address."zip code"
        + $.""
        + $.to
        + $."$price"
        + $.city ? (@ == "Z\u00fcrich")
        + $.\u006eame
        + $ . name
        + $.name /* why not */
        + $.books.title
        + $.books.pages
        - $.tags.name
        + lax $.name
        + LAX $.name
        + strict $.name
        ! strict $.missing
        ! strict $.name.first
        ! strict $.books.title
        ! strict $.books[*].title
    """,
    "wildcards": r"""
        + $.*
        + $.address.*
        - $.empty.*
        - $.name.*
        + $.books.*
        ! strict $.name.*
        ! strict $.books.*
        + strict $.address.*
        + $.* ? (@ == "Ada")
        - $.* ? (@ == 51.5)
        + $.** ? (@ == 51.5)
        + $.** ? (@ == 20)
        + $.**.lat
        - $.**.altitude
        + $.**{1} ? (@ == "Ada")
        - $.**{2} ? (@ == "Ada")
        + $.**{3} ? (@ == 51.5)
        + $.**{2 to 3} ? (@ == 51.5)
        + $.**{2 to last} ? (@ == 20)
        - $.**{1 to 2} ? (@ == 51.5)
        - $.**{2 to 1}
        + $.**{last} ? (@ == 10)
        - $.**{last} ? (@.type() == "object")
        - $.name.**{1}
        + strict $.**.lat
    """,
    "subscripts": r"""
        + $[0]
        + $[*]
        - $[1]
        + $.tags[0] ? (@ == "math")
        + $.tags[last] ? (@ == "horses")
        + $.tags[last - 1] ? (@ == "poetry")
        + $.tags[0 to 1] ? (@ == "poetry")
        - $.tags[0 to 1] ? (@ == "horses")
        + $.tags[1 to 9]
        - $.tags[2 to 1]
        - $.tags[3]
        - $.tags[-1]
        + $.tags[-1 to 0]
        + $.tags[0, 2] ? (@ == "horses")
        + $.tags[0, last to last] ? (@ == "horses")
        + $.tags[1.9] ? (@ == "poetry")
        + $.tags[-0.9] ? (@ == "math")
        + $.tags[$.scores[1]] ? (@ == "poetry")
        + $.mixed[$.scores[1] to last].id
        + $.mixed[last - $.scores[1] ? (last == 2)] ? (@[0] == 2)
        + $.name[0]
        + $.name[last]
        - $.name[1]
        - $.empty_list[*]
        - $.empty_list[0]
        - $.empty_list[last]
        + $.mixed[4][1][0] ? (@ == 3)
        + $.tags[last ? (@ == 2)]
        ! $.tags["0"]
        ! $.tags[$.missing]
        ! $.tags[$.scores[*]]
        ! $.tags[3000000000]
        ! $.tags[1e300]
        + strict $.tags[2]
        ! strict $.tags[3]
        ! strict $.tags[0 to 3]
        ! strict $.tags[2 to 1]
        ! strict $.name[0]
        ! strict $.name[*]
        + strict $.tags[*]
    """,
    "comparison": r"""
        + $ ? (@.name == "Ada")
        + $[*] ? (@.name == "Ada")
        + $ ? ("Ada" == @.name)
        - $ ? (@.name == "ada")
        - $ ? (@.name != "Ada")
        + $ ? (@.name != "Eve")
        + $ ? (@.name <> "Eve")
        + $ ? (@.name > "Abc")
        + $ ? (@.name < "Z")
        + $ ? (@.city > "Zz")
        + $ ? (@.age == 36)
        + $ ? (@.age == 36.0)
        + $ ? (@.age == 3.6e1)
        + $ ? (@.age == 0x24)
        + $ ? (@.age == 0b100100)
        + $ ? (@.age == 0o44)
        + $ ? (@.age == 3_6)
        + $ ? (@.age > 35 && @.age < 37)
        + $ ? (@.age >= 36)
        + $ ? (@.age <= 36)
        - $ ? (@.age < 36)
        - $ ? (@.age > 36)
        + $ ? (36 >= @.age)
        - $ ? (37 < @.age)
        - $ ? (@.age == "36")
        - $ ? (@.age != "36")
        - $ ? (@.number > 5)
        + $ ? (@.height == 1.65)
        + $ ? (@.height == 1.650)
        - $ ? (@.height == 1.6500000000000000000001)
        + $ ? (@.height < 1.6500000000000000000001)
        + $ ? (@.height > .5)
        + $ ? (@.height < 2.)
        + $ ? (@.debt < -12)
        + $ ? (@.debt == -12.5)
        + $ ? (@.debt == - - -12.5)
        + $ ? (@.big == 12345678901234567890)
        - $ ? (@.big == 12345678901234567891)
        + $ ? (@.big < 12345678901234567890.5)
        + $ ? (@.active == true)
        - $ ? (@.active == 1)
        - $ ? (@.active != 1)
        + $ ? (@.banned != true)
        + $ ? (@.active > false)
        + $ ? (@.nothing == null)
        - $ ? (@.nothing != null)
        + $ ? (@.nothing != 5)
        - $ ? (@.nothing < 5)
        + $ ? (@.nothing <= null)
        - $ ? (@.missing == null)
        + $ ? (@.name != null)
        + $ ? (@.address != null)
        - $ ? (@.address == @.address)
        - $ ? (@.address != 1)
        + $ ? (@.tags == "poetry")
        + $ ? (@.scores > 2)
        - $ ? (@.scores > 3)
        + $ ? (@.scores < 2 && @.scores > 2)
        + $ ? (@.mixed == "1")
        + $ ? (@.scores[0] > @.scores[1])
        + $ ? (@.scores == @.scores)
        - $ ? (@.tags == @.scores)
        + $ ? (@.books.year == 1852)
        + $.tags ? (@ == "math")
        - strict $.tags ? (@ == "math")
        - strict $ ? (@.tags == "math")
        + strict $ ? (@.tags[*] == "math")
        - strict $ ? (@.mixed[*] == 1)
        + $ ? (@.mixed[*] == 1)
    """,
    "logic": r"""
        + $ ? (@.age > 30 && @.name == "Ada")
        - $ ? (@.age > 30 && @.name == "Eve")
        + $ ? (@.age > 90 || @.name == "Ada")
        + $ ? (@.name == "Eve" || @.age > 30 && @.active == true)
        - $ ? ((@.name == "Ada" || @.age > 90) && @.active == false)
        + $ ? (!(@.name == "Eve"))
        + $ ? (!(@.missing == 1))
        - $ ? (!(@.name == 5))
        - $ ? (!(@.name == "Ada"))
        + $ ? ((@.name == 5) is unknown)
        - $ ? ((@.name == "Eve") is unknown)
        + $ ? ((!(@.name == 5)) is unknown)
        + $ ? (!((@.name == "Ada") is unknown))
        + $ ? (@.name == 5 || @.age == 36)
        - $ ? (@.name == 5 && @.age == 36)
        + $ ? (((@.name == 5) && @.age == 36) is unknown)
        - $ ? (((@.name == 5) && @.age == 1) is unknown)
        + $ ? (((@.name == 5) || @.age == 1) is unknown)
        + $ ? ((((@.age)) == 36))
        + $ ? (1 == 1)
        - $ ? (1 == 2)
        + $.age ? (@ > 30) ? (@ < 40)
        + $.books[*] ? (@.year > 1850 && @.title == "Letters")
        - $.books[*] ? (@.year > 1850 && @.title == "Notes")
        + $.books ? (@.pages[*] > 15).title
        + $.books[*] ? (!exists (@.title))
        + $.books[*] ? (exists (@.pages ? (@ == 10)))
        + $.books[*] ? (@.year == $.books[1].year)
    """,
    "existence": r"""
        + $ ? (exists (@.name))
        + $ ? (EXISTS(@.name))
        + $ ? (exists (@.nothing))
        - $ ? (exists (@.missing))
        + $ ? (!exists (@.missing))
        - $ ? (!exists (@.name))
        + $ ? (exists (@.tags[*] ? (@ == "math")))
        - strict $ ? (exists (@.missing))
        - strict $ ? (!exists (@.missing))
        + strict $ ? ((exists (@.missing)) is unknown)
        + $ ? ((exists (@.name.double())) is unknown)
        + $ ? (exists ((@.name == 5).type()))
    """,
    "text": r"""
        + $ ? (@.name starts with "A")
        + $ ? (@.name STARTS WITH "Ada")
        + $ ? (@.name starts with "")
        - $ ? (@.name starts with "a")
        - $ ? (@.name starts with "Adam")
        - $ ? (@.age starts with "3")
        + $ ? ((@.age starts with "3") is unknown)
        + $ ? (@.tags starts with "poe")
        + $.tags[*] ? (@ starts with "h")
        + $ ? (@.name like_regex "^A.a$")
        - $ ? (@.name like_regex "^a")
        + $ ? (@.name like_regex "^a" flag "i")
        + $ ? (@.name like_regex "A")
        + $ ? (@.number like_regex "^\\d+$")
        - $ ? (@.age like_regex "36")
        + $ ? (@.tags like_regex "s$")
        + $ ? (@.city like_regex "^Z.rich$")
        + $ ? (@.city like_regex "^Z\\wrich$")
        - $ ? (@.text like_regex "one.two")
        + $ ? (@.text like_regex "one.two" flag "s")
        - $ ? (@.text like_regex "^two")
        + $ ? (@.text like_regex "^two$" flag "m")
        - $ ? (@.text like_regex "one[^x]two")
        + $ ? (@.text like_regex "one[^x]two" flag "s")
        - $ ? (@.name like_regex "A.a" flag "q")
        + $ ? (@.address.street like_regex "st." flag "iq")
        + $ ? (@.name like_regex "[[:upper:]][a-d]{2}")
        + $ ? (@.name like_regex "(x|Ad)a")
        + $ ? (@.name like_regex "(?i)ADA")
        + $ ? (@.text like_regex "\\s")
        + $ ? (@.name like_regex "\\u0041")
        + $ ? (@.name like_regex "\\AAda\\Z")
    """,
    "methods": r"""
        + $.name.type() ? (@ == "string")
        + $.age.type() ? (@ == "number")
        + $.height.type() ? (@ == "number")
        + $.active.type() ? (@ == "boolean")
        + $.nothing.type() ? (@ == "null")
        + $.tags.type() ? (@ == "array")
        + $.type() ? (@ == "object")
        + $.tags[*].type() ? (@ == "string")
        - $.name.type
        + $.tags.size() ? (@ == 3)
        + $.name.size() ? (@ == 1)
        + $ ? (@.tags.size() > 2)
        + $.empty_list.size() ? (@ == 0)
        ! strict $.name.size()
        + $.debt.abs() ? (@ == 12.5)
        + $.debt.floor() ? (@ == -13)
        + $.debt.ceiling() ? (@ == -12)
        + $.height.CEILING() ? (@ == 2)
        + $.age.floor() ? (@ == 36)
        + $.scores.abs() ? (@ == 3)
        ! $.name.abs()
        ! $.active.floor()
        ! $.nothing.ceiling()
        + $.number.double() ? (@ == 42)
        + $.age.double() ? (@ == 36)
        + "0x10".double() ? (@ == 16)
        + " -1.5e2 ".double() ? (@ == -150)
        + "0.12345678901234567".double() ? (@ == 0.123456789012346)
        ! $.name.double()
        ! $.active.double()
        ! "nan".double()
        ! "1e400".double()
        ! "1_0".double()
        - $ ? (@.name.double() == 1)
        + $ ? ((@.name.double() == 1) is unknown)
        + $.address.keyvalue() ? (@.key == "zip code").value
        + $.address.keyvalue().value.lat
        + $.books.keyvalue() ? (@.key == "pages")
        - $.empty.keyvalue()
        ! $.name.keyvalue()
        ! strict $.books.keyvalue()
        + ($.age > 1).type() ? (@ == "boolean")
        + ($.age > "x").type() ? (@ == "null")
        + $ ? (($.age > 1).type() == "boolean")
    """,
    "dates": r"""
        + $.born.datetime() ? (@ < "1815-12-11".datetime())
        + $ ? (@.born.datetime() == "1815-12-10".datetime())
        + $ ? (@.born.datetime() == "1815-12-10T00:00:00".datetime())
        + $ ? (@.met.datetime() > "1833-06-05".datetime())
        - $ ? (@.met.datetime() > "1833-06-06".datetime())
        + $.born.datetime().type() ? (@ == "date")
        + $.met.datetime().type() ? (@ == "timestamp without time zone")
        + $.call.datetime().type() ? (@ == "timestamp with time zone")
        + $.alarm.datetime().type() ? (@ == "time without time zone")
        + "07:15:00+01".datetime().type() ? (@ == "time with time zone")
        + $ ? (@.call.datetime() == "2024-02-29 10:00:00+00".datetime())
        + $ ? (@.alarm.datetime() < "07:15:00.5".datetime())
        + $ ? ("10:20:30+02".datetime() < "09:20:30+01".datetime())
        + $ ? ((@.alarm.datetime() == @.born.datetime()) is unknown)
        + $ ? ((@.born.datetime() == "1815-12-10") is unknown)
        + $ ? (@.born.datetime() != null)
        ! $ ? (@.call.datetime() < "2024-03-01".datetime())
        ! $ ? ((@.call.datetime() < "2024-03-01".datetime()) is unknown)
        ! $ ? (@.alarm.datetime() == "07:15:00+00".datetime())
        ! $.name.datetime()
        ! $.age.datetime()
        ! "2023-02-29".datetime()
        ! "2024-02-29T10:00:00Z".datetime()
        ! "24:00:00".datetime()
        + "2000-02-29".datetime()
        ! "1900-02-29".datetime()
        + "2024-2-9".datetime() ? (@ == "2024-02-09".datetime())
        + $.born.datetime("YYYY-MM-DD")
        ! $.born.datetime("DD.MM.YYYY")
        + "10.12.1815".datetime("DD.MM.YYYY") ? (@ == $.born.datetime())
        + "Dec 10, 1815".datetime("Mon DD, YYYY") ? (@ == $.born.datetime())
        + "18151210".datetime("YYYYMMDD") ? (@ == $.born.datetime())
        + "1815-344".datetime("YYYY-DDD") ? (@ == $.born.datetime())
        + "07:15 PM".datetime("HH12:MI AM") ? (@ == "19:15:00".datetime())
        + "07:15:00.46".datetime("HH24:MI:SS.FF1") ? (@ == "07:15:00.5".datetime())
        + "07:15:00.46".datetime("HH24:MI:SS.MS") ? (@ == "07:15:00.460".datetime())
        + "29.02.2024 12:00 +02".datetime("DD.MM.YYYY HH24:MI TZH") ? (@ == $.call.datetime())
        - $ ? (@.name.datetime() == @.born.datetime())
    """,
    "arithmetic": r"""
        + $ ? (@.age + 1 == 37)
        + $ ? (@.age - 1 == 35)
        + $ ? (@.age * 2 == 72)
        + $ ? (@.age / 8 == 4.5)
        + $ ? (@.age % 5 == 1)
        + $ ? (-7 % 3 == -1)
        + $ ? (7.5 % -2 == 1.5)
        + $ ? (1 + 2 * 3 == 7)
        + $ ? ((1 + 2) * 3 == 9)
        + $ ? (10 - 3 - 2 == 5)
        + $ ? (100 / 10 / 2 == 5)
        + $ ? (7 / 3 == 2.3333333333333333)
        + $ ? (1 / 7000 == 0.00014285714285714286)
        + $ ? (10000 / 3 == 3333.3333333333333333)
        + $ ? (0.1 + 0.2 == 0.3)
        + $ ? (1.10 * 2.20 == 2.42)
        + $ ? (@.big + 1 == 12345678901234567891)
        + $ ? (-@.debt == 12.5)
        + $ ? (+@.debt == -12.5)
        + $ ? (-@.scores < -2)
        + $ ? (@.age == - -36)
        - $ ? (@.age / 0 == 1)
        - $ ? (@.name + 1 == 1)
        - $ ? (@.scores + 1 == 2)
        + $ ? (@.scores[0] + 1 == 4)
        + $.age + 1
        + -$.age
        + -$.scores
        - -$.name
        + 1 + 1
        ! $.age / 0
        ! $.name + 1
        ! $.age - "1"
        ! $.scores + 1
        ! $.age + $.missing
        ! $.age + true
        ! (-$.name).type()
    """,
    "bare predicates": r"""
        + $.name == "Ada"
        - $.name == "Eve"
        - $.missing == 1
        - $.name == 5
        + $.age > 30 && $.active == true
        + $.age > 90 || $.active == true
        + !($.age > 90)
        + !exists ($.missing)
        - exists ($.missing)
        + ($.name > 1) is unknown
        + $.name starts with "A"
        - $.name like_regex "x"
        + (($.age == 36))
        - strict $.missing == 1
        - strict $.tags[9] == 1
        + strict ($.missing == 1) is unknown
        + true
        - false
        - null
        - 5
        - -5
        - "text"
        + (5).type()
    """,
    "strings": r"""
        + "\u0041" == "A" && "\x41" == "A" && "\u{41}" == "A"
        + "\ud83d\ude00" == "\u{1F600}"
        + "a\"b" starts with "a\""
        + "\q" == "q"
        + "\b\f\n\r\t\v\\\/" like_regex "\\\\/$"
        + $."it's" == "apostrophe"
        + $.it's == "apostrophe"
    """,
}


def lines() -> list[tuple[str, str]]:
    """All cases as pairs of mark and path."""
    stripped = (line.strip() for block in CASES.values() for line in block.splitlines())
    return [(line[0], line[2:]) for line in stripped if line]
