"""How English says that something is over: before what is over ("said goodbye to"), and behind it ("was run over")."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.words import PARTNER

_SORT_OF: Final = (
    r"(?: (?:just|now|finally|all|sadly|officially|sort of|kind of|recently|already|since|then|also|"
    r"completely|totally|all but))*"
)
_LOST: Final = (
    r"(?:killed|stolen|nicked|pinched|poisoned|run over|hit by (?:a|the) \w+|knocked down|put down|"
    r"put to sleep|rehomed|rehoused|sold|"
    r"given away|handed (?:over|on|back)|adopted|taken in|taken back|laid to rest|cremated|buried|"
    r"euthani[sz]ed|let go|dead|gone(?! to\b)|"
    r"history|no more|toast|in the past|no longer (?:with us|a thing|mine|ours|around|here)|"
    r"not (?:a thing|an item|with us|ours|mine|around|in the picture) "
    r"(?:any ?more|any longer|now)|out of (?:the picture|my life)|lost|missing|an ex|my ex|ex[- ]\w+|"
    r"pushing up (?:the )?daisies|under the (?:\w+ )?(?:tree|birch|oak|lawn|patio)|"
    r"in the ground|marrying someone else|with someone else(?: now)?|seeing someone else)"
)
_DEPARTED: Final = (
    r"(?:died|passed(?: away| on)?(?! (?:the|my|an?|his|her|it|their|by|out)\b)|perished|drowned|"
    r"croaked|snuffed it|popped (?:his|her|its) clogs|"
    r"gave up the ghost|conked out|bit the dust|kicked the bucket|crossed (?:the|"
    r"over) ?(?:[\w ]{2,20})?|slipped away|succumbed|breathed (?:his|her|its) last|"
    r"went (?:missing|to (?:live with|a new home|a good home|a farm|a shelter|a sanctuary|heaven|"
    r"dog heaven)|over the rainbow bridge)|"
    r"(?:flew|ran|run|wandered|slipped|took) (?:out|away|off)(?: (?:the|of|through|from|"
    r"with) [\w ]{2,20}?)?|got (?:out|away)|bolted|legged it|scarpered|bailed|"
    r"escaped|vanished|disappeared|never came (?:back|home)|didn['’]?t (?:make it|last|work out|"
    r"come back|survive|wake up|pull through)|"
    r"lasted (?:\w+ )?(?:\w+|only|not|all of)|part(?:ed)? ways|moved (?:out|on)(?! to\b)|walked out|"
    r"left(?: me| us| the nest)?|ghosted me|dumped (?:me|us)|"
    r"cheated(?: on me)?|broke (?:up with me|it off|off the \w+)|ended (?:it|things)|called (?:it off|"
    r"it quits|it a day)|gave me (?:my marching orders|the boot|the push|the elbow)|"
    r"found (?:someone else|a new home|another home)|stayed (?:with|behind)|"
    r"lives? (?:with|at|on) (?!me\b|us\b)[\w’' ]{2,25}? (?:now|these days|instead)|belongs? to (?!me\b|"
    r"us\b)[\w’' ]{2,25}? now)"
)
_OVER: Final = (
    r"(?:scrapped|written off|sold|cancelled|called off|closed(?: down)?|shut(?: down)?|axed|wound up|"
    r"bought out|dissolved|demolished|disbanded|discontinued|"
    r"dropped|ditched|binned|replaced|swapped|finished|done(?: with)?|over(?: with| and done with)?|"
    r"gone|dead|history|no more|toast|off the (?:menu|table|cards|list)|out (?:of )?the (?:window|door)|"
    r"by the board|a phase|on the scrap ?heap|down the drain|in the past|"
    r"behind (?:me|us)|a thing of the past|ancient history|water under the bridge|yesterday['’]s news|"
    r"a hobby(?: again| now)?|just a hobby|"
    r"no longer (?:a (?:thing|problem|issue)|mine|ours|around|on the cards)|out of (?:the picture|"
    r"my life|my system|business)|ripped out|torn down|abandoned|repossessed|let go)"
)
_ENDED: Final = (
    r"(?:wasn['’]?t (?:for|working for|doing it for) me|got (?:boring|old|too much|on my nerves)|"
    r"went (?:out (?:of )?the window|by the board)|packed (?:up|in)|broke down for good|bit the dust|"
    r"went (?:bust|under|bankrupt|to the wall|into (?:administration|liquidation)|out of business|"
    r"belly up)|"
    r"imploded|tanked|fell (?:through|apart)|fizzled(?: out)?|ended|came to an end|ran (?:out|"
    r"its course)|expired|lapsed|closed(?: (?:down|its doors))?|"
    r"shut(?: (?:down|up shop))?|folded|collapsed|didn['’]?t (?:last|work out|pan out|survive)|"
    r"lasted (?:\w+ )?(?:\w+|only|not|all of)|part(?:ed)? ways|"
    r"(?:sacked|fired|axed|dropped|released) (?:me|us)|let (?:me|us) go|laid (?:me|us) off|made (?:me|"
    r"us) redundant|showed me the door)"
)
_CURED: Final = (
    r"(?:cured|healed|sorted(?: out)?|fixed|lifted|cleared(?: up)?|ruled out|misdiagnosed|in remission|"
    r"all clear|better now|fine(?: now| again)?|ok(?:ay)?(?: now| again)?|"
    r"a false alarm|a misdiagnosis|wrong|nonsense|a mistake|gone|over|history|no longer a (?:problem|"
    r"issue)|not (?:a|an) (?:problem|issue)(?: any ?more| any longer| now)?|"
    r"out of my system|behind me|crossed off(?: the list)?|struck off(?: the list)?|off the list|"
    r"disproved|back on (?:the menu|my plate|the table))"
)
_HEALED: Final = (
    r"(?:went away|wore off|cleared(?: up)?|healed|mended|resolved itself|vanished|disappeared|faded|"
    r"turned out (?:to be |to have been )?(?:\w+ )?(?:harmless|fine|ok|okay|nothing|wrong|safe|"
    r"a (?:false alarm|misdiagnosis|mistake|myth|load of \w+)|a one-off|not \w+)|"
    r"proved (?:to be )?(?:harmless|wrong|unfounded|a false alarm)|agrees? with me (?:now|again)|"
    r"(?:has |have )?won me over|converted me|grew on me|"
    r"(?:doesn['’]?t|don['’]?t|no longer|never|stopped) (?:bother(?:s|ing)?|affect(?:s|ing)?|hurt(?:s|"
    r"ing)?|trouble[sd]?) me(?: (?:any ?more|now))?)"
)


def _behind(states: str, events: str) -> str:
    """What follows a subject: that it is in some state, or what it has done; with the blank before it."""
    return (
        r"(?:(?:['’]s|['’]re| is| are| was| were| has been| have been| had been| got| has| have| had| being|"
        rf" finally got| sadly got)?{_SORT_OF} "
        rf"(?:(?:now |in |out )*{states}|{events}))"
    )


GONE: Final = _behind(_LOST, _DEPARTED)
"""What follows a partner or an animal that is there no more."""

OVER: Final = _behind(_OVER, _ENDED)
"""What follows work, a place or a habit that is over."""

CURED: Final = _behind(_CURED, _HEALED)
"""What follows something that did not agree with the speaker, and does by now."""

GIVEN_UP: Final = (
    r"(?:cav(?:ed|ing)(?: in)? on|laps(?:ed|ing) on|hand(?:ed|ing) (?:in )?(?:my )?notice(?: in)?(?: at|"
    r" to)?|(?:hung|hang(?:ing)?) up|pack(?:ed|ing) (?:it )?in|jack(?:ed|ing) (?:it )?in|"
    r"chuck(?:ed|ing) in|(?:gave|given|turned|hand(?:ed|ing)) (?:in|back|over)|ditch(?:ed|ing)|"
    r"binn?(?:ed|ing)|drop(?:ped|ping) out(?: of)?|g[ai]ven? up(?: on)?|"
    r"walk(?:ed|ing) (?:out (?:of|on)|away from)|part(?:ed|ing) (?:ways|company) with|(?:sa(?:y|id|"
    r"ying)|bid|wave|waved) (?:goodbye|farewell|bye|adieu|so long) to|"
    r"(?:broken?|breaking) up with|split (?:up )?(?:with|from)|separated from|divorc(?:ed|ing)|"
    r"dump(?:ed|ing)|(?:got|getting|gotten|get) (?:rid|shot) of|"
    r"rehom(?:ed?|ing)|found (?:a )?(?:new|good|another) homes? for|g[ai]ven? away|mov(?:ed|"
    r"ing) (?:out of|away from|on from)|gone off|went off|(?:all )?done with|"
    r"finished with|through with|over and done with|step(?:ped|ping) (?:down|back|away) (?:from|as)|"
    r"stood down (?:from|as)|retir(?:ed|ing) from|came off|come off|"
    r"coming off|weaned (?:myself )?off|kicked(?: out)?|threw out|thrown out|chucked out|turfed out|"
    r"called off|broke off|ended (?:my|the|our|things with|it with)|quit(?:ting)?|resign(?:ed|"
    r"ing)(?: from| as)?|"
    r"cancell?ed|unsubscribed from|opted out of|pulled out of|withdrew from|let go(?: of| by| from)?|"
    r"laid off(?: by| from)?|sacked(?: by| from)?|fired(?: by| from)?|"
    r"made redundant(?: by| at| from)?|kicked out of|thrown out of|evicted from|priced out of|outgrew|"
    r"outgrown|gr(?:ew|own) out of|grew tired of|turned my back on|"
    r"had enough of|lost (?:interest in|touch with|my taste for|patience with)|"
    r"fell out (?:of love )?with|fallen out (?:of love )?with|had to (?:sell|rehome|leave|quit|drop)|"
    r"flogg?ed|off ?loaded|traded in|scrapped|sold off|sold on|gave|cleared out|cleared of|cured of|"
    r"rid of|free of|recovered from|beat|got over|getting over|"
    r"no longer(?: (?:at|with|in|a|an|into|on|do|have|work|live|eat|like|see|allergic to|married to|"
    r"dating|seeing|keep|own|play|teach|drive|run))?|"
    r"stopped (?:being|eating|working|seeing|dating|living|liking|taking|doing|playing|teaching|going|"
    r"having|drinking|making|selling|running)(?: to| in| at| for)?|"
    r"used to (?:be|have|work|live|teach|play|eat|love|like|drive|run)(?: at| in| for| with| an?)?|"
    r"haven['’]?t (?:touched|played|done|been to|eaten|had|seen|been)(?=.* (?:since|in (?:years|months|"
    r"ages|a|over)|for (?:years|months|ages|a year)))|"
    r"never went back to|turned down|moved on after|left behind|said no to more)"
)
"""What comes before who or what is over."""

TO_US: Final = (
    r"(?:let (?:(?:a |half |most |some |all )?(?:\w+ )?(?:of )?us|me|my (?:whole |entire )?(?:team|crew|"
    r"department)|everyone|everybody) go|laid (?:me|us) off|(?:sacked|fired|dumped|axed|dropped) (?:me|"
    r"us)|made .{0,30}redundant|walked out|moved out|"
    r"left (?:me|us)|broke up with me|stayed (?:with|behind)|went to (?:live|my|her|his|a|the)\b|"
    r"(?:lives|live) with (?:my|his|her|our) [\w ]{2,25}|"
    r"(?:is|are) (?:now )?(?:living |staying )?(?:with|at) (?:my|his|her) (?:\w+['’]?s?|new \w+) (?:now|"
    r"these days)|ended up with (?!me\b|us\b))"
)
"""What follows who has left the speaker."""

STANDS: Final = (
    r"(?=$|[,;:.!?()…\n]|\s[-–—]|\s(?:again|now|these|nowadays|since|for|in|at|with|from|after|before|"
    r"as|and|but|so|because|cos|cause|by|on|to|"
    r"last|this|too|lol|haha|btw|anyway|already|officially|finally|i|we|over|until|till|who|though|tho|"
    r"thanks|thank|yet|still|once|twice|two|three|\d|"
    r"yesterday|today|recently|ages|years|months|weeks|around|during|when|while|where|amicably|"
    r"peacefully|completely|entirely|"
    r"a (?:\w+ )?(?:while|week|month|year|few|couple)|the (?:day|week|month|year|other)|that (?:day|"
    r"week|month|year|summer|winter|autumn|spring))\b)"
)
"""What follows a state that somebody is in: no noun, of which the word would tell the kind, as in "single bed"."""

LOVER: Final = (
    rf"(?:{PARTNER[3:-1]}|missus|better half|wifey|hubs|fella|bloke|old man|old lady|ex|marriage|"
    r"relationship|engagement|fiance)"
)
MEATS: Final = (
    r"(?:meat|chicken|beef|pork|bacon|lamb|steaks?|burgers|sausages|fish|everything|anything|animals|"
    r"turkey|ham|kebabs?|ribs|mince|"
    r"cheese|eggs|dairy|butter|milk)"
)
AGAIN: Final = r"(?: again| now| these days| nowadays| as well| once more| like everyone else| after all| too)"
