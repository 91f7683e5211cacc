"""Before and behind which words a name stands, in each language: "je m'appelle", "wohne in", "started at".

In chats names are written small.  Where one of these forms stands, the next word is one, unless it is known as another.
"""

from __future__ import annotations

import re
from typing import Final

_ADVERBS: Final = (
    r"(?: (?:i|we|ik|wij|ich|wir|now|back|over|out|down|up|again|also|as|just|with him|with her|jetzt|"
    r"nun|wieder|inzwischen|mittlerweile|nu|"
    r"inmiddels|weer|maintenant|désormais|ahora|ya|agora|já|ora|adesso|ormai|a vivir|a vivere|viver|morar|gaan wonen))*"
)
_LIVING: Final = (
    r"(?:live|living|moved|relocated|settled|based|ended up|place|flat|house|apartment|address|emigrated|"
    r"wohne?|wohnen|lebe?|leben|wohnung|umgezogen|woon|wonen|leef|verhuisd|"
    r"habite|habitons|vis|vit|vivons|déménagé|emménagé|installée?s?|"
    r"vivo|vivimos|viviendo|mud[éeao]|mudamos|mudado|mudei|mudou|mudámos|vinimos|moro|moramos|morando|vivemos|"
    r"abito|abitiamo|viviamo|trasferit[oaie])"
)
_WORKING: Final = (
    r"(?:work|working|worked|started|job|role|gig|position|shifts?|employed|got on|taken on|signed on|"
    r"hired|day|books|payroll|"
    r"arbeite?|jobbe|angefangen|werk|begonnen|gestart|in dienst|"
    r"trabajo|curro|laburo|entré|empecé|trabalho|entrei|comecei|bosse|travaille|lavoro|lavorare)"
)
_LOVER: Final = (
    r"(?:meine? (?:freundin|freund|frau|mann|verlobter?)|mijn (?:vriendin|vriend|man|vrouw|verloofde)|"
    r"mon (?:copain|mari|mec|compagnon)|ma (?:copine|femme|meuf|compagne)|"
    r"mi (?:novi[oa]|marido|mujer|espos[oa]|pareja)|(?:meu|minha) (?:namorad[oa]|marido|mulher|espos[oa]|noiv[oa])|"
    r"(?:mio marito|mia moglie|mi[oa] (?:ragazz[oa]|compagn[oa]|fidanzat[oa])))"
)
_ANIMAL: Final = (
    r"(?:hund|katze|kater|hase|papagei|hamster|hond|kat|poes|konijn|papegaai|chien(?:ne)?|chat(?:te)?|lapin|"
    r"perr[oa]|gat[oa]|conejo|loro|cachorr[oa]|coelho|cane|cagnolina?|gatt[oa]|coniglio)"
)
_A_OR_OUR: Final = (
    r"(?:ein|eine|einen|nen|ne|een|une?|una?|uma?|um|mein|meine|unser|unsere|mijn|onze|ons|mon|ma|notre|mi|nuestr[oa]|"
    r"meu|minha|noss[oa]|mio|mia|nostr[oa])"
)
_CALLED: Final = r"(?:heißt|heet|se llama|chama-se|se chama|s['’]appelle|si chiama|é [oa])"
_OF_NAMED: Final = (
    r"(?= \w+ (?:und ich|et moi|y yo|e eu|ed? io|en ik|ist|hat|est|es|tiene|é|tem|è|ha|is|heeft|sagt|isst|kocht|mag|aime|veut|mange|cuisine|"
    r"dice|quiere|quer|gosta|vuole|zegt|kookt|wil|houdt|woont|werkt)(?![\w’']))"
)

BEFORE: Final = (
    rf"{_LIVING}{_ADVERBS} (?:in|to|near|nach|naar|te|à|en|a|ad|em|no|na|para|pra|pro)",
    r"habite",
    rf"{_WORKING}{_ADVERBS} (?:at|for|with|bei|beim|bei der|für|bij|voor|en|na|no|da|presso|per)",
    r"(?:^|(?<=, ))at(?: the)?|(?:over|ship|across|sides|transferred|flitted|shifted|decamped|sticks) to",
    r"(?:job|role|gig) in",
    r"(?:hired|poached|headhunted|recruited|snapped up|taken on|employed|contracted) by",
    r"(?:clocking in|onboarded) at|signed (?:with|for)|new (?:job|employer|address)(?:[:,]| is)",
    r"(?:zu|zur)(?= \w+ (?:gewechselt|übergelaufen))|von(?= \w+ (?:abgeworben|eingestellt|übernommen))",
    r"me (?:he )?(?:pas[ée]|pasado|cambi[ée]|cambiado) a(?! \w+(?:ar|er|ir)\b)|me (?:fichó|contrató)|fichado por",
    r"(?:overgestapt|overgegaan) naar|aangenomen bij|passei (?:para|pra) a|assunt[oa] (?:da|alla)",
    r"(?:engaged|married) to|met (?:someone|somebody),|(?:lad|girl|guy|bloke|lass|fella|woman|man) called",
    r"(?:deliveries|delivering|driving|shifts|nights) for|moved \w+ (?:whole )?family to",
    r"chez|beim|(?:lavoro|lavorare) all['’]|joined",
    r"(?:my )?(?:name is|name['’]?s)|call me|ich heiße|ich heisse|mein name ist|je m['’]appelle|moi c['’]est|me llamo|"
    r"mi nombre es|chamo-me|me chamo|meu nome é|mi chiamo|ik heet|mijn naam is",
    r"bin (?:der|die)|sou [oa]",
    rf"{_LOVER}(?:,| {_CALLED}|{_OF_NAMED})|(?P<bare>{_LOVER})",
    rf"{_A_OR_OUR} (?:\w+ )?{_ANIMAL}(?:,| {_CALLED})",
    r"(?:gegen|auf|allergisch für)(?= \w+ (?:bin|reagiere) ich allergisch)|allergisch (?:gegen|auf)",
)
"""What a name follows, or a noun of German, where all nouns are written large."""

BEHIND: Final = (
    r"(?:vertrag|vertrage|mag|esse?|liebe|hasse|spiele?|trinke) ich|ist (?:jetzt |nun |voll )?mein ding|"
    r"hab(?:e)? ich (?:aufgegeben|angefangen)|tu ich|"
    r"(?:(?:has|have|just|then|finally) )*(?:(?:hired|poached|headhunted|recruited|rehired) me|(?:took|taken) me on|"
    r"snapped me up|gave me (?:a|the|my) (?:job|contract)|offered me a job and i took it)|"
    r"(?:pays|pay) my (?:wages|bills|salary|rent)|is my new (?:employer|company|workplace|home)|"
    r"hat mich (?:\w+ )?(?:abgeworben|eingestellt|übernommen|genommen)|heeft (?:me|mij) (?:aangenomen|ingehuurd)|"
    r"m['’]a (?:embauchée?|engagée?|recrutée?|débauchée?)|me (?:contratou|contrató|fichó)"
)
"""What a noun of German stands before, at the beginning of a clause."""

FIRST_OF_TWO: Final = (
    r"(?:san|santa|santo|são|sao|la|le|los|las|el|den|bad|new|north|south|saint|st|porto|rio|monte|fort)"
)

SECOND_OF_TWO: Final = (
    r"(?:homes?|bros|brothers|group|bank|foods|motors?|construction|builders|solutions|systems|school|"
    r"college|university|hospital|council|"
    r"hotel|energy|media|labs?|health|care|house|farm|park|club|street|road|hill|green|bay|beach|city|"
    r"town|valley|falls|springs|heights|island)"
)
"""What the second word of the name of a place or a firm is."""

NO_NAMES: Final = frozenset(
    """
    a an the my our your his her their this that these those it its me us you him them here there home house work school
    uni college town bed love hope fact general case time trouble debt pain shape an another some any all both two
    three four five six seven eight nine ten eleven twelve noon midnight dawn years months weeks hours ages
    halls dorms digs flat flats hostel student shared rented sheltered accommodation care residence camper van caravan
    boat tent basement attic squat me nobody anyone anybody right im i'm wir ich ik wij
    spät schnell früh oft viel wenig langsam he she they guy bloke boss bosses friend neighbour neighbor uncle aunt cousin
    brother sister client company firm teacher driver agency lady man woman android linux windows ios hand pen
    fini finie terminé mort vorbei
    real together alone nearby properly nothing pay cash peanuts today's lunch breakfast dinner whom which myself himself herself ourselves charity
    maybe perhaps with without and but or so not no yes now then too also still just again soon later today tomorrow
    yesterday last next since for from in on at to by of near outside inside down up out over back off night nights
    weekends days fun free money life living least most first second new old big small different same better good bad
    minimum hourly summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december somewhere anywhere nowhere everyone
    someone nobody children kids people work peace war forces hands charge town city country village north south east
    west abroad england's london's mum mom dad mums dads parents gran nan mate mates friends family law tech finance
    what who when where why how if because while as is are was were be been being have has had do does did can could
    will would shall should may might must ok okay lol btw tired sorry happy mad crazy weird silly whatever
    der die das den dem des ein eine einer einem einen nem ner mir uns euch ihm ihr ihm sich meiner meinem meinen
    unserer unserem unseren hause rente zukunft ordnung einer eltern und oder aber mit ohne von zu bei nicht ja nein
    dort hier da deutschland ihnen keinem keiner nichts alles
    de het een mijn ons onze mij jou hem haar thuis huis stad dorp en of maar met zonder niet wel nu hier daar ouders
    pensioen pension
    le la les un une des du au aux mon ma mes notre nos moi toi lui elle eux nous vous soi leur leurs ton tes vos
    ce cette ces ville campagne maison retraite chez mieux deux trois plus pas que qui
    el los las uno una unos unas mi mis tu tus su sus nuestra nuestro casa pueblo ciudad campo otro otra paz centro
    esta este eso mí ti sí lo al del con sin y o pero que de en por para
    o os as um uma meu minha meus minhas seu sua nosso nossa aqui ali lá cá mim ti si outro outra cidade campo dois
    il lo gli i uno mio mia miei mie suo sua nostro nostra noi voi loro casa città paese campagna centro due tre e che
    non nel nella una mezzo
    single vegan vegana vegano vegetarisch vegetarian vegetariano vegetariana allergisch müde krank
    ist hat heißt heisst sagt isst kocht will mag est a dit aime veut mange cuisine es era está dice tiene quiere é
    era siempre nunca ya también sempre mai già anche já também ook altijd nooit immer nie auch toujours jamais aussi
    diz tem quer gosta ha dice vuole is heeft zegt kookt wil houdt woont werkt s'appelle
    """.split()  # noqa: SIM905
)
"""Words that may stand where names do, and are none."""

TRIGGERS: Final = frozenset(
    re.findall(
        r"[^\W\d_]+",
        """
        live living moved relocated settled based ended place flat house apartment address emigrated wohn wohne wohnen leb
        lebe leben wohnung umgezogen woon wonen leef verhuisd habite habitons vis vit vivons déménagé emménagé installé
        installée installés vivo vivimos viviendo mudé mude muda mudo mudamos mudado mudei mudou mudámos vinimos moro
        moramos morando vivemos abito abitiamo viviamo trasferito trasferita trasferiti trasferite work working worked
        started job role gig position shift shifts day books payroll at over ship switched employed got taken signed hired arbeit arbeite jobbe angefangen werk begonnen
        gestart dienst trabajo curro laburo entré empecé trabalho entrei comecei bosse travaille lavoro lavorare chez beim
        joined name names call heiße heisse appelle moi llamo nombre chamo nome chiamo heet naam der die sou meine mein
        mijn mon ma mi meu minha mio mia hund katze kater hase papagei hamster hond kat poes konijn papegaai chien chienne
        chat chatte lapin perro perra gato gata conejo loro cachorro cachorra coelho cane cagnolina gatto gatta coniglio
        gegen auf ich ding poached headhunted recruited snapped employed contracted across sides transferred flitted shifted clocking onboarded
        decamped sticks employer gewechselt übergelaufen abgeworben eingestellt übernommen genommen pasé pase pasado cambié
        cambiado fichó fichado contrató contratou overgestapt overgegaan aangenomen ingehuurd passato passata passei assunto
        assunta embauché embauchée engagé engagée recruté recrutée débauché débauchée engaged married met called deliveries delivering driving nights family rehired took
        gave offered pays pay
        """,
    )
)
"""Words of which a text has one if any of the forms stands in it."""
