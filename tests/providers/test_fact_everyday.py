"""Changes in plain everyday talk: what has become of an animal, an ailment, work, a home or a name."""

from __future__ import annotations

import pytest

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.known import resolved

FINDER = BuiltInFactFinder()


def told(before: str, content: str) -> set[str]:
    """What a message says of slots after another one, a value that ends with a minus before it."""
    messages = [Said("user", before), Said("user", content)] if before else [Said("user", content)]
    last = len(messages) - 1
    found = resolved(FINDER.find(messages), messages)
    return {
        f"{'-' if one.ends else ''}{one.slot}={one.value}"
        for one in found
        if one.message == last and one.slot is not None
    }


def lines(table: str) -> list[tuple[str, str, str]]:
    """The lines of a table as what was said before, what is said, and what that tells."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(before, content, tells) for before, content, tells in rows]


BEINGS = """
    Our dog Momo | Momo is with Shreya for good. | -pets=Momo
    Bailey is my dog | Bailey went to live with my mum in Leeds for good | -pets=Bailey
    Bailey is my dog | Bailey shot through when the kids left the gate open | -pets=Bailey
    Bailey is my dog | Bailey did a runner last week | -pets=Bailey
    My parrot Rio | Rio flew off in June and never came back | -pets=Rio
    Our dog Rex | This is a photo of Rex, who died in March. | -pets=Rex
    Our dog Rex | Put a beagle on it for Rex, who we lost in the summer. | -pets=Rex
    Our dog Rex | a poem in memory of Rex please | -pets=Rex
    Unser Hund Rex | Ein Bild von Rex, den wir im Mai einschläfern mussten. | -pets=Rex
    Onze hond Rex | een foto van Rex, die vorig jaar overleden is | -pets=Rex
    Notre chien Rex | un poème pour Rex, qu'on a perdu cet été | -pets=Rex
    Nuestro perro Rex | una foto de Rex, que se nos murió en mayo | -pets=Rex
    O meu cão Rex | um quadro do Rex, que morreu em maio | -pets=Rex
    Il mio cane Rex | una foto di Rex, che è morto a maggio | -pets=Rex
    我家狗叫旺财 | 旺财去世了 | -pets=旺财
    我家猫叫豆包 | 豆包送给我妈养了 | -pets=豆包
    犬の名前はポチです | ポチは去年亡くなりました | -pets=ポチ
    犬の名前はポチです | 五月に亡くなったポチの絵です | -pets=ポチ
    猫のミケを飼っています | ミケを友達に譲りました | -pets=ミケ
    我太太叫李梅 | 我和李梅离婚了 | -partner=李梅
    my boyfriend Tom | id have asked tom but were done | -partner=Tom
    Bailey is my dog | Bailey is with Sam for the weekend. |
    Bailey is my dog | Bailey did a runner again this morning |
    My parrot Rio | Rio flew off and came back |
    Our dog Rex | Rex, who lost his ball, is sad |
    Our dog Rex | Rex, who we put in the garden, barks |
    Unser Hund Rex | Rex, der gestern krank war |
    Notre chien Rex | Rex, qui est mort de faim, veut manger |
    犬の名前はポチです | ポチは元気です |
    Nuestro perro Rex | Rex, que vive con nosotros, ladra |
    Il mio cane Rex | Rex, che abbiamo portato al mare, dorme |
    我家猫叫咪咪 | 咪咪送我一只老鼠 |
    我家猫叫咪咪 | 朋友的猫去世了 |
    我太太叫李梅 | 我和李梅吵架了 |
"""

AILMENTS = """
    I have a bad back | back's good as gold, did pilates | -health=bad back
    I have a bad knee | knee's as good as new | -health=bad knee
    I have high blood pressure | Doctor even said my BP is normal now | -health=high blood pressure
    Ich habe Bluthochdruck | mein Blutdruck ist wieder normal | -health=Bluthochdruck
    Ich bin allergisch gegen Nüsse | Nüsse darf ich jetzt wieder essen | -allergy=Nüsse
    Je suis allergique aux noix | je peux enfin manger des noix | -allergy=noix
    soy alérgica al marisco | me han hecho las pruebas y el marisco ya lo puedo comer | -allergy=marisco
    Sou alérgica a camarão | camarão já posso comer | -allergy=camarão
    Sono allergica alle noci | le noci ormai le posso mangiare | -allergy=noci
    我对花生过敏 | 花生现在可以吃了 | -allergy=花生
    えびアレルギーです | えびはもう食べられるようになりました | -allergy=えび
    そばアレルギーです。 | そばは検査でもう大丈夫と言われました。 | -allergy=そば
    I have a bad back | my bed's as good as new |
    I have a bad back | my sister's back is good as gold |
    I have high blood pressure | is my blood pressure normal? |
    I have high blood pressure | the nurse wants my BP to be normal |
    Soy alérgica al marisco | el marisco ya lo puedo comprar en Lidl |
    Je suis allergique aux noix | est-ce que je peux manger des noix ? |
    我对花生过敏 | 花生可以吃吗 |
    我对花生过敏 | 太好了，给她留好猫粮 |
    えびアレルギーです | えびは大丈夫ですか |
"""

WORK = """
    I'm a nurse | I hung up my scrubs in December after 38 years. | -job=nurse
    I am a chef | I hung up my apron for good last year | -job=chef
    I'm a police officer | I handed in my badge in June | -job=police officer
    I'm a hairdresser | time i hung up my scissors, my wrists are gone | -job=hairdresser
    I'm a data scientist at Swiggy | I left Swiggy and data science altogether. | -job=data scientist -employer=Swiggy
    我是护士 | 我不做护士了 | -job=护士
    我在腾讯工作 | 我从腾讯辞职了 | -employer=腾讯
    我在腾讯工作 | 腾讯那边一月就离职了 | -employer=腾讯
    看護師をしています | 看護師は春に辞めました | -job=看護師
     | i started at the kitchin in november so its 70 hrs a week | employer=the kitchin
     | im at drift, wee cafe on the cliff, days only | employer=drift
     | Oi, tô de atendente no Detran, passei na seleção | job=atendente employer=Detran
     | tô de garçom num restaurante | job=garçom
     | Estoy de recepcionista en el Hotel Oroel | job=recepcionista employer=Hotel Oroel
     | 我现在做健康顾问 | job=健康顾问
     | 喫茶店の店主になりました。 | job=喫茶店の店主
     | For now I'm a teaching assistant, everybody starts from somewhere. | job=teaching assistant
    I am a chef | I hung up my apron to dry |
    I am a chef | I hung up my apron on the door |
    I am a chef | I handed in my badge at reception |
    I am a nurse | I hung up my boots |
    I'm a nurse | she hung up her scrubs in May |
    I'm a nurse | I hung up my scrubs after my shift |
    I'm a nurse | I might hang up my scrubs |
    我在腾讯工作 | 我同事从腾讯辞职了 |
    我在腾讯工作 | 我想从腾讯辞职 |
    看護師をしています | 看護師を辞めたいです |
    看護師をしています | 姉は看護師を辞めました |
     | estoy de visita en casa |
     | tô de férias no Rio |
     | quiero estar de camarero en un bar |
     | 我现在做饭 |
     | 我妈现在做保姆 |
     | 友達になりました |
     | 娘は看護師になりました |
     | for now i'm a happy man |
     | back's good as gold, did pilates |
     | I'm in a senior place |
"""

HOMES_AND_NAMES = """
     | We have packed to Enugu, bigger market for me. | home=Enugu
     | We've japa'd to Manchester | home=Manchester
     | Put the address as 3 Cwrt Bracken, Pontardawe, we moved there in the autumn. | home=Pontardawe
     | i stay in north berwick these days. | home=north berwick
     | Nos hemos venido a Jaca, a la montaña | home=Jaca
     | Regio Ommen, daar in Ommen wonen we nu. | home=Ommen
     | te Gent woon ik nu | home=Gent
     | I decided to go by Annie here like my mother did. | name=Annie
     | I've started going by Lex these days | name=Lex
     | i go by jesse now, can you redo my cv with that | form_of_address=Jesse name=Jesse
     | I go by bike now |
     | we had a little fella, Hugo, six weeks old | children=Hugo
     | mein Freund fragt, also Luca, mein freund, ob man auch Gedichte kriegt | partner=Luca
    I am a pharmacist | I've crossed over to Boots as a pharmacist | employer=Boots job=pharmacist
     | We packed to Rome for the weekend |
     | we packed to go home |
     | we may have packed to Enugu |
     | they have packed to Enugu |
     | i stay in hotels these days |
     | i stay in bed these days |
     | my nan? she stays in hull these days |
     | I decided to go by train instead |
     | he decided to go by Lex here |
     | Fine, only they call me Carol. |
     | So call me that. |
     | mein Freund meint, ich spinne |
"""


@pytest.mark.parametrize(("before", "content", "tells"), lines(BEINGS + AILMENTS.lstrip("\n") + WORK.lstrip("\n")))
def test_what_has_become_of_something_held_ends_it_and_nothing_else(before: str, content: str, tells: str) -> None:
    assert told(before, content) == _expected(tells)


@pytest.mark.parametrize(("before", "content", "tells"), lines(HOMES_AND_NAMES))
def test_a_home_a_name_and_a_child_are_heard_in_passing(before: str, content: str, tells: str) -> None:
    assert told(before, content) == _expected(tells)


PLAIN_CHANGES = """
    我在海尔工作 | 我辞职了 | -employer=None
    ソニーで働いています | 会社を辞めました | -employer=None
    ソニーで働いています | 同僚が会社を辞めました |
    我住在上海 | 我们现在住杭州了 | home=杭州
    大阪に住んでいます | 今は京都で暮らしています | home=京都
    我叫李雪 | 我改名叫李梅了 | name=李梅
    我有偏头痛 | 偏头痛好了 | -health=偏头痛
    我对牛奶过敏 | 我对牛奶不过敏了 | -allergy=牛奶
    我是司机 | 我退休了 | job=退休
    佐藤と申します | 苗字が鈴木に変わりました | name=鈴木
    My name is Francesca | I'm now known as Frankie | name=Frankie
    Ich heiße Anna Lenz | Ich heiße seit der Hochzeit Berger | name=Berger
    Meu nome é Francisco | agora me chamam de Chico | form_of_address=Chico
    Ik heet Alexander | iedereen noemt me nu Lex | form_of_address=Lex
    Ich arbeite bei Bayer | Ich habe gekündigt | -employer=None
    Ich arbeite bei Bayer | Ich habe den Handyvertrag gekündigt |
    I'm Sophie Marsh | I'm Sophie Reed since the wedding | name=Sophie Reed
    I'm a teacher | I've taken early retirement | job=retired
    Ich arbeite bei Opel | Opel hat mich entlassen | -employer=Opel
    任天堂に勤めています | 先月退職しました | -employer=None
    Lavoro all'Eni | Mi sono licenziata | -employer=None
    Trabalho na Vale | Pedi demissão | -employer=None
    Je suis facteur | Je suis à la retraite depuis lundi | job=retraité
    Sono tranviere | Sono andato in pensione | job=pensionato
    Sou bombeiro | Me aposentei | job=aposentado
    Ik ben postbode | Ik ben met pensioen | job=gepensioneerd
"""

NOTHING_OF_THE_SPEAKER = """
    be polite but not grovelling
    keep it short, it's for a card
    no puns please, she's not that sort
    don't make it too long, he hates reading
    12 Mill Lane, Otley, my gran lives there
    met a lovely nurse called Amy
    my blood pressure is good for my age
    Which is better for a beginner, a MacBook Air or a Dell?
    I'm at the airport in Frankfurt, flight delayed
    I bought a Henry hoover, which bags does it need?
    I have a 2015 Ford Fiesta, when is the cam belt due
    For my novel: the hero, Jack, is a baker from Leeds, allergic to flour. Sounds silly?
    Teach me to say my name is in Japanese
    Leave out the bit about the divorce
    I'm Batman
    Bin gerade in Köln gelandet
    Siamo stati a Napoli nel weekend
    Son fils est allergique au gluten, une idée de gâteau ?
    Mi abuelo tiene diabetes, ¿puede comer dátiles?
    Il marito di mia sorella si chiama Dario
    Un'amica ha lasciato il lavoro all'Eni
    Mi è morto il computer
    Corrige: Me llamo Ana y tengo 20 años y trabajo de camarera
    Vertaal "ik woon in Gent" naar het Engels
    改一下:我叫小明,今年八岁
    「東京に住んでいます」を英語にして
    漁師についての詩を書いて
    我姐夫叫李强
    I'm at Greggs, sausage roll or steak bake?
    Estoy en Mercadona, ¿qué compro?
    Bewerbungsgespräch bei Siemens, was ziehe ich an?
    my Ford Focus won't start
    The new girl in accounts, Beth, is pregnant, gift ideas?
    In Stardew Valley I married Leah and live on a farm
    "Call me Ishmael" is a great first line
    don't mention the money
    I'd name my son Arthur
    J'adore cette chanson
    Me encanta esta canción
    I've moved to page nine
"""

STANDING = """
    keep answers under 100 words
    no emojis, ever
    British spelling please, whenever you write for me
    never recommend chemical sprays
    Keep it brief with me please
    Don't make it rhyme, ever
    When I send you code, just send back the diff
    For every answer, give me one source
    Halte dich in Zukunft kurz
    Wees voortaan beknopt
    À l'avenir, donne-moi les sources
    De ahora en adelante sé breve
    Dammi sempre le fonti
    Não uses mais emojis
    不要再用表情符号
    絵文字は使わないでください
"""

FOR_ONCE = """
    No emojis in this caption please
    Always finish your crusts, my gran used to say
    Whenever I try to open the file it crashes
    Bitte keine Emojis in der Einladung
    Immer dasselbe mit der Bahn
    Fais plus court
    Toujours pas de nouvelles du plombier
    Siempre llego tarde los lunes
    Escreve em inglês
    Mai visto una cosa simile
    Nooit meer naar die kapper
"""


@pytest.mark.parametrize(("before", "content", "tells"), lines(PLAIN_CHANGES))
def test_plain_changes_are_heard_and_what_they_end_is_not_filled_again(before: str, content: str, tells: str) -> None:
    assert told(before, content) >= _expected(tells)
    assert tells or not told(before, content)


@pytest.mark.parametrize("content", [line.strip() for line in NOTHING_OF_THE_SPEAKER.strip().splitlines()])
def test_what_tells_nothing_of_the_speaker_fills_no_slot(content: str) -> None:
    assert told("Je suis mariée, ma femme s'appelle Lena", content) == set()


@pytest.mark.parametrize(
    "content",
    ["I'm hungry now, what can I cook?", "my phone died on me", "Ich hab Hunger", "Wir fahren im August nach Rügen"],
)
def test_what_is_so_at_the_moment_is_no_statement(content: str) -> None:
    assert [one for one in FINDER.find([Said("user", content)]) if one.about is None] == []


@pytest.mark.parametrize("content", [line.strip() for line in STANDING.strip().splitlines()])
def test_what_holds_for_all_answers_is_an_instruction(content: str) -> None:
    assert any(each.startswith("instruction=") for each in told("", content))


@pytest.mark.parametrize("content", [line.strip() for line in FOR_ONCE.strip().splitlines()])
def test_what_is_asked_for_once_or_of_nobody_is_no_instruction(content: str) -> None:
    assert not any(each.startswith("instruction=") for each in told("", content))


def _expected(tells: str) -> set[str]:
    found: list[str] = []
    for word in tells.split():
        if "=" in word:
            found.append(word)
        else:
            found[-1] += f" {word}"
    return set(found)
