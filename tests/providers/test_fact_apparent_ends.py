"""What sounds as if a partner, an animal, work or a home were over in everyday talk, and is not, in nine languages."""

from __future__ import annotations

import re

import pytest

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.known import resolved

FINDER = BuiltInFactFinder()

GOING_ON = """
    I live in Wincanton. I work for Corsa. My husband Carl and I have a dog called Pip. I love climbing.
      I'm off out with Carl and Pip, back at six
      Pip slipped out of her collar in the park and I nearly had a heart attack
      Bye Carl!
      I lost Carl in Tesco again
      I'm leaving Wincanton at 8 tomorrow for the airport
      I left Corsa at half five and it was pouring
      Carl and I split the bill
      Pip passed out on the rug after her walk
      I quit the Corsa app and now it won't open
      We sold our Corsa shares
      I'm sick of Carl's snoring
      Carl walked out of the film halfway
      Pip rolled in something dead
      Someone knocked Pip's bowl over
      I had to leave Pip tied up outside the shop
      Pip's wheel has stopped turning
      Carl is no longer speaking to the plumber
      Carl has run out of milk again
      Pip died on screen in our home video
      I left Corsa's van outside the pub
      I was so over Wincanton traffic this morning
      Goodbye Wincanton, hello beach!
      I'm not climbing in this heat
      Goodnight from me and Carl and Pip
      Pip chewed through the phone cable
      Carl gave Pip half his sausage
      Carl finished the crossword without me
      Wincanton castle is shut
      Pip brought in a dead mouse
      It feels like Pip runs this house
      I resigned from the parent committee
      I'm leaving Corsa early to beat the traffic
      Climbing's been cancelled on account of the wind
      Carl and I aren't talking about the kitchen any more
      Carl nearly quit his job over it
    Ich wohne in Kassel. Ich arbeite bei Wagner. Mein Mann heißt Jonas und wir haben einen Hund namens Bello.
      Jonas ist gegangen, um Brot zu holen
      Ich bin bei Wagner früher raus heute
      Mit Wagner bin ich für heute fertig
      Jonas hat mich mit dem Abwasch sitzen lassen
      Jonas hat sich von seinem alten Fahrrad getrennt
      Jonas hat Schluss gemacht mit dem Zucker
      Bello ist umgezogen, im Schlafanzug
      Bello ist vom Sofa gefallen
      Bello ist endlich eingeschlafen
      Tschüss Kassel, hallo Ostsee, zwei Wochen Urlaub!
    Ik woon in Zwolle. Ik werk bij Jansen. Mijn man heet Pieter en we hebben een hond die Bas heet.
      Pieter is vertrokken naar zijn werk
      Ik ben weg bij Jansen om vijf uur, file!
      Ik ben al weg bij Jansen, zit in de trein
      Bas is weg, oh nee hij ligt onder de bank
    J'habite à Nantes. Je travaille chez Renard. Mon mari s'appelle Luc et nous avons un chat qui s'appelle Minou.
      J'ai quitté Renard à six heures ce soir
      J'ai perdu Luc au supermarché
      Minou est parti sous le lit
      Minou s'est endormi sur mes genoux
      J'ai perdu mon badge Renard
      J'ai quitté Renard sous la pluie
    Vivo en Burgos. Trabajo en Molina. Mi marido se llama Pablo y tenemos un perro que se llama Toby.
      Me fui de Molina a las seis
      Pablo me dejó con los platos
      Toby se escapó al jardín y ya está aquí
      Molina ha perdido el partido
      Toby se fue corriendo con mi calcetín
      Pablo ha dejado las llaves en el coche
      Toby ha roto el jarrón
    Vivo a Parma. Lavoro da Bianchi. Mio marito si chiama Marco e abbiamo un cane che si chiama Fido.
      Ho lasciato Bianchi alle sei
      Marco mi ha lasciato i piatti da lavare
      Fido è scappato con il mio calzino
      Ho lasciato Fido da mia madre per due giorni
      Marco ha lasciato la luce accesa
    Moro em Braga. Trabalho na Silva. O meu marido chama-se Rui e temos um cão que se chama Bolinha. Gosto de ténis.
      O Rui saiu de casa às oito
      O Bolinha fugiu no parque mas voltou logo
      Hoje já não jogo ténis
      O Rui foi embora mais cedo da festa
    我住在成都。我在华联工作。我老公叫小刚，我们有一只狗叫旺财。
      旺财累死了
      旺财走丢了十分钟，邻居送回来了
    仙台に住んでいます。日東で働いています。夫は健太といいます。犬の名前はポチです。
      ポチが公園で逃げたけどすぐ戻ってきた
"""
"""What is known, and below it what somebody says of it."""

OVER = """
    I live in Wincanton. I work for Corsa. My husband Carl and I have a dog called Pip. I love climbing.
      Carl and I split up in March
      Carl left me with the kids
      Pip slipped out of her collar and got run over
      Pip got out in the garden and never came back
      We had Pip put to sleep
      I left Corsa for good on the last bus
      Pip slipped out of her collar and hasn't come back
      I lost Pip in March
      I left Corsa at Christmas
      I'm leaving Wincanton for good
      Carl is no longer living with me
      Pip fell off the balcony and died
      Pip got run over outside the house
      Pip ran away in May and we never found her
      I'm no longer married
    Ich wohne in Kassel. Mein Mann heißt Jonas und wir haben einen Hund namens Bello.
      Bello ist gestern friedlich eingeschlafen
      Jonas hat sich von mir getrennt
      Bello ist für immer eingeschlafen
      Wir sind aus Kassel weggezogen
    Vivo en Burgos. Tenemos una gata que se llama Luna. Mi marido se llama Pablo.
      Luna se escapó y nunca volvió
      Pablo me dejó el año pasado
    Vivo a Parma. Lavoro da Bianchi. Mio marito si chiama Marco.
      Marco mi ha lasciato il mese scorso
      Ho lasciato Bianchi a marzo
      Mi sono licenziato da Bianchi
    Moro em Braga. O meu marido chama-se Rui e temos um cão que se chama Bolinha. Gosto de ténis.
      O Bolinha fugiu e nunca mais voltou
      Já não jogo ténis
"""


CALLED_OFF = """
    I'm not starting at Greggs after all | employer=Greggs over
    We're not moving to York after all | home=York over
    Ich fange doch nicht bei Wagner an | employer=Wagner over
    Ik begin toch niet bij Jansen | employer=Jansen over
    Finalement je ne commence pas chez Renard | employer=Renard over
    Al final no empiezo en Molina | employer=Molina over
    Alla fine non mi trasferisco a Parma | home=Parma over
    Afinal não começo na Silva | employer=Silva over
    Starting 10 December I'm at Greggs | employer=Greggs
    I'm moving to York on 10 December | home=York
    O meu cão chama-se Faísca e a minha gata Lua | pets=Faísca pets=Lua
    Mon chien s'appelle Rex et ma chatte Mimi | pets=Rex pets=Mimi
    My wife has left me |
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """What is known and what is said of it, line by line."""
    known, found = "", []
    for line in table.strip("\n").splitlines():
        if line.startswith("      "):
            found.append((known, line.strip()))
        else:
            known = line.strip()
    return found


def changes(known: str, line: str) -> set[str]:
    messages = [Said("user", known), Said("user", line)]
    told = [one for one in resolved(FINDER.find(messages), messages) if one.message == 1 and one.slot is not None]
    return {f"{one.slot}={one.value}{' over' if one.ends else ''}" for one in told}


@pytest.mark.parametrize(("known", "line"), pairs(GOING_ON))
def test_what_only_sounds_over_goes_on(known: str, line: str) -> None:
    assert changes(known, line) == set()


@pytest.mark.parametrize(("known", "line"), pairs(OVER))
def test_what_is_over_in_earnest_is_heard(known: str, line: str) -> None:
    assert any(each.endswith(" over") for each in changes(known, line))


@pytest.mark.parametrize("line", CALLED_OFF.strip().splitlines())
def test_what_is_not_to_be_after_all_is_called_off(line: str) -> None:
    said, expected = line.split(" |")
    assert changes("Hello.", said.strip()) == set(re.findall(r"\w+=\S+(?: over)?", expected))
