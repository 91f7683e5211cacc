"""How people tell an assistant how to behave from now on, and how they take it back."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Expression, Screened

_UNITS: Final = (
    r"(?:pounds|lbs|stones?|kilos|kilograms|kg|grams|ounces|rupees|inr|dollars|usd|euros?|eur|pounds sterling|gbp|francs|yen|metric|imperial|celsius|fahrenheit|miles|kilomet(?:re|er)s|km|"
    r"cups|litres|liters|24[- ]?h(?:our)?)"
)
INSTRUCTION: Final = Expression(
    r"^(?:(?:and|so|ok|okay|also|oh|btw|by the way|please|pls|hey|well|one more thing|for (?:the )?(?:future|record))[,: ]+)*"
    r"(?:(?:please )?(?:always|never|do not ever|don['’]?t ever)\b(?=[ ,]+\w)(?! (?:i|we|he|she|they|you|it|been|had|heard|seen|mind|thought|went|met|knew|got|took|made|drove|ate|drank|did|"
    r"learn[et]\w*|a|the|really|quite|in|on|at|to|again|\w+[^e]ed)\b)"
    r"|from now on\b|in (?:the )?future\b[, ]+(?!i\b|we\b)|going forward\b|whenever (?:you|i ask)\b|every time you\b"
    r"|(?:please )?(?:keep|make) (?:your |ur |the |all )*(?:answers?|replies|responses|explanations?|it|messages)\b"
    r"|(?:please )?(?:answer|reply|respond|write|speak|talk)(?: to me)? (?:only |always )?in \w+"
    r"|(?:please )?use (?:metric|imperial|celsius|fahrenheit|british|american|bullet points|emojis?|the \d\d)"
    r"|(?:please )?(?:stop|avoid) (?:using|calling|saying|adding|asking|writing|recommending|suggesting)\b"
    r"|(?:please )?(?:don['’]?t|do not|dont) (?:ever )?(?:use|call|suggest|recommend|add|write|mention|ask(?! ?(?:[.!?]|$))|give me(?! that)|show me|send|start|end|apologi[sz]e)\b"
    r"|(?:so )?please stop \w+ing\b|(?:so )?(?:please )?[a-z]+ (?:[\w’'-]+ ){0,6}?(?:whenever|every time|each time) you\b"
    r"|(?:please )?(?:give|show|send|tell|write)(?: me)? (?:\w+ ){1,6}only(?:,? please)?[.! ]*$"
    r"|remember to (?:always )?\w+|(?:i|i['’]d) (?:always )?(?:want|like|prefer|expect) (?:you|your answers|answers|replies) (?:to|in|short|brief)\b(?! (?:act|help|write|play|be|pretend|imagine)\b)"
    r"|(?:please |pls )?(?:don['’]?t|do not|never|no need to|no more) (?:ever )?(?!\w+ (?:him|her|them|anyone|anybody|any|mum|mom|dad|my (?:mum|mom|dad|wife|husband|boss)|nobody)\b)(?:tell|ask(?! ?(?:[.!?]|$))|end|call|repeat|lecture|remind|sugarcoat|treat|assume|include|translate|quote|explain|say|put|talk|speak|be|make it|try to|go into|give|sign|address|offer|praise|bother)\b(?= \w)(?! (?:me )?(?:it|that|about|how|what)\b)"
    r"|(?:please |pls )?(?:stop) (?!(?:being|smoking|drinking|working|eating|by|at|in|it|there)\b)\w+ing\b(?! (?:it|that)\b)"
    r"|(?:please |pls )?no (?:more )?[\w\"'“”’,/ -]{2,45}?,? (?:please|pls|thanks|thx|ever|with me|from you|if you please|in (?:your|any(?:thing)?|the (?:answers|replies|text)|what you|my \w+))\b(?!.*(?:\?|\ballerg|\bintoleran))"
    r"|(?:please |pls )?(?:keep (?:it|things)|stay|be) (?:\w+ and )?(?:brief|short|blunt|honest|direct|formal|informal|casual|concise|polite|simple|friendly|quick|nice|serious|gentle|precise|specific)\b"
    r"|(?:please |pls )?(?:explain|describe|tell|teach|write|answer|reply|respond|talk|speak|correct|call|address|remind|quote|use|show|give|format|sign|keep|put|say|spell|round|convert|translate|cite|summari[sz]e|do write)\b[^.!?]{2,70}?(?:\balways\b|\bfrom now on\b|\bin (?:the )?future\b|\bevery time\b|\bfor me from\b|\blike i['’]?m (?:\d+|five|ten|twelve|an? \w+)\b)"
    r"|(?:can|could|will|would) (?:you|u) (?:please )?[^.!?]{2,70}\bfrom now on\b"
    r"|(?:[\w’'-]+ ){1,6}?(?:from now on|going forward)(?:,? (?:please|pls|ok|thanks))?[.! ]*$"
    r"|(?:please |pls )?only (?:remind|tell|ask|give|show|suggest|recommend|use|write|answer|send|message)\b"
    r"|(?:metric|imperial|celsius|fahrenheit|kilometres|miles|english|plain (?:text|words|english)|simple words|short (?:answers|replies|sentences)|bullet points|brief answers|formal|lower ?case)\b[\w ,]{0,40}?\b(?:only|always|please|pls|mind|no \w+)\b"
    r"|(?:please|pls) (?:simple|short|plain|brief|longer|formal|informal|only|no|metric)\b"
    r"|when(?:ever)? (?:you|u) (?:give|write|answer|send|show|list|quote|suggest|explain|talk|reply|use)\b[^.!?]{0,40}?\b(?:use|write|put|keep|make|add|give|include|only|always|never|don['’]?t)\b"
    r"|[\w ,-]{3,50}? (?:please|pls),? (?:in everything|everywhere|every time|at all times|throughout)\b"
    r"|(?:please |pls )?[a-z]+ (?:me|my|it|them|the|everything) [^.!?]{0,50}\b(?:every|each) (?:answer|message|reply|response|chat|session)\b"
    r"|(?:please |pls )?(?:correct|quiz|test|challenge|roast|motivate|interrupt) (?:me|my [\w ]+?)(?:,? (?:always|please|pls|every time|whenever|as we go))"
    r"|(?:please |pls )?keep (?:it|them|things|suggestions|prices|numbers|examples|code|units|emojis?|jargon|swearing|recipes|units|lists?|dates|times) (?:in|to|out of|at|under|below|short|brief|simple)\b"
    r"|(?:please |pls )?(?:examples?|code|units|prices|recipes|answers|temperatures|distances|links|dates|times) (?:always )?in [\w ]{2,20}(?:,? (?:please|pls|only|from now|always)|[.! ]*$)"
    r"|(?:please |pls )?(?:answer|reply|write|speak) (?:only |always )?(?:short|shorter|briefly|in (?:short|points|bullets|prose|paragraphs)|with|plainly|formally|informally)\b"
    r"|(?:please |pls )?(?:bullet points|bullets|short answers|plain english|proper paragraphs|one answer|lower case|no emojis?|no bullet points)(?: only| please| pls)?(?:,|[.! ]*$)"
    r"|(?:please |pls )?(?:be|go) (?:blunt|direct|honest|gentle|gentler|harsh|easy|brief|kind|straight|strict|concise|tough)(?: with me| on me)?\b(?! (?:about|to (?:him|her|them))\b)"
    r"|(?:please |pls )?(?:skip|drop|cut|leave out|spare me|lose) the (?:\w+ )?(?:guff|waffle|fluff|jargon|emojis?|pleasantries|intro\w*|disclaimers?|flattery|small talk|quizzes|exclamation marks?|caveats?|preamble)\b"
    r"|(?:please |pls )?(?:don['’]?t|do not|never) (?:make|flatter|patronise|patronize|sugar ?coat|lecture|rush|judge(?= \w)|nag|waffle|moralise)\b"
    r"|(?:please |pls )?critique (?:honestly|harshly|properly)|(?:please |pls )?(?:spell|write) everything\b|i['’]d rather you\b"
    r"|(?:please |pls )?explain (?:it |things |everything )?as (?:you would|if|though)\b|you (?:may|can|should) use\b|(?:please |pls )?decide for me\b|i go by (?:they|she|he)/\w+"
    r"|i(?:['’]d like| would like| want| prefer|['’]d prefer) (?:only |just |your )?(?:short|brief|long|longer|detailed|simple|plain|formal|informal|blunt|honest|concise|polite|direct) "
    r"(?:\w+ )?(?:answers?|replies|responses|explanations?)\b(?! to (?:this|that|my))"
    rf"|(?:instead of \w+,? )?(?:please |pls )?(?:give|show|quote|list|put|write|state|convert|use|measure|stick to)(?: me| it| them| everything)? "
    rf"(?:[\w-]+ ){{0,3}}?(?:in )?{_UNITS}\b"
    r"|answer me in \w+)|\b(?:please|pls)[, ]+whenever you\b|, always(?:[.! ]*)$|\bfor \w+ (?:\w+ )?(?:use|prefer|take) .*\b(?:never|not|always|instead of)\b"
    r"|\byou (?:should|must|have to|can) always\b|\byou (?:should|must) never\b",
    re.IGNORECASE,
)
INSTRUCTION_ENDS: Final = Screened(
    Expression(
        r"\byou (?:can|may)\b.*\bagain\b|^(?:ok(?:ay)?,? |now )?you (?:can|may) (?:drop|stop|lose|skip|forget|ditch) the \w+|^(?:ok(?:ay)?,? )?(?:forget|never mind|scrap|drop|ignore) (?:about )?the [\w ]{2,30}? (?:thing|rule|stuff|bit|request)\b|"
        r"^(?:normal|longer|full|proper|regular|usual) [\w ]{3,25}? again\b|\byou (?:don['’]?t|do not) (?:have|need) to\b.*\b(?:any ?more|any longer|now)\b"
        r"|\b(?:forget|ignore|drop|scrap) (?:what i said|that rule|the rule|my (?:earlier )?(?:rule|instruction|request))\b"
        r"|\bno need (?:to|for)\b.*\b(?:any ?more|any longer)\b",
        re.IGNORECASE,
    )
)
