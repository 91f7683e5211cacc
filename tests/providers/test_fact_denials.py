"""What a speaker denies, doubts, hears of, plays or calls out is no fact about them; what is said beside it is.

Each sentence states something that is found where nothing takes it away, in the language of that sentence.
"""

from __future__ import annotations

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said

FINDER = BuiltInFactFinder()


def told(content: str) -> set[tuple[str, str | None, bool]]:
    """What a message by itself puts into slots or takes out of them."""
    found = FINDER.find_alone(Said("user", content))
    return {(one.slot, one.value, one.ends) for one in found if one.slot is not None and one.about is None}


_UNTRUE = (
    "I can't say I live in York.",
    "I wouldn't say I work for Siemens",
    "It isn't true that I've left Axa.",
    "it's a lie that I quit Boots",
    "The claim that I left Aviva is false",
    "Fake news: I quit my job at Asda",
    "I don't think I'm allergic to nuts",
    "I doubt I'm allergic to cats",
    "I never said I was vegan",
    "Rumour has it I've left Axa.",
    "People think I work at Google",
    "angeblich wohne ich in Berlin",
    "man sagt, ich arbeite bei Bosch",
    "es stimmt nicht, dass ich in Köln wohne",
    "ce n'est pas vrai que j'habite à Nantes",
    "no es verdad que vivo en Sevilla",
    "dicen que trabajo en Telefónica",
    "non è vero che abito a Torino",
    "dicono che lavoro alla Fiat",
    "não é verdade que moro em Braga",
    "het is niet waar dat ik in Gent woon",
    "据说我住在上海",
    "我住在上海是假的",
    "私は東京に住んでいるわけではない",
    "Nobody calls me Bram.",
    "Who calls me Bram anyway",
    "Niemand nennt mich Hansi",
    "ninguém me chama de Zeca",
    "Today I am playing Bram, a welder from York.",
    "In this scene I am Marcus, a baker from Naples",
    "dans le jeu j'habite à Lyon",
    "im Spiel wohne ich in Bremen",
    "right, because I work for NASA",
    "for the sake of argument I'm a lawyer",
    "my back is killing me, said the dog",
    "I moved to Mars",
    "I'm allergic to my inbox",
    "Make a poem starting with I live in Rome",
    "How do you say I live in Graz in Czech",
    "summarise: I was born in Kiev, I moved to Paris and became a painter.",
    'const home = "Oslo"; // I live in Oslo',
    "LinkedIn: I'm Sara, data scientist at Meta, based in Dublin",
    "we're considering getting a dog called Rex",
    "I nearly took the job at Pfizer",
    "I was offered a job at Bayer",
    "the letter says i work at tesco which is wrong",
    "I used to think I was allergic to cats",
    "people ask if im a nurse",
    "ik ben geen leraar",
    "I'm seeing Tom at noon",
    "I'm seeing Dr Patel on Friday",
    "Back in York on Monday",
    "I work out at PureGym",
    "I hate to say it",
)
_TRUE = {
    "It's not true that I live in York, I live in Leeds": ("home", "Leeds"),
    "Rumour has it I've left Axa but I work at Axa": ("employer", "Axa"),
    "I don't think I told you that I work at Bosch": ("employer", "Bosch"),
    "My wife Ana thinks I'm vegan": ("partner", "Ana"),
    "I think I'm allergic to nuts": ("allergy", "nuts"),
    "Everyone calls me Bram": ("form_of_address", "Bram"),
    "in the game industry I work as a tester": ("job", "tester"),
    "Ich glaube nicht, dass es regnet. Ich wohne in Ulm": ("home", "Ulm"),
    "私は大阪に住んでいます。でも東京が嫌いなわけではない。": ("home", "大阪"),
}


def test_what_is_denied_doubted_or_played_is_no_fact() -> None:
    assert {content: found for content in _UNTRUE if (found := told(content))} == {}
    assert {content: fact for content, fact in _TRUE.items() if (*fact, False) not in told(content)} == {}


_CALLED = (
    "Hey Max, my dog is ill",
    "Hey, Max, my dog is ill",
    "Max, my dog is ill",
    "Hi Tom, my cat won't eat",
    "hello Siri my wife is late",
    "Thanks Lena, my husband loved it",
    "Listen Omar, my wife is a vegan",
    "hoi Piet, mijn hond is ziek",
    "Sorry Ben, my son is asleep",
)
_NAMED = {
    "Max, my dog, is ill": ("pets", "Max"),
    "this is Max, my dog": ("pets", "Max"),
    "hi! Bella, my cat, is sick": ("pets", "Bella"),
    "Lena, my wife of ten years, is a nurse": ("partner", "Lena"),
    "Hi, my wife Lena and I need a plan": ("partner", "Lena"),
    "mein mann jannis und ich kochen gern": ("partner", "Jannis"),
    "mijn hond heet bobbie": ("pets", "Bobbie"),
    "mein Mann Jonas hasst Fisch": ("partner", "Jonas"),
    "MY HUSBAND IS CALLED QUILLON": ("partner", "QUILLON"),
    "Milo's our cat": ("pets", "Milo"),
    "after Tom's dog died we got Rex, a puppy": ("pets", "Rex"),
}
_DOING = (
    "mein Mann hasst Fisch",
    "mein Freund schnarcht",
    "mon mari déteste le poisson",
    "mi marido odia el pescado",
    "mio marito odia il pesce",
    "minha mulher cozinha bem",
    "mijn man haat vis",
    "MY HUSBAND HATES FISH",
)
_OWNED = (
    "my boss's daughter is called Mia",
    "Tom's dog is called Rex",
    "Priya's husband is called Raj",
    "Dr Lee's wife Jane is a nurse",
)


def test_who_is_called_or_somebody_elses_and_what_somebody_does_is_no_name() -> None:
    of_somebody = {"partner", "children", "pets", "name"}
    calling = {content: told(content) for content in (*_CALLED, *_DOING, *_OWNED)}
    assert {content: found for content, found in calling.items() if of_somebody & {one[0] for one in found}} == {}
    assert {content: fact for content, fact in _NAMED.items() if (*fact, False) not in told(content)} == {}
