"""Closed classes of English words on which the grammars of numbers, dates and names stand."""

from __future__ import annotations

from typing import Final

from holdfast.domain.calendar_words import DAYS_FROM_TODAY, month_numbers, weekday_numbers


def words(text: str) -> frozenset[str]:
    """The words of ``text`` as a set."""
    return frozenset(text.split())


# --- numbers -----------------------------------------------------------------------------------------------------

SMALL_NUMBERS: Final = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
SCALES: Final = words("hundred thousand million billion trillion hundreds thousands millions billions dozen dozens")
NUMBER_WORDS: Final = SMALL_NUMBERS | SCALES
SCALE_LETTERS: Final = words("k m b bn mn mio")
ORDINAL_WORDS: Final = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth hundredth thousandth"
)
FRACTION_WORDS: Final = words("half halves third thirds quarter quarters fourths fifth fifths tenths")
ORDINAL_ENDINGS: Final = words("st nd rd th")
INDEFINITE: Final = words("a an")

CURRENCY_SIGNS: Final = frozenset("$€£¥₹₽₩₺₫₴₱฿₪")
CURRENCY_WORDS: Final = words(
    "dollar dollars euro euros buck bucks quid cent cents penny pence yen yuan rupee rupees ruble rubles franc francs "
    "krona kronor krone kroner peso pesos real reais zloty lira shekel shekels won dirham dirhams grand bitcoin "
    "bitcoins usd eur gbp jpy inr cny chf cad aud nzd sek nok dkk pln brl mxn"
)
CURRENCY_NATIONS: Final = words("us canadian australian singapore hong new british swiss american")
MONEY_CUES: Final = words(
    "cost costs pay pays paid paying price priced worth spend spent charge charged salary rent fee earn earns budget "
    "owe owes bill billed refund cheap expensive"
)
POUNDS: Final = words("pound pounds")

TIME_UNITS: Final = words("second seconds sec secs minute minutes min mins hour hours hr hrs millisecond milliseconds")
SHORT_TIME_UNITS: Final = words("s h ms")
DATE_UNITS: Final = words(
    "day days week weeks month months year years yr yrs decade decades century centuries weekend weekends fortnight "
    "quarter semester semesters"
)
QUANTITY_UNITS: Final = words(
    "km kilometer kilometers kilometre kilometres meter meters metre metres cm centimeter centimeters centimetre "
    "centimetres mm millimeters millimetres mile miles yard yards foot feet ft inch inches mph kph kmh knots kg kilo "
    "kilos kilogram kilograms gram grams mg milligram milligrams mcg lb "
    "lbs ounce ounces oz ton tons tonne tonnes liter "
    "liters litre litres ml milliliters millilitres cl gallon gallons pint pints quart quarts cup cups tablespoon "
    "tablespoons tbsp teaspoon teaspoons tsp acre acres hectare "
    "hectares degree degrees celsius fahrenheit kelvin kb mb "
    "gb tb pb kib mib gib kilobytes megabytes megabyte gigabytes gigabyte terabytes terabyte bytes byte mbps gbps "
    "kbps hz khz mhz ghz watt watts kw kwh mw volt volts v amps mah calorie calories kcal cal lumens pixels px dpi "
    "k sqft"
)
SHORT_QUANTITY_UNITS: Final = words("m g l w b")
PREFIX_OF_UNIT: Final = words("square cubic fluid")

# A number after one of these names something instead of counting it.
NAMING: Final = words(
    "order ticket invoice room step line error version v port page chapter section gate flight size number no code "
    "exit zip apartment apt unit suite terminal platform track issue bug case pr episode floor item row column status "
    "http id ref reference account box option question phase tier figure table appendix"
)

# --- dates and times -----------------------------------------------------------------------------------------------

SHORT_MONTHS: Final = frozenset(name for name in month_numbers("english") if len(name) <= 4) - words("may june july")
MONTHS: Final = frozenset(month_numbers("english")) - SHORT_MONTHS
RISKY_MONTHS: Final = words("may march")
WEEKDAYS: Final = frozenset(form for name in weekday_numbers("english") for form in (name, name + "s"))
SHORT_WEEKDAYS: Final = words("mon tue tues wed thu thur thurs fri sat sun")
RELATIVE_DAYS: Final = frozenset(DAYS_FROM_TODAY) | words("tmrw tmr tomorow")
DAY_PARTS: Final = words("morning mornings afternoon afternoons evening evenings night nights noon lunchtime")
CLOCK_WORDS: Final = words("noon midnight tonight")
SEASONS: Final = words("spring summer autumn winter fall")
POINTING: Final = words("last next this past coming previous following every each upcoming")
PART_OF_PERIOD: Final = words("early mid late")
AFTER_SPAN: Final = words("ago later earlier old")
DATE_PREPOSITIONS: Final = words(
    "in since until till by of last next this from to early mid late before after during for on every through between "
    "around"
)
DURATION_CUES: Final = words(
    "in for after within about almost over than spent spend took take takes by another quite nearly only just under "
    "around roughly every last next past before until lasted lasts"
)
TIME_ZONES: Final = words("utc gmt est edt cst cdt mst mdt pst pdt cet cest bst ist jst aest")
DECADE_WORDS: Final = words("twenties thirties forties fifties sixties seventies eighties nineties")
HOLIDAYS: Final = (
    "christmas",
    "christmas eve",
    "christmas day",
    "xmas",
    "easter",
    "easter sunday",
    "easter monday",
    "good friday",
    "thanksgiving",
    "thanksgiving day",
    "halloween",
    "new year",
    "new years",
    "new year's",
    "new year's eve",
    "new year's day",
    "new years eve",
    "chinese new year",
    "lunar new year",
    "valentine's day",
    "valentines day",
    "mother's day",
    "mothers day",
    "father's day",
    "fathers day",
    "labor day",
    "labour day",
    "memorial day",
    "independence day",
    "veterans day",
    "presidents day",
    "columbus day",
    "boxing day",
    "bastille day",
    "st. patrick's day",
    "st patrick's day",
    "april fools",
    "april fools day",
    "black friday",
    "cyber monday",
    "prime day",
    "ramadan",
    "eid",
    "eid al-fitr",
    "diwali",
    "holi",
    "hanukkah",
    "chanukah",
    "passover",
    "yom kippur",
    "rosh hashanah",
    "carnival sunday",
    "lent",
    "advent",
    "juneteenth",
    "earth day",
    "groundhog day",
    "pride month",
    "ash wednesday",
    "palm sunday",
    "pentecost",
    "epiphany",
    "all saints' day",
    "mlk day",
)

# --- names -----------------------------------------------------------------------------------------------------------

TITLES: Final = words(
    "mr mrs ms miss dr doctor prof professor sir madam lord lady captain colonel general sergeant officer detective "
    "judge senator president chancellor minister governor mayor pastor father sister brother rabbi imam coach uncle "
    "aunt auntie aunty cousin grandma grandpa granny nurse chef director"
)
TITLES_KEPT: Final = words("queen king pope prince princess saint emperor empress")
PERSON_CUES_BEFORE: Final = words(
    "brother sister son daughter wife husband mother father mom mum dad friend friends cousin uncle aunt nephew niece "
    "boyfriend girlfriend fiancé fiancée fiance fiancee partner boss manager colleague coworker roommate flatmate "
    "neighbour neighbor teacher therapist doctor dentist coach named called grandfather grandmother grandpa grandma "
    "twins hi hello hey dear with hugged married met thank asked told ask tell remind call miss love meet baby kid "
    "mrs mr ms dr author singer actor actress director president senator regards cheers sincerely by names "
    "interviewed hired emailed texted email text invited invite visited assistant nurse student classmate trainer"
)
SURE_PERSON_CUES: Final = PERSON_CUES_BEFORE - words("by with visit love")
PERSON_CUES_AFTER: Final = words(
    "said says say thinks thought wants wanted told asked asks loves loved likes liked hates hated called calls texted "
    "emailed wrote writes died married lives lived moved "
    "works worked recommended suggested promised thought knows knew "
    "feels felt needs needed has had is was will would can could starts started turned turns lost won scored became "
    "sings sang played plays directed born went goes came comes left gave gives got gets made makes brought reviewed "
    "taught teaches helped and's reigned visited bought sent sends cooked reports handled sorted prescribed joined "
    "agreed mentioned explained invited and just already always never also keeps might must should arrived forgot "
    "graduated recommended taught served"
)
# What people do, and hardly anything else: enough to take an unknown first word of a sentence for a name.
PERSON_VERBS: Final = words(
    "said says told tells asked asks thinks wants wanted wrote writes texted emailed married scored won sang sings "
    "directed retired graduated loves hates recommended suggested promised forgot taught prescribed mentioned "
    "explained invited"
)
PLACE_CUES_BEFORE: Final = words(
    "in to from near visit visiting visited around across outside towards toward leaving via through at into "
    "between reach reached explore exploring"
)
WORK_PLACE_CUES: Final = words("at for joined by with from via through against bought")
WORK_VERBS: Final = words(
    "work works worked working job interview interviewed intern interned internship career position hired employed "
    "engineer manager analyst ceo founder founded employee study studied studying studies graduated degree"
)
TITLE_VERBS: Final = words(
    "watch watched watching seen saw read reading rereading reread finished playing played play beat binge rewatch "
    "rewatching rewatched finish started favourite favorite novel book movie film show series game album song called "
    "titled episode season listening listened"
)
LANGUAGE_CUES: Final = words(
    "speak speaks spoke speaking spoken learn learns learning learned learnt study studying translate translates "
    "translated translation translating into fluent fluently language languages understand pronounce vocabulary "
    "grammar dialect native write written accent conversational"
)

ORG_CUES_BEFORE: Final = words(
    "supplier vendor company startup competitor employer firm agency retailer brand bank insurer client sponsor"
)
SWITCHING: Final = words(
    "switch switched switching migrate migrated migrating migration upgrade upgraded upgrading port ported porting "
    "convert converted converting"
)
CLIMBING: Final = words("climb climbed climbing hike hiked hiking ski skiing")
ORG_ENDINGS: Final = words(
    "inc corp corporation ltd llc gmbh ag plc company co group holdings partners ventures capital bank university "
    "college school academy institute hospital clinic commission ministry department agency association foundation "
    "society council committee union party federation organization organisation airlines airways fc united orchestra "
    "labs laboratories technologies solutions systems software industries motors pharma pharmaceuticals insurance "
    "press publishing records studios entertainment church club team court parliament army police bureau authority "
    "gym restaurant cafe café bakery pharmacy supermarket sons analytics consulting logistics digital media health "
    "energy financial dynamics robotics foods bio therapeutics semiconductor semiconductors cement steel telecom bistro"
)
FAC_ENDINGS: Final = words(
    "airport station bridge street avenue road boulevard lane drive square tower towers stadium arena museum temple "
    "cathedral palace castle theatre theater hall hotel mall highway freeway expressway plaza terminal harbor harbour "
    "pier library gallery zoo gardens garden monument memorial building center centre mosque synagogue basilica abbey "
    "tunnel dam st ave rd blvd park"
)
LOC_ENDINGS: Final = words(
    "lake river mountain mountains mount ocean sea bay valley "
    "desert island islands beach peninsula canyon falls forest "
    "coast hills hill strait gulf glacier volcano creek cape reef rainforest"
)
EVENT_ENDINGS: Final = words(
    "war wars cup olympics festival marathon revolution conference summit championship championships games bowl expo "
    "tournament finals league prix massacre earthquake uprising fest con"
)
SURNAMES_LIKE_PLACES: Final = words(
    "park hall hill lane church court lake bay forest street castle abbey banks press gardens wars falls beach rivers "
    "moon city states county marina college bank"
)
LAW_ENDINGS: Final = words("act amendment treaty constitution directive accords accord protocol convention")
WORK_ENDINGS: Final = words("prize award awards")
GPE_ENDINGS: Final = words("city county province state republic kingdom township prefecture")
PLACE_OPENERS: Final = {
    "lake": "LOC", "mount": "LOC", "mt": "LOC", "river": "LOC", "cape": "LOC", "gulf": "LOC", "hurricane": "EVENT",
    "fort": "GPE", "port": "GPE", "san": "GPE", "santa": "GPE", "los": "GPE", "las": "GPE", "el": "GPE",
    "route": "FAC", "highway": "FAC", "interstate": "FAC", "university": "ORG", "treaty": "LAW", "battle": "EVENT",
    "ministry": "ORG", "department": "ORG", "bank": "ORG", "institute": "ORG", "café": "ORG", "chez": "ORG",
    "osteria": "ORG", "trattoria": "ORG", "bistro": "ORG", "restaurant": "ORG", "hotel": "FAC",
}  # fmt: skip
MODEL_WORDS: Final = words("pro max plus mini ultra air se lite oled xl fold flip gen series")

# Words that begin sentences or are written with a capital without naming anything.
OPENERS: Final = words(
    "i i'm i've i'll i'd im ive a an the my your his her its our their this that these those we you he she it they "
    "who what when where why how which is are was were am be do does did have has had can could will would should "
    "shall may might must let let's please thanks thank hi hello hey dear yes no not yeah yep nope ok okay sure well "
    "so and but or if then because since while after before until though although however also just only even still "
    "maybe perhaps honestly actually basically anyway sorry congrats congratulations happy good great nice cool wow "
    "oh ah hmm haha lol in on at to from for of with by about into over under between during as there here now today "
    "yesterday tomorrow tonight every each all any some many most more less few both either neither another other "
    "one two three four five six seven eight nine ten first second third last next finally got get go going need want "
    "looking thinking remember remind tell call ask send add buy book use make take give show help find try see read "
    "write watch check open close set put keep turn run start stop update install translate explain summarize "
    "summarise compare list draft schedule cancel best regards sincerely cheers love note ps todo re fwd subject "
    "anyone everyone someone nobody nothing something everything somebody anybody things stuff once twice did didn't "
    "don't doesn't isn't aren't wasn't can't couldn't won't wouldn't shouldn't it's that's what's there's he's she's "
    "we're they're you're we've they've you've i’m it’s that’s don’t can’t quit using having being been mine yours "
    "between without within against across along around behind below beside beyond near off onto out outside past "
    "through throughout toward towards up upon via per like unlike except despite than"
)
NOT_NAMES: Final = words(
    "i api csv pdf ram rom cpu gpu usb url html css sql json xml ui ux tv dvd cd ok okay fyi asap lol omg btw imo faq "
    "diy ceo cto cfo coo vp hr it pr qa ai ml llm nlp ide sdk cli http https ssh ssl dns vpn wifi wi-fi bluetooth "
    "internet web gps sim pin id atm am pm utc gmt est pst cet bc ad mr mrs ms dr mom mum mommy dad daddy grandma "
    "grandpa granny nana god jesus internet none true false null error typeerror valueerror keyerror exception readme "
    "post get put patch delete pascalcase camelcase env docs todo wip mvp kpi roi eta bmi dna hiv adhd ptsd mri "
    "phd mba bsc msc ba ma gpa sat toefl plan basic premium settings privacy location pay zip nw se sw ne "
    "bpm pos os crud rest tcp udp ip lan www smtp oauth jwt uuid "
    "ascii utf team support customer sir madam clause bbq vip rsvp eod eta pto"
)
# Names and works that are everyday words: alone at the start of a sentence, or in lower case, they name nothing.
EVERYDAY: Final = words(
    "will mark may april june august art bill rich grace hope "
    "joy faith rose lily daisy ivy iris violet jade ruby amber "
    "crystal dawn eve summer autumn frank jack drew grant chase chance hunter mason miles nick pat rob ray sandy skip "
    "sue ward dean earl guy gene glen hank harmony heather holly olive pearl penny robin sage star sunny victor angel "
    "christian charity carol cliff clay colt dale don duke gay jean jewel king lance major marina max melody mercy "
    "mike misty noble norm page princess prince sky stone storm trinity van wren josh jay kay may lee kent harry wade "
    "al ed an may min leo "
    "dot cole basil poppy willow hazel myrtle ginger sienna bob rusty buddy rex fluffy simba gus "
    "apple target gap shell visa square stripe total wise orange seat subway delta canon fed parliament congress slack "
    "notion signal zoom edge office windows word excel outlook echo quest surface leaf beetle polo accord focus helm "
    "spark celery swift rust unity frozen dark joker alien aliens coco celeste hades portal halo persona civilization "
    "imagine thriller wicked dune heat mobile nice reading split mesa phoenix providence columbus buffalo bath cork "
    "derby essen eugene pole finn dane swede scot turk turkey oscar constitution hudson highlands capitol earth mars "
    "venus safari chrome bard gemini azure steam node react "
    "express angular flask bootstrap pandas bun puppet prometheus "
    "sentry blender git bash lambda alexa nest galaxy pixel switch ninja corona coke oasis muse queen cure prime rio "
    "salvador split china polish bulls celtic rangers jaguar fidelity vanguard dove puma square discord twitch hermes "
    "chiefs cowboys eagles bears lions arm sas ing who us it hp sec ups un eu ar catan diablo scrabble monopoly bible "
    "severance succession tenet titanic avatar gladiator psycho vertigo parasite moana jaws everest equator outback "
    "riviera congo lima mali chad jordan georgia chelsea florence orlando victoria austin dallas madison sydney "
    "lincoln jackson houston guinea male even ho fang hague reno sofia perth dover york bali "
    "inca jain tory goa lent advent holi eid patty dolly barbie reliance meta alphabet snowflake "
    "cannes linz ulm cali kiel bari tunis nassau kobe valencia alba till ole timo lan mai shu sora tae yaw uma "
    "mira noel pia pilar roman rosemary sina skye "
    "stella sterling viola wanda warren wes "
    "luna maud may art angie bella bonnie brandy candice chuck clark clint dana "
    "dexter drake flora floyd jasmine jordan "
    "judge judy june junior karma kirk lana lane len "
    "les lex logan marge matt maya mitch morgan moses "
    "dot rocco rocky rod rosie sandy carter cooper parker porter potter tyler taylor walker baker cook "
    "carpenter mini bing latin native julia dash rails scala"
)
PERSON_FIRST: Final = words("jordan charlotte madison victoria carolina devon kent")
