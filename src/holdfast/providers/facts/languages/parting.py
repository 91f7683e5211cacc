"""What has become of what was held, in everyday talk: given away, lost, healed, hung up.

Read by `holdfast.providers.facts.ending_forms`.  All that is named counts only where it is known to be held, so a form
may name any word that stands where the thing does.
"""

from __future__ import annotations

from typing import Final

_NAME: Final = r"(?P<of>[^\W\d_][\w’-]*)"
_HAN: Final = r"[\u4e00-\u9fff]"
_KANA: Final = r"[\u3040-\u30ff\u4e00-\u9fffー]"
_END: Final = r"(?=$|[,;:.!?()\n，。！、])"
_STAYS: Final = r"(?:for good|for keeps|for ever|forever|permanently|from now on)"
_NO_RETURN: Final = (
    r"(?:never came back|never come back|(?:has|have) not come back|hasn['’]?t (?:come back|been seen)|no sign|"
    r"won['’]?t be (?:coming )?back|never (?:seen|found)|weeks? ago|months? ago|not seen since)"
)

NAMED_BEINGS_GONE: Final = (
    rf"^(?:(?:and|so|but|sadly|well|oh)[, ]+)*{_NAME}(?:['’]s| is| lives| stays| stayed| went| goes)(?: now|"
    rf" gone| living|"
    rf" off)* (?:with|to|at) (?!me\b|us\b|you\b)[\w’' -]{{2,25}}? {_STAYS}{_END}",
    rf"\b{_NAME} (?:shot through|did a (?:runner|bunk))(?=$|[,.!;]| (?:when|while|in|last|after|on|and)\b)"
    r"(?!.*\b(?:c[oa]me (?:back|home)|is back|he['’]s back|she['’]s back|got (?:him|her|it) back|found (?:him|"
    r"her|it)|again"
    r"|(?:this|tonight|every) (?:morning|time|night))\b)",
    rf"\b{_NAME} (?:bolted|legged it|took off|flew off|flew away|ran off|scarpered|got out|escaped|slipped out)\b"
    rf"(?=.*\b{_NO_RETURN}\b)",
    rf"\b{_NAME},? (?:who|whom|that|which) (?:we|i)(?:['’]?ve|['’]?d| have| had)?(?: sadly| just| recently|"
    rf" finally| to)* "
    rf"(?:lost|buried|(?:put|let|rehome|give)(?:d| down| go| away| to sleep| up)|said goodbye to)"
    r"(?=$|[,.!;]| (?:in|last|this|on|after|a|two|three|at|to|just|before|when|over|years?)\b)",
    rf"\b{_NAME},? (?:who|that)(?:['’]s| is| has| have)?(?: sadly| just| recently| now| since)* (?:died|"
    rf"passed(?: away| on)?|"
    r"no longer with us|dead|crossed the rainbow bridge)(?=$|[,.!;]| (?:in|last|this|on|after|a|two|three|at|"
    r"just|before|when)\b)",
    rf"^(?:(?:and|so|but|sadly|well|oh|our|poor|my|old)[, ]+)*{_NAME} (?!and\b)[^,;.!?]{{4,60}}? and (?:then |"
    rf"sadly |she |he |it )?"
    r"(?:died|drowned|was killed|got (?:killed|run over|squashed)|(?:never|didn['’]?t) (?:woke|wake) up|"
    r"didn['’]?t (?:make it|survive))"
    r"(?! (?:of|laughing|a little|inside|with embarrassment|on (?:screen|stage))\b)",
    rf"\b{_NAME} [^,;.!?]{{4,60}}? (?:und (?:ist )?gestorben|en (?:is )?(?:overleden|doodgegaan)|et (?:(?:il|"
    rf"elle) )?est morte?|y (?:se )?"
    rf"(?:murió|ha muerto)|ed? è mort[oa]|e morreu){_END}",
    rf"\b{_NAME}(?:['’]s| is) (?:no longer (?:living|staying|sharing a (?:flat|house|bed)) (?:here )?with|"
    rf"not (?:living |staying )?with) "
    r"(?:me|us)(?:(?<=longer living with me)|(?<=longer living with us)|(?<=longer staying with us)|"
    r"(?<=longer staying with me)| any ?more| any longer)",
    rf"\b(?:rip|rest in peace|r\.i\.p\.|in (?:loving )?memory of|i buried|we buried) {_NAME}",
    rf"\b{_NAME},? (?:den|die|das) (?:wir|ich) (?:\w+ ){{0,3}}?(?:verloren haben|verloren hab\w*|"
    rf"einschläfern (?:mussten|musste|"
    r"ließen)|begraben (?:haben|habe|mussten)|abgeben (?:mussten|musste)|weggegeben haben)\b",
    rf"\b{_NAME},? (?:der|die|das) (?:\w+ ){{0,3}}?(?:gestorben|verstorben|eingeschläfert worden|"
    rf"entlaufen) (?:ist|war)\b",
    rf"\b{_NAME},? (?:die|dat) (?:we|ik) (?:\w+ ){{0,3}}?(?:verloren|kwijt zijn|moesten laten (?:inslapen|gaan)|"
    rf"hebben begraven|"
    r"moesten afstaan)\b",
    rf"\b{_NAME},? (?:die|dat) (?:\w+ ){{0,3}}?(?:overleden|gestorven|doodgegaan) is\b",
    rf"\b{_NAME},? (?:qu['’]on a|que (?:nous avons|j['’]ai)) (?:dû )?(?:perdue?|enterrée?|donnée?|faire piquer|"
    rf"fait piquer)"
    r"(?=$|[,.!;]| (?:en|l['’]|cet|cette|au|à|hier|il y a|le|la)\b)",
    rf"\b{_NAME},? qui (?:est (?:morte?|décédée?)|nous a quittée?s?)(?=$|[,.!;]| (?:en|l['’]|cet|cette|au|à|hier|"
    rf"il y a)\b)",
    rf"\b{_NAME},? que (?:(?:se )?(?:nos|me) (?:murió|fue|ha dejado|dejó)|perdimos|enterramos|(?:ha )?(?:muerto|"
    rf"murió|falleció)|"
    r"descanse en paz|en paz descanse|perdemos|enterrámos|morreu|faleceu|nos deixou)(?! (?:de|la|las|el|los|o|a|"
    r"por)\b)",
    rf"\b{_NAME},? che (?:abbiamo (?:perso|seppellito|dovuto sopprimere)|è (?:mort|mancat|scappat)[oa]|"
    rf"non c['’]è più|"
    r"ci ha lasciat[oi])(?! (?:dal|di|la|il)\b)",
    rf"\b{_NAME} (?:ist jetzt|ist nun|lebt jetzt|wohnt jetzt|is nu|woont nu|leeft nu|vit maintenant|vive ahora|"
    rf"vive agora|vive ora"
    r"|está ahora|sta ora|está agora)(?: \w+)? (?:bei|bij|avec|chez|con|com|na casa)\b",
    # Chinese, Japanese
    rf"(?:^|[，,。！!、\s]|把|我家|我们家|的)(?P<of>{_HAN}{{1,4}}?)(?:已经|也|上周|上个月|去年|前天|昨天|昨晚|昨夜|今早|刚刚|今年|春天|夏天|秋天|冬天)*(?:被(?:我)?)?"
    rf"(?:送给|送到|送去|送人|送走|给了)(?:{_HAN}{{0,6}}(?:养|带|照顾|收养))?了?(?={_HAN}{{0,6}}[，,。！!]|{_HAN}{{0,6}}$)",
    rf"(?:^|[，,。！!、\s]|我家|我们家|的)(?P<of>{_HAN}{{1,4}}?)(?:已经|也|上周|上个月|去年|前天|昨天|昨晚|昨夜|今早|刚刚|今年|春天|夏天|秋天|冬天)*"
    r"(?:去世|过世|走丢|跑丢|丢|死|病死|不在|安乐死|去了?汪星|去了?喵星)了(?=[，,。！!]|$)",
    rf"(?:和|跟|与)(?P<of>{_HAN}{{2,4}}?)(?:已经|也|上个月|去年|终于)*(?:分手|分开|离婚|掰|分)了(?=[，,。！!]|$)",
    rf"(?:^|(?<=[のはも、。！\s]))(?P<of>{_KANA}(?:(?![のはがを、。]){_KANA}){{0,7}})[はがも](?:[^、。！？は]{{0,10}}?)"
    r"(?:亡くなり|亡くなって|亡くなった|死んで|死にまし|死んだ|天国に|天国へ|虹の橋|旅立ち|逝って|逝きまし|いなくなって|いなくなりまし|いなくなった)(?!そう|たら|ら|ても|たく|ふり|ように|と思)",
    rf"(?:亡くなった|死んだ|亡き|旅立った|逝った)(?P<of>{_KANA}(?:(?![のはがを、。]){_KANA}){{0,7}}?)(?=[のはがをもにと、。！]|$)",
    rf"(?:^|(?<=[のは、。！\s]))(?P<of>{_KANA}(?:(?![のはがを、。]){_KANA}){{0,7}})[をは](?:[^、。！？はを]{{1,8}}?)(?:に|へ)"
    r"(?:譲り|譲って|譲った|あげまし|引き取って|もらわれて|引き取られ)",
    rf"(?:^|(?<=[のは、。！\s]))(?P<of>{_KANA}(?:(?![のはがを、。と]){_KANA}){{0,7}})と(?:は)?(?:[^、。！？はを]{{0,6}}?)"
    r"(?:別れまし|別れて|別れた|離婚し)(?!たい|よう)",
)
"""Forms that name a partner or an animal, and what has become of them, anywhere in a sentence."""

_LATELY: Final = (
    r"(?:春|夏|秋|冬|先月|去年|昨年|今年|先週|今月|\d{1,2}月|[一二三四五六七八九十]{1,2}月)?(?:に|の)?(?:もう)?"
)
_DATE: Final = (
    r"(?:(?:上|这|去|今|前|[一二三四五六七八九十\d]+)?个?(?:月|年|周|星期)(?:底|初|份)?)?(?:就|已经|也|刚|都)*"
)

WORK_LEFT: Final = (
    r"\b(?:i|we|i['’]ve|ive)(?: have| just| finally)* (?:left|quit|gave up|given up|packed in|dropped|ditched|"
    r"walked away from) "
    r"(?P<of>[^,;:.!?()\n]{2,25} and [^,;:.!?()\n]{2,30}?) (?:altogether|entirely|completely|for good|"
    r"behind(?: me)?)\b",
    rf"(?:^|[，,。！!、\s])(?:我)?{_DATE}(?:从|在)?(?P<of>{_HAN}{{2,8}}?)(?:那边|那里|那儿|那份工作|的工作|的工)?(?:我)?{_DATE}(?:离职|辞职|"
    rf"辞掉|辞|不做|不干|不在)了"
    r"(?=[，,。！!]|$)",
    rf"(?:辞掉|辞去|辞|离开)了?(?P<of>{_HAN}{{2,8}}?)(?:的工作|的工|的职位)?了?(?=[，,。！!]|$)",
    rf"不(?:再)?(?:做|当|干)(?P<of>{_HAN}{{2,6}}?)(?:这行)?了(?=[，,。！!]|$)",
    rf"(?:^|(?<=[はも、。！\s]))(?P<of>{_KANA}(?:(?![のはがを、。]){_KANA}){{1,9}})(?:の仕事)?[はを]{_LATELY}"
    r"(?:やめて|やめまし|やめた|辞めて|辞めまし|辞めた|退職し|引退し|卒業し)(?!たい|ようと)",
)
"""Forms that name what somebody has done for a living, and whom for, and has left."""

_UP: Final = (
    r"\b(?:i|i['’]?ve|ive|we|just|finally|and|time i)(?: have| just| finally)* "
    r"(?:(?:hung|hang|hanging) up (?:my|the|me) (?:old )?{thing}|(?:hung|hanging) (?:my|the|me) {thing} up|"
    r"(?:handed|turned|gave) in (?:my|the) {thing}|(?:handed|turned|gave) (?:my|the) {thing} (?:in|back)|"
    r"(?:put|threw|packed|binned|burned|burnt|retired) (?:away |out )?(?:my|the|me) {thing}(?: away|"
    r" out)? for good)\b"
    r"(?! (?:on|to|by|behind|at|in the|there|next|for (?:the|a|an|today|tonight)|so|before|after (?:my|the|every|"
    r"each)|every|each)\b)"
    r"(?!.*\b(?:for the (?:night|day|evening|week)|tonight|today|every (?:night|day|evening)|after (?:my|"
    r"the) shift|to dry)\b)"
)
HUNG_UP: Final = (
    (
        r"(?:scrubs|stethoscope|lab coat|white coat|fob watch)",
        "nurse nursing doctor surgeon midwife paramedic vet dentist physio carer healthcare gp consultant registrar"
        " radiographer pharmacist medic",
    ),
    (
        r"(?:apron|whisk|chef['’]?s (?:whites|hat|knives)|whites|knives)",
        "chef cook baker barista waiter waitress butcher caterer barman barmaid bartender kitchen sous",
    ),
    (
        r"(?:boots|steel[- ]?toes|hard hat|hi[- ]?vis|tool ?belt|tools|trowel)",
        "footballer farmer soldier builder fisherman shepherd rigger labourer miner firefighter plumber electrician"
        " joiner carpenter mechanic roofer scaffolder plasterer bricklayer welder",
    ),
    (r"(?:chalk|red pen|whiteboard marker|whistle)", "teacher lecturer tutor headteacher professor coach referee"),
    (r"(?:badge|truncheon|handcuffs|helmet)", "police officer detective sheriff constable firefighter guard"),
    (r"(?:clippers|scissors|shears|comb)", "hairdresser barber stylist groomer tailor seamstress gardener"),
    (r"(?:wig|gown|robes?)", "barrister judge solicitor lawyer"),
    (r"(?:wings|cap and wings)", "pilot captain steward stewardess flight cabin"),
    (r"(?:keys|lorry keys|cab keys|taxi plate)", "driver cabbie trucker courier chauffeur"),
    (r"(?:headset)", "call agent operator dispatcher telemarketer"),
    (r"(?:gloves)", "boxer goalkeeper keeper"),
)
"""What somebody wears or holds at work, and what they are who do."""

HUNG_UP_FORMS: Final = tuple((_UP.replace("{thing}", thing), trades) for thing, trades in HUNG_UP)

_PRESSURE: Final = r"(?:bp|blood pressure|blutdruck|bloeddruk|tension|tensión|pressão|pressione)"
PRESSURE_WELL: Final = (
    rf"\b(?:my|mein|mijn|ma|mi|minha|a minha|la mia|the) {_PRESSURE}(?:['’]s| is| ist| est| es| está|"
    r" é| è)(?: (?:now|all|back|finally|perfectly|to|jetzt|nu|wieder|weer|ya|já|ora|tornata|de novo|redevenue))* "
    r"(?:normal[e]?|fine|good|ok|okay|perfect|in ordnung|im grünen bereich|goed|bien|buena|bem|a posto)(?! for\b)"
)
PRESSURE: Final = "high blood pressure hypertension bluthochdruck hypertonie hypertensión pressão alta pressione alta"

WELL: Final = (
    r"^(?:(?:and|so|but|oh|also|ps|btw|well)[,:! ]+)*(?:the |my )?(?P<of>(?!(?:it|that|this|he|she|they|i|we|you|"
    r"what|"
    r"there|everything|all|weather|food|coffee)\b)[\w’-]+(?: [\w’-]+){0,2}?)(?:['’]s| is| are|['’]re)(?: now| all)* "
    r"(?:(?:as )?good as (?:gold|new)|right as rain|tip[- ]top|sorted|behaving(?: itself)?|playing ball|"
    r"a thing of the past)"
    r"(?=$|[,;:.!?()]| (?:now|again|since|these)\b)",
)
"""An ailment that is none by now."""

ALLERGY_OVER: Final = (
    r"\b(?:el |la |los |las |o |a |os |as |il |i |gli |le |l['’])?(?P<of>[^\W\d_][\w’-]+) (?:ya|já|ormai|ora|adesso) "
    r"(?:(?:la|lo|los|las|le|li|o|a|os|as) )?(?:puedo|posso) (?:comer|tomar|beber|mangiare|bere)(?:l[aoe]|los|"
    r"las)?\b",
    r"\b(?:je peux (?:enfin |de nouveau |à nouveau |maintenant )*(?:manger|boire)) (?:du |de la |des |de l['’])"
    r"(?P<of>[^\W\d_][\w’-]+)(?= (?:maintenant|à nouveau|de nouveau|désormais)|$|[,.!])(?<!manger)",
    r"\b(?P<of>[^\W\d_][\w’-]+) (?:darf|kann|vertrage|mag|kan|verdraag) (?:ich|ik) (?:jetzt|wieder|nun|nu|weer)"
    r"(?: \w+)? ?(?:essen|trinken|eten|drinken)?\b",
    rf"(?:^|(?<=[、。！\s]))(?P<of>{_KANA}(?:(?![のはがを、。]){_KANA}){{0,7}})(?:アレルギー)?[はも](?:[^、。！？]{{0,10}}?)"
    r"(?:大丈夫(?:と言われ|だと言われ|になり|になった|だった|でした)|食べられるようになり|治りまし|治った|治って|平気になり)",
    rf"(?:^|[，,。！!、\s]|对)(?P<of>(?:(?![我对]){_HAN}){{1,6}}?)(?:现在|已经|也|都)*(?:可以吃了|能吃了|不过敏了|(?:的)?过敏(?:已经)?(?:好了|"
    rf"没事了|没了))(?=[，,。！!]|$)",
)
"""Food that somebody could not take, and can."""

PAIR_OVER: Final = (
    r"^(?P<of>[^;:.!?()\n]{2,60}?),? (?:but|cos|because|since) (?:were|we['’]?re) (?:all )?(?:done|over|finished|"
    r"through|"
    r"history)(?=$|[,.;!])(?!.*\bthank)",
)
"""Two who are no pair any longer, of whom one is named before."""
