"""What sounds like a name, work, a list or an instruction and is none; and what is put right as soon as it is said."""

from __future__ import annotations

import pytest

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said

FINDER = BuiltInFactFinder()

TABLE = """
    Traffic is better, roads are dry |
    Just Sunshine is fine | form_of_address=Sunshine
    Down here in Truro the gulls rule | home=Truro
    Mason, my ferret, sleeps in a sock | pets=Mason
    soy jubilado, pero activo | job=jubilado
    im 19 not a lawyer | age=19
    i stare at screens for a living |
    i shoe horses for a living | job=shoe horses
    got a tray of sugar-free muffins |
    im allergic to nickel, no joke, means no cheap earrings | allergy=nickel
    I'm allergic to nickel, wool and pollen | allergy=nickel; allergy=pollen; allergy=wool
    our bassist is vegan and allergic to dust |
    meine Schwester kommt mit, die isst nur Reis und hat Asthma |
    Priya can't do Mondays |
    help me voice my pirate character: i am Redtooth, i live under the pier and i hate soap |
    Schreib für meine Romanfigur: ich bin Gundula, ich wohne in Trier |
    mon personnage parle : j'habite à Lyon |
    mi personaje dice: vivo en Toledo |
    Dear Computer, I live in Bath. | home=Bath
    Dear Mr Hobbs, I live in Bath. |
    Stell dir vor, Spinat mag ich, und ich wohne in Bonn | home=Bonn; likes=Spinat
    Stell dir vor, ich wohne in Bonn |
    born 12 June, sorry, 12 July | birthday=12 July
    i am 61, no wait, i am 62 | age=62
    im 51, jk im 52 and i live in Hull | age=52; home=Hull
    tengo 40 años, digo, tengo 41 años | age=41
    ich bin 33, quatsch, ich bin 34 Jahre alt | age=34
    猫は十四歳でした。 |
    犬は元気です。五歳です。 |
    Ich bin geboren am 5. März, quatsch, am 6. März | birthday=6. März
    je suis né le 2 avril | birthday=2 avril
    nací el 9 de mayo | birthday=9 de mayo
    il mio compleanno è l'8 agosto | birthday=8 agosto
    faço anos a 5 de junho | birthday=5 de junho
    ik ben geboren op 3 juli | birthday=3 juli
    我的生日是6月2日 | birthday=6月2日
    誕生日は6月2日です | birthday=6月2日
    Linsen mag ich inzwischen | likes=Linsen
    linzen vind ik nu heerlijk | likes=linzen
    adesso adoro i carciofi | likes=carciofi
    我现在喜欢吃苦瓜了 | likes=苦瓜
    梅干しが好きになりました | likes=梅干し
    Rent is ok, but the stairs |
    Carpenter, my neighbour says, is the best trade |
    doing nursing at uni, first year | education=nursing
    allergic to wool, not kidding, I itch | allergy=wool
    don't tell my aunt |
    never tell Grandad |
    haha don't write that down |
    no escribas eso |
    don't tell me to calm down | instruction=don't tell me to calm down
    Always use metric, I cook by weight | instruction=Always use metric
    antworte immer kurz, ich lese im Bus | instruction=antworte immer kurz
    réponds toujours en français, je lis mal l'anglais | instruction=réponds toujours en français
    From now on, I want short answers | instruction=From now on, I want short answers
    以后请用简体字，我看不懂繁体 | instruction=以后请用简体字
    これからは短く答えてください、目が悪いので。 | instruction=これからは短く答えてください
    on call tonight, sleeping on the office floor in Hove |
"""


def said(content: str) -> set[str]:
    """What a message puts into slots for certain."""
    found = FINDER.find_alone(Said("user", content))
    return {f"{one.slot}={one.value}" for one in found if one.slot and one.about is None and not one.ends}


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_only_what_is_meant_is_taken(line: str) -> None:
    content, tells = (cell.strip() for cell in line.split("|"))
    assert said(content) == set(filter(None, tells.split("; ")))
