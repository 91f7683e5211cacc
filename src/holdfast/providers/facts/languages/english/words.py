"""The words that the rules for English are made of: occupations, animals, relations, months, and where a thing ends."""

from __future__ import annotations

import re
from typing import Final

from holdfast.domain.words_for_people import COUPLES, MOTHER_AND_FATHER, SIBLINGS, any_of
from holdfast.providers.facts.patterns import NAME, PROPER
from holdfast.providers.facts.screening import Screened

OCCUPATIONS: Final = """
accountant acrobat actor actress actuary administrator adviser advisor agent analyst anaesthetist apprentice archaeologist
archivist architect artist assistant astronomer attorney auditor author babysitter baker banker barber barista barman
bartender beautician beekeeper biologist blacksmith blogger bookkeeper bookseller botanist brewer bricklayer broker builder
butcher butler buyer captain cardiologist caregiver carer caretaker carpenter cartographer cashier caterer chauffeur chef
chemist chiropractor choreographer cleaner clerk coach cobbler columnist comedian composer concierge conductor confectioner
consultant contractor cook copywriter counsellor counselor courier curator custodian cyclist dancer dealer dentist
dermatologist designer detective developer dietitian diplomat director diver doctor draughtsman dressmaker driver economist
editor educator electrician engineer entrepreneur epidemiologist estate-agent farmer fellow firefighter fireman fisherman
florist forester freelancer gardener geographer geologist glazier goldsmith grocer guard guide hairdresser handyman
headteacher historian housekeeper housewife illustrator inspector installer instructor interpreter investigator janitor
jeweller jeweler joiner journalist judge labourer landlord lawyer lecturer librarian lifeguard linguist locksmith logistician
magician maid mailman manager manicurist marketer mason masseur mathematician mechanic mediator medic merchant meteorologist
microbiologist midwife miller miner minister model monk musician nanny neurologist notary novelist nun nurse nutritionist
officer operator optician optometrist organiser organizer painter paralegal paramedic pastor pathologist pediatrician
paediatrician pharmacist philosopher photographer physician physicist physiotherapist pianist pilot planner plasterer
plumber podcaster poet policeman policewoman politician porter postdoc postie postman potter preacher priest principal
producer professor programmer proofreader psychiatrist psychologist psychotherapist publisher radiographer radiologist
ranger realtor receptionist recruiter rector reporter representative researcher restorer retiree roofer sailor salesman
salesperson saleswoman scholar scientist sculptor seamstress secretary sergeant server shepherd shopkeeper singer soldier
solicitor sommelier specialist statistician steward stewardess stockbroker student stuntman superintendent supervisor surgeon
surveyor tailor teacher technician technologist telephonist therapist tiler toolmaker trader trainee trainer translator
trucker tutor typist undertaker upholsterer usher vet veterinarian violinist volunteer waiter waitress warden watchmaker
weaver webmaster welder writer yoga-teacher zookeeper zoologist hydrologist oceanographer agronomist arborist ecologist
luthier farrier binder bookbinder conservator paleontologist seismologist cabinetmaker stonemason lighthouse-keeper
dev lead sysadmin engg engr swe sde mgr ux-designer silversmith founder co-founder cofounder cto ceo cfo coo pm subtitler signalman foreman forewoman
rider rep exec techie tech setter keeper bookie roadie stagehand
attendant tester phlebotomist handler merchandiser strategist stylist groomer bouncer sparky sparkie chippy brickie cabbie
picker packer fitter hostess compere dean provost registrar verger organist barback copper squaddie barrister hygienist orderly
matron ironworker steelworker linesman lineman machinist pipefitter boilermaker millwright rigger roughneck lumberjack logger
rancher jockey stockman drover harbourmaster coastguard purser quartermaster teller underwriter childminder lorry-driver
intern bosun skipper deckhand conductor signaller dispatcher groundskeeper greenkeeper winemaker cheesemaker
""".split()  # noqa: SIM905
RETIRED: Final = ("retired", "unemployed", "self-employed", "freelance", "a stay-at-home (?:mum|mom|dad|parent)")

I_AM: Final = r"\b(?:i['’]?m|i am|the real me is)"
NOW: Final = r"(?: now| currently| still| actually| also| just)?"
STOP: Final = (
    r"(?= (?:and|but|with|at|any|anymore|last|this|next|after|before|yesterday|\d|so|because|since|for|"
    r"near|now|where|which|who|that|again|these|then|or|until|till|btw|by the way|tbh|ngl|imo|lol|haha|"
    r"honestly|"
    r"as|not|when|while|if|please|too|tho|though|from|on|in|i|i['’]?m|ive|we|my|our|it|it['’]s|its|he|"
    r"she|they|got|no|bc|cuz|cause|"
    r"living|kipping|staying|sharing|renting|crashing|sleeping|looking|waiting|getting|trying|paying|"
    r"loving|enjoying|pays)\b|[,.;:!?()…\n]|$| [-–—])"
)
PLACE: Final = (
    r"(?P<value>(?!(?:being|becoming|be|become|working|doing|using|having|eating|a|an|my|our|this|that|"
    r"it|here|there|somewhere|something|anywhere|fear|peace|hope|his|her|their|your|on|at|with|by|to|"
    rf"for|last|next|and)\b)(?:the )?{NAME}(?:[ -]{NAME}){{0,3}}?){STOP}"
)
THING: Final = rf"(?P<value>{NAME}(?:[ -]{NAME}){{0,4}}?){STOP}"
JOB: Final = (
    r"(?P<value>(?:(?!(?:i['’]?m|i|an?|the|my|as|not|still|now|he|she|they|it|is|are|was|we|you|who|his|"
    r"her|their|your|our|to|and|but)\b)[\w’'-]+ ){0,3}?(?:(?!ex-|non-)\w+-)?(?:"
    + "|".join(map(re.escape, (word.replace("-", " ") for word in OCCUPATIONS)))
    + r"|[a-z]+(?:ologist|ographer|smith|wright|monger|breeder|herder|sitter|grower|blower|fitter)"
    + r"|(?:violin|guitar|cheese|shoe|dress|film|furniture|instrument|piano|clock|candle|watch|cabinet|"
    r"wine|cider|soap|glass|model|map|video|game) ?maker"
    + r"|(?:social|care|factory|shift|farm|youth|steel|dock|postal|support|aid|construction|warehouse|"
    r"hospital|railway|health|healthcare|community|night|metal|wood|bar|shop|office|kitchen) worker"
    + r"))\b(?! (?:of|at heart|by nature)\b)"
)
NO_TRADE: Final = (
    r"fan|lover|hater|reader|eater|sleeper|swimmer|runner|drinker|smoker|user|owner|newcomer|foreigner|"
    r"killer|gamer|hoarder|procrastinator|winner|loser|"
    rf"teenager|stranger|member|number|\w*(?:{any_of(MOTHER_AND_FATHER, SIBLINGS)}|daughter)|sucker|riser|"
    r"believer|beginner|starter|wanderer|survivor|sinner|senior|junior|"
    r"minor|visitor|caller|monster|disaster|carrier|bother|other|another|outsider|insider|renter|lodger|"
    r"traitor|learner|listener|talker|worrier|"
    r"overthinker|thinker|walker|hiker|climber|dreamer|customer|subscriber|supporter|follower|newbie|"
    r"commuter|quitter|goner|joker|"
    r"widower|homeowner|londoner|berliner|yorker|islander|northerner|southerner|villager|dweller|"
    r"parishioner|captain of|cancer|meat|picky|better|bigger|older|younger|bit|woman|man|super|never|"
    r"ever|over|after|later|together|rather|however|whatever"
)
OCCUPATION: Final = Screened(
    r"(?:^|[,;(:.!?] ?)(?:(?:an?|the|now|currently|retired|apprentice|trainee|"
    rf"freelance) )*{JOB.replace('?P<value>', '?:')}(?=$|[,.;!?)]| (?:at|for|in|with|of|on|by|from|and|"
    r"since|near|mostly|mainly)\b)",
    re.IGNORECASE,
)
"""An occupation that is named without a verb."""

NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, | and |, and | & ){PROPER})*)"
KIDS: Final = (
    r"(?:kids?|child|children|sons?|daughters?|baby|babies|twins|toddler|little one|stepson|stepdaughter|boys?|girls?)"
)
ANIMALS: Final = (
    r"(?:dogs?|cats?|puppy|puppies|kitten|kittens|hamsters?|rabbits?|bunny|bunnies|parrots?|budgies?|"
    r"guinea pigs?|tortoises?|turtles?|"
    r"ponys?|ponies|horses?|mare|goldfish|fish|snakes?|geckos?|lizards?|chickens?|hens?|ducks?|goats?|"
    r"sheep|ferrets?|rats?|mice|mouse|"
    r"canary|canaries|cockatiels?|iguanas?|terriers?|labradors?|retrievers?|poodles?|dachshunds?|"
    r"collies?|beagles?|huskies|husky|"
    r"greyhounds?|spaniels?|pugs?|bulldogs?|shepherds?|tomcat|pets?)"
)
PARTNER: Final = rf"(?:{any_of(COUPLES)}|fianc[ée]e?|spouse|other half|hubby|gf|bf)"
DIET: Final = (
    r"(?P<value>vegans?|vegetarians?|veggie|pescatarians?|pescetarians?|flexitarian|keto|paleo|halal|"
    r"kosher|gluten[- ]free|"
    r"dairy[- ]free|sugar[- ]free|lactose[- ]free|low[- ]carb|raw food)"
)
FOOD: Final = (
    r"(?P<value>(?!any|that|much|well|out|at\b|in\b|before|after|until|like|this|anything|there\b|"
    r"here\b|together\b|it\b|them\b|breakfast|lunch|dinner|late\b|early\b|"
    r"enough\b)[\w’'-]+(?: (?!because|since|so|and i)[\w’'-]+)?(?:(?:, | or | and )[\w’'-]+)*?)"
)
ITEM: Final = (
    r"(?!anyway\b|though\b|my\b|our\b|by the way\b|btw\b|and\b|or\b|but\b|so\b|i\b|we\b|because\b|"
    r"which\b)[\w’'-]+(?: (?!and\b|or\b|but\b|so\b|i\b|because\b|which\b|since\b|too\b|as\b|in\b|at\b|"
    r"please\b|btw\b|by\b)[\w’'-]+)?"
)
LISTED: Final = rf"(?P<value>(?:the |my )?{ITEM}(?:(?:, and |, or |, | and | or ){ITEM})*)"
LANGUAGE: Final = (
    r"(?:english|german|french|spanish|portuguese|italian|dutch|danish|swedish|norwegian|finnish|"
    r"icelandic|polish|czech|slovak|"
    r"hungarian|romanian|bulgarian|serbian|croatian|slovene|slovenian|bosnian|albanian|greek|turkish|"
    r"russian|ukrainian|belarusian|"
    r"lithuanian|latvian|estonian|arabic|hebrew|persian|farsi|urdu|hindi|bengali|punjabi|tamil|telugu|"
    r"gujarati|marathi|nepali|thai|"
    r"vietnamese|khmer|lao|malay|indonesian|tagalog|filipino|chinese|mandarin|cantonese|japanese|korean|"
    r"mongolian|swahili|amharic|"
    r"somali|yoruba|igbo|hausa|zulu|xhosa|afrikaans|irish|welsh|scottish gaelic|gaelic|basque|catalan|"
    r"galician|breton|maltese|"
    r"luxembourgish|esperanto|latin|sign language|georgian|armenian|kurdish|pashto|sinhala|burmese)"
)
SOME: Final = r"(?:some |a bit of |a little(?: bit of)? |basic |fluent )?"
LANGUAGES: Final = rf"(?P<value>{SOME}{LANGUAGE}\b(?:(?:, | and |, and | & | or ){SOME}{LANGUAGE}\b)*)"
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)"
)
DAY: Final = (
    rf"(?P<value>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? \d{{4}})?|"
    rf"{MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d\d-\d\d)"
)
BUSINESS: Final = (
    r"(?:bakery|shop|store|café|cafe|restaurant|farm|studio|salon|garage|hotel|hostel|guesthouse|b&b|"
    r"pub|bar|brewery|bookshop|agency|"
    r"company|firm|practice|clinic|nursery|school|gym|business|workshop|vineyard|stall|kiosk|gallery|"
    r"start-?up|consultancy|charity|"
    r"laundry|launderette|pharmacy|dairy|food truck|orchard|stables|boatyard|campsite|cinema|theatre|"
    r"boutique|barbershop|newsagent)"
)
FOODSTUFF: Final = (
    r"(?:(?:red )?meat|pork|beef|lamb|chicken|fish|seafood|shellfish|eggs?|dairy|milk|cheese|gluten|"
    r"wheat|sugar|carbs|bread|pasta|nuts|"
    r"peanuts|soya?|caffeine|coffee|alcohol|salt|fried food|spicy food|mushrooms)"
)
FRONTED: Final = (
    r"(?P<value>(?!(?:the|an?|my|our|your|his|her|their|some\w*|any\w*|every\w*|all|that|this|those|"
    r"these|what\w*|which|who|as|if|when|"
    r"because|and|but|or|so|one|people|things?|it|yes|no|ok|sure|how|why|where|like|since|though|"
    r"although|guess|like)\b)[\w’'-]+(?: (?!i\b)[\w’'-]+){0,2})"
)
TONGUES: Final = (
    rf"(?P<value>(?:{SOME}(?:{LANGUAGE}|{PROPER}))(?:(?:, and |, | and | & | or ){SOME}(?:{LANGUAGE}|{PROPER}))*)"
)
MADE: Final = (
    r"(?:(?:assistant |deputy |senior |chief |vice |managing |head )*(?:head of [\w ]{2,25}?|director|"
    r"partner|captain|team ?lead(?:er)?|foreman|forewoman|chair\w*|president|dean))"
)
NO_MORE: Final = r"(?: any ?more| any longer| these days| now)"
IT: Final = (
    r"(?!(?:it|that|this|those|these|them|you|your|how|when|what|to be|the idea|the way|if|being|"
    r"the sound|him|her|one)\b)"
)
