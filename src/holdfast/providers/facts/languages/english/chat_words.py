"""What rules for English in chats are made of: more animals, relations and trades, and names in small letters."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.english.words import ANIMALS, KIDS, LANGUAGE, NO_TRADE, PARTNER, STOP
from holdfast.providers.facts.patterns import PROPER

I_M: Final = r"\b(?:i['’]?m|i am)"
WE: Final = r"\b(?:i|we)(?:['’]ve|['’]re| have)?(?: just| now| also| recently| finally| still| actually)*"
NEARBY: Final = rf"(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}}){STOP}"
ANY_NAME: Final = (
    r"(?!(?:kids|children|everybody|everyone|and|n|the|my|our|a|an|he|she|they|it|who|which|that|so|but|"
    r"is|are|was|if|in|on|at|for|to|with|also|both|all|now)\b)[^\W\d_][\w’'-]*"
)
ANY_NAMES: Final = (
    rf"(?P<value>{ANY_NAME}(?:(?:, and |, | and | n | & ){ANY_NAME})*)(?=$|[,.;!?)]| (?:and|but|so|is|"
    r"are|was|has|loves?|hates?|btw)\b)"
)
SOME_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, and |, | and | n | & ){PROPER})*)"
ALL_ANIMALS: Final = (
    rf"(?:{ANIMALS}|alpacas?|llamas?|donkeys?|axolotls?|corgi|staffy|staffie|pup|pups|lurcher|whippet|"
    r"lab|cockapoo|labradoodle|hounds?|setter|"
    r"tabby|moggy|alsatian|retriever|greyhound|schnauzer|bichon|maltese|pomeranian|newfoundland|"
    r"weimaraner|vizsla|ridgeback|shih ?tzu|westie|yorkie|jack russell|ragdoll|siamese|persian|"
    r"maine coon|tomcat|bunnies|gerbils?|chinchillas?|budgie|canaries|frogs?|toads?|newts?|spiders?|"
    r"tarantulas?|hedgehog|piglets?|pigs?|cows?|mule|chihuahua|"
    r"dalmatian|rottweiler|doberman|malamute|mastiff|mutt|mongrel|macaw|parakeet|cockatoo)"
)
ALL_KIDS: Final = (
    rf"(?:{KIDS}|eldest|oldest|youngest|middle (?:one|child)|teenagers?|teens?|lads?|firstborn|"
    r"little (?:girls?|boys?|lads?)|lil (?:girls?|boys?|ones?))"
)
PARTNERS: Final = rf"(?:{PARTNER}|missus|better half|wifey|hubs)"
TRADE: Final = (
    rf"(?:(?!(?:{NO_TRADE})\b)(?-i:[a-z]{{3,}})(?:er|or|eer|ist|ician|smith|keeper|maker|worker)|student|"
    r"apprentice|trainee|assistant)"
)
ORGANISATION: Final = rf"(?P<value>(?:the )?{PROPER}(?: (?:{PROPER}|of|and|&)){{0,3}})(?!['’]s\b)"
NO_ERRAND: Final = (
    r"(?!, (?:do|does|did|can|could|should|shall|what|which|where|who|how|anything|any|need|want|be|back|call|text)\b)"
)
"""Who says where they are and goes on so is there on an errand: "I'm at Ikea, do we need candles"."""
DWELLING: Final = (
    r"(?:flat|house|apartment|room|place|cottage|studio(?: flat)?|bedsit|loft|bungalow|houseboat|"
    r"caravan|farm|townhouse|maisonette|council (?:flat|house)|condo|annexe?|home|cabin|terrace|semi|"
    r"tenement|basement|duplex|penthouse|barn|croft|villa|lodge|chalet|two[- ]bed|one[- ]bed)"
)
MADE_ILL: Final = (
    r"(?:makes? my (?:throat|lips|tongue|face|mouth|skin|eyes) \w+|makes? me (?:\w+ )?(?:ill|sick|puke|"
    r"vomit|throw up|itch|itchy|swell|wheeze|sneeze|bloated|poorly|unwell)|(?:really |very )?(?:upsets?|"
    r"wrecks?|ruins?) my (?:stomach|gut|tummy)|"
    r"(?:gives?|gave) me (?:hives|a rash|cramps|spots|asthma|stomach \w+)|brings? me out in|"
    r"sets? off my|(?:my )?(?:throat|tongue|face|lips|mouth|eyes?) (?:closes?|swells?|itch\w*|puffs?|"
    r"goes? numb)|"
    r"i (?:swell|puff|come out in|break out|react|get hives|get a rash|can['’]?t breathe|"
    r"end up in (?:hospital|a&e|er))|epi-?pen|anaphyla\w+|hospital|(?:i['’]?m )?allerg\w+|intoleran\w+|"
    r"don['’]?t agree with me|doesn['’]?t agree with me)"
)
ANY_FOOD: Final = (
    r"(?P<value>(?!(?:it|that|this|them|any|anything|more|longer|one|way|idea|problem|need|worries|"
    r"thanks|kids|pets|the|a|an|my|i|he|she|you|much|me)\b)[\w’'-]+(?: (?!(?:though|tho|please|pls|"
    r"because|cos|as|since|it|they|that|at|in|i|and|or|for|with|makes?|kills?|is|are)\b)[\w’'-]+)?)"
)
BUSY: Final = (
    r"(?:do|write|teach|train|service|fit|fix|sell|run|manage|design|make|paint|install|clean|coach|"
    r"edit|translate|code|weld|cook|bake|drive|deliver|build|repair|test|study)"
)
ALL_LANGUAGES: Final = (
    rf"(?:{LANGUAGE}|uzbek|kazakh|kyrgyz|turkmen|tajik|azeri|azerbaijani|tatar|uyghur|tibetan|telugu|"
    r"kannada|malayalam|twi|akan|wolof|lingala|shona|"
    r"tigrinya|oromo|fula|bambara|ga|ewe|kinyarwanda|luganda|maori|samoan|hawaiian|frisian|occitan|"
    r"corsican|faroese|macedonian|montenegrin|quechua|guarani|"
    r"tsonga|sotho|tswana|bsl|asl|cornish|manx|scots|flemish|moldovan)"
)
PIECE_OF: Final = (
    r"(?:(?:and |a |an )?(?:some|bit of|little(?: bit of)?|basic|broken|fluent|rude sort of|rusty|"
    r"decent|passable|bad|good) )?"
)
