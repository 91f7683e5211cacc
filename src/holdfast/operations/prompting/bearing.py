"""What bears on a question although the two share no word: who asks for a recipe should hear of the allergy.

A question that asks for advice of a kind is told by its words, and so is what limits that advice: food and what is not
eaten, exercise and what hurts, a journey and who sits in a wheelchair.  The commonest words of English, German, French,
Spanish, Italian, Portuguese and Dutch are known by their beginnings, and some of Japanese and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

_MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_SHORTEST: Final = 2
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


class Matter(StrEnum):
    """What advice is asked for."""

    FOOD = "food"
    EXERCISE = "exercise"
    OUTING = "outing"
    MEDICINE = "medicine"
    GIFT = "gift"


_NONE: Final[frozenset[Matter]] = frozenset()


class _Words(NamedTuple):
    """Words that begin like ``beginnings``: ``|`` ends a word, ``_`` is a blank; ``unspaced`` stands anywhere."""

    beginnings: str
    unspaced: str


class _Told:
    """Tells matters by words."""

    def __init__(self, words: Mapping[Matter, _Words]) -> None:
        self._begun: dict[str, set[Matter]] = {}
        self._phrases: dict[str, Matter] = {}
        self._unspaced: dict[str, Matter] = {}
        for matter, (beginnings, unspaced) in words.items():
            for each in beginnings.split():
                if "_" in each:
                    self._phrases[f" {each.replace('_', ' ').replace('|', ' ')}"] = matter
                else:
                    self._begun.setdefault(each, set()).add(matter)
            self._unspaced.update(dict.fromkeys(unspaced.split(), matter))

    def matters(self, text: str) -> frozenset[Matter]:
        """Those that a text tells."""
        words = _WORD.findall(text.casefold().replace("’", "'"))
        joined = f" {' '.join(words)} "
        found = {matter for phrase, matter in self._phrases.items() if phrase in joined}
        for word in words:
            ended = f"{word}|"
            for length in range(_SHORTEST, len(ended) + 1):
                found |= self._begun.get(ended[:length], _NONE)
        if not text.isascii():
            found |= {matter for mark, matter in self._unspaced.items() if mark in text}
        return frozenset(found)


_ASKED: Final = _Told(
    {
        Matter.FOOD: _Words(
            "recipe cook| cooking bake baking dinner lunch breakfast brunch meal menu restaurant snack dish "
            "dessert pudding| cake pizza curry soup stew bbq barbecue picnic buffet eat| eating food smoothie "
            "shake| drinks| takeaway groceries starter| serve cater book_a_table rezept koch backe essen| "
            "abendessen mittagessen frühstück gericht kuchen nachtisch grillen recette cuisin dîner déjeuner "
            "repas plat| gâteau goûter manger receta cocin cena| cenar almuerzo desayuno comer| comida postre "
            "ricetta cucin pranzo colazione antipasto mangiare dolce| receita jantar almoço recept koken taart "
            "eten| ontbijt",
            "レシピ 料理 食べ ご飯 弁当 寿司 ラーメン 吃 菜 饭",
        ),
        Matter.EXERCISE: _Words(
            "workout exercise gym| training_plan train| run| running jog hike hiking yoga pilates swim ski| "
            "skiing squat press| deadlift lift| leg_day arm_day stretch sport fitness training trainingsplan "
            "wander laufen| übung entraînement exercices rando courir entrenamiento ejercicio correr| allenamento "
            "esercizi treino corsa oefening hardlopen",
            "運動 筋トレ 走り 运动 健身 跑步",
        ),
        Matter.OUTING: _Words(
            "trip travel holiday vacation hotel flight fly| weekend outing day_out night_out visit museum concert "
            "nightclub festival theme_park cruise boat| walking| sightseeing things_to_do where_shall_we "
            "where_should_i_go what_to_see hôtel reise urlaub ausflug wochenende besuch| voyage vacances sortie| "
            "week-end visiter que_voir viaje vacaciones excursión finde| viaggio vacanz gita viagem férias reis| "
            "vakantie uitje",
            "旅行 観光 お出かけ 旅游 酒店",
        ),
        Matter.MEDICINE: _Words(
            "doctor dentist antibiotic painkiller medicine medication tablet pill| pills| vaccine prescri pharmac "
            "headache surgery hospital| zahnarzt arzt| ärzt medikament tablette schmerzmittel médecin dentiste "
            "médicament médico medicina dentista farmac arts| medicijn",
            "医者 薬 医生 药",
        ),
        Matter.GIFT: _Words(
            "gift present| presents| birthday christmas treat_myself surprise_for geschenk schenk| schenken "
            "weihnacht geburtstag cadeau anniversaire noël regal cumpleaños regalo compleanno presente| "
            "aniversário verjaardag",
            "プレゼント 誕生日 礼物 生日",
        ),
    }
)

_LIMITED: Final = _Told(
    {
        Matter.FOOD: _Words(
            "allerg intoleran coeliac celiac gluten lactose dairy vegan vegetar veggie halal kosher diabet gout| "
            "pescatar cholesterol can't_eat cant_eat can't_have cant_have don't_eat dont_eat doesn't_eat "
            "never_eat eats_no no_meat| no_fish| no_nuts| no_sugar| off_sugar teetotal don't_drink hives throw_up "
            "unverträg vertrag vertrage zöliakie laktose isst_kein esse_kein cœliaque coeliaque allergi "
            "sans_gluten sans_lactose ne_mange_pas celíac alérgic diabétic vegetarian sin_gluten no_come no_como "
            "allergic senza_glutine non_mangi alergic não_come não_como glutenvrij eet_geen",
            "アレルギー 食べられ 飲めま 苦手 过敏 不吃 不能吃 吃素 不能喝",
        ),
        Matter.EXERCISE: _Words(
            "knee shoulder ankle hip| hip's bicep back_pain bad_back slipped_disc torn tore injur arthrit asthma "
            "vertigo pacemaker heart_condition pregnan migraine sciatica tendon hernia scoliosis knie schulter "
            "bandscheibe verletz kaputt genou épaule cheville blessé mal_de_dos rodilla hombro tobillo lesión "
            "embarazada ginocchio spalla schiena joelho ombro blessure",
            "膝 腰 怪我 受伤",
        ),
        Matter.OUTING: _Words(
            "wheelchair don't_fly dont_fly never_fly afraid_of vertigo heights seasick carsick crowd claustrophob "
            "asthma deaf blind| migraine pushchair pram| can't_swim no_car driving_licence rollstuhl flugangst "
            "höhenangst schwindel seekrank gehörlos fauteuil_roulant vertige mal_de_mer peur_de silla_de_ruedas "
            "vértigo mareo sedia_a_rotelle vertigini cadeira_de_rodas rolstoel hoogtevrees",
            "車椅子 高所恐怖 轮椅 恐高",
        ),
        Matter.MEDICINE: _Words(
            "allerg penicillin i_take| mg| warfarin apixaban blood_thinner insulin diabet asthma pregnan "
            "pacemaker statin blutverdünner penizillin schwanger pénicilline anticoagul enceinte penicilina "
            "embarazada incinta grávida zwanger",
            "ペニシリン 妊娠 青霉素 怀孕",
        ),
        Matter.GIFT: _Words(
            "love| loves| hobby collect favourite favorite mad_about crazy_about obsessed fan_of miss_it misses "
            "sammel lieblings liebt| mag| adore aime| collection le_gusta me_gusta hincha fan_de ama| adora "
            "colleziona gosta houdt_van verzamel",
            "好き 趣味 喜欢 爱好",
        ),
    }
)


@lru_cache(maxsize=64)
def asked(question: str) -> frozenset[Matter]:
    """What a question asks advice in."""
    return _ASKED.matters(question)


@lru_cache(maxsize=8192)
def limited(text: str) -> frozenset[Matter]:
    """The advice that a text bears on."""
    return _LIMITED.matters(text)


def bears_on(text: str, matters: frozenset[Matter]) -> bool:
    """Whether a text, of which the beginning is looked at, bears on one of some matters."""
    return bool(matters) and not matters.isdisjoint(limited(text[:_MOST_READ]))
