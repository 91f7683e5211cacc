"""Whom a clause is about: the speaker, or somebody else; and what of the speaker is of use at the moment only."""

from __future__ import annotations

import re
from typing import Final

from holdfast.domain.words_for_people import EVERYBODY, any_but_a_tongue

SPEAKER: Final = re.compile(
    r"\b(?:i|i['’]?m|i['’]ve|i['’]d|i['’]ll|ive|im|we|we['’]re|we['’]ve|my|our|mine|ours|me|us|the real me)\b",
    re.IGNORECASE,
)
SUBJECT: Final = re.compile(
    r"^(?:(?:and|but|so|oh|ok|okay|well|yes|no|yeah|yep|nah|aye|irl|fr|fr tho|ngl|tbh|plus|same|lol|"
    r"though|tho|actually|also|btw|by the way|ps|anyway|hey|news|update|haha|ha|ah|then|now|still|"
    r"good one|funny thing is|the thing is|just|cheers|thanks|great|right|perfect|in reality|remember|"
    r"just remember|since [^,]+|"
    r"on [^,]+|in [^,]+|at [^,]+|after [^,]+|before [^,]+|\w+day)[,:!. ]+)*"
    r"(?:i|i['’]?m|i['’]?ve|i['’]d|we|we['’]?re|we['’]?ve|my|our)\b",
    re.IGNORECASE,
)
NOT_WORTH_KEEPING: Final = re.compile(
    r"\b(?:i['’]?m|i am) (?:an?|the|like|such|all|so|too)\b|\b(?:like|love|hate|want|know) (?:it|that|"
    r"those|these|this|them)\b"
    r"|\b(?:i|we)(?:['’]m| am|['’]d| would|['’]ll| will| just| really| also| still|['’]re)*(?: |"
    r"['’]?m )(?:need|want(?:ed)? you|want to know|looking for|"
    r"look for|search|wonder(?:ing)?|think|thought|guess|mean|see\b(?! \w)|know|hope|suppose|believe|"
    r"feel like|feel|understand|agree|appreciate|"
    r"can|could|should|must|have to|rather|gotta|need to|said|say|ask(?:ed)?|told|tried|try|trying|"
    r"forgot|forget|doubt|bet|swear|promise|"
    r"sure\b|sorry|glad|happy|afraid|curious|confused|stuck|lost|kidding|joking|fine\b|ok\b|good\b|"
    r"back\b|ready|done\b|here\b|not sure|"
    r"tired|hungry|bored|busy|late\b|take (?:it|that|this|one)\b|get it|got it|noticed|expected|"
    r"remember\b|stop\b|start\b|made a|mixed)"
    r"|\b(?:help|let|give|tell|show|send|remind|teach|explain|get|find|make|book|ask) (?:me|us)\b|"
    r"\bmy (?:question|point|bad|guess|mistake|turn|fault)\b"
    r"|\bcan i\b|\bdo i\b|\bam i\b|\bshall (?:i|we)\b|\blet['’]?s\b",
    re.IGNORECASE,
)
OTHERS: Final = re.compile(
    rf"\b(?:my|our) (?:\w+ )?(?:{any_but_a_tongue(EVERYBODY)}|auntie|grandma|grandmother|grandpa|grandfather|gran|"
    r"granddad|nan|nana|buddy|pal|bro|homie|bestie|coworker|teacher|doctor|dentist|"
    r"ex|in[- ]laws|folks|mother[- ]in[- ]law|father[- ]in[- ]law|parents|team|client|customer|student|kids?|lad|lads|lass|eldest|oldest|youngest|missus|hubby|fella|gf|bf|other half|"
    r"better half)(?:['’]?s)?\b(?! (?:and|&) (?:i|me)\b)|^(?:he(?! \w+(?:ado|ido|cho|sto|rto|ito)\b)|"
    r"she|they|he['’]s|she['’]s|they['’]re|his|her|their)\b"
    r"|\bthe (?:wife|missus|mrs|husband|hubby|kids|boss|lads|girls|neighbou?rs?|"
    r"in[- ]laws)(?:['’]?s)? (?!and (?:i|me)\b)|\bnext[- ]door\b"
    r"|^(?:uncle|aunt|auntie|grandma|grandpa|cousin) [A-Z]\w+|\bwho(?:['’]s| is| has| was)\b|"
    r"^one of (?:my|our|the)\b|^the \w+ (?:has|is|was|are)\b",
    re.IGNORECASE,
)
