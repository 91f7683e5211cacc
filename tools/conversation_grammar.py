"""Everyday messages and questions from a small grammar, to train the built-in embedding model on.

A *scene* fixes who, what, where and when; several messages and questions are then written about it, so that texts
about one thing meet in different words.  In the templates ``[a|b]`` chooses, an empty choice leaves out, and ``{name}``
stands for a word of the scene.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training_text import WordNet

RELATIVES = "mom dad sister brother wife husband son daughter cousin aunt uncle grandmother grandfather kids parents family partner girlfriend boyfriend best_friend friend friends neighbor roommate boss coworker colleague teacher coach team niece nephew dog".split()
NAMES = "Alice Ben Carlos Diana Emma Frank Grace Henry Irene Jack Kate Leo Maria Nina Oscar Paul Rachel Sam Tina Victor Wendy Tom Lucy Peter Sofia Ahmed Yuki Priya Anna Mark Laura Chris David Julia Robert Linda".split()
PLACES = "Paris London Tokyo Rome Spain Italy Canada Mexico Berlin Chicago Boston Seattle Texas Florida California Ireland Greece Portugal Japan India Brazil Sweden Norway Iceland Hawaii Alaska Denver Miami Vancouver Sydney Toronto Barcelona Amsterdam Vienna Egypt Kenya Thailand Vietnam Peru Chile Colorado Oregon Montana".split()
HOBBIES = "painting|pottery|running|hiking|camping|swimming|cooking|baking|gardening|photography|yoga|dancing|chess|fishing|cycling|climbing|surfing|skiing|knitting|sewing|woodworking|writing|reading|drawing|singing|playing guitar|playing piano|playing the violin|playing video games|board games|soccer|basketball|tennis|baseball|volleyball|martial arts|meditation|volunteering|bird watching|collecting stamps|travelling|kayaking|sailing|boxing|skating|horse riding|poetry|acting|theater|blogging|coding|robotics|programming|astronomy|weightlifting|streaming|podcasting|calligraphy|origami|scuba diving|stand-up comedy|magic tricks".split("|")
JOBS = "nurse|teacher|engineer|lawyer|chef|designer|writer|counselor|therapist|doctor|manager|developer|artist|musician|accountant|scientist|journalist|photographer|coach|firefighter|social worker|mechanic|waiter|barista|architect|electrician|carpenter|dentist|pharmacist|veterinarian|librarian|pilot|police officer|salesperson|consultant|data analyst|product manager|marketing manager|actor|director|researcher|professor|student|intern".split("|")
SUBJECTS = "math|calculus|probability|statistics|physics|chemistry|biology|history|literature|Spanish|French|German|Japanese|machine learning|web development|databases|cybersecurity|economics|finance|accounting|psychology|philosophy|art history|music theory|nutrition|first aid|law|politics|creative writing|public speaking|marketing|geometry|algebra|data science|Python|JavaScript|cloud computing|project management".split("|")
SOFTWARE = "API|database|login page|budget tracker|website|mobile app|dashboard|server|test suite|deployment|chat bot|search index|cache|payment form|web scraper|weather app|user registration|session handling|error handling|unit tests|authentication|migration|Docker image|pipeline|backend|frontend|query|schema|portfolio site|blog|plugin|spreadsheet|resume|cover letter|essay|presentation|report|contract|budget|savings plan|study plan|meal plan|workout plan|schedule|novel|screenplay|patent application|business plan|will|insurance claim|grant proposal".split("|")
TOOLS = "Flask|Django|React|SQLite|PostgreSQL|Redis|Node|TypeScript|Bootstrap|Heroku|AWS|Docker|Kubernetes|GitHub|Excel|Word|Google Docs|Trello|Slack|Zoom|Notion|pandas|numpy|Stripe|OAuth|JWT|REST|GraphQL|Linux|Windows|Jenkins|Grammarly|Canva|Photoshop".split("|")
WHEN = "yesterday|last week|last weekend|last month|last year|last night|last Friday|last Tuesday|last summer|a few days ago|two weeks ago|three months ago|this morning|on Monday|on Saturday|in May|in July|in October|in 2019|in 2022|a while ago|recently|over the holidays|during spring break|on my birthday|for Christmas|on Thanksgiving|the other day|on March 15|on June 3rd|on the 20th of August".split("|")
SOON = "tomorrow|next week|next month|this weekend|next Friday|soon|next year|in December|in two weeks|after work|later today|this summer|in the spring|by April 10|before the deadline".split("|")
FEELINGS = "happy|excited|nervous|proud|sad|worried|grateful|relieved|tired|stressed|overwhelmed|inspired|hopeful|anxious|lonely|calm|frustrated|surprised|motivated|scared|thrilled|disappointed|confident|peaceful|angry|confused|ashamed|curious".split("|")
LIKES = "love|like|enjoy|adore|really like|am into|am a fan of|can't stand|hate".split("|")
PRAISE = "great|amazing|awesome|wonderful|so much fun|really hard|a lot of work|unforgettable|beautiful|delicious|boring|scary|challenging|relaxing|worth it|fantastic|terrible|not easy|incredible|really special|exhausting|eye-opening".split("|")
GREETINGS = "Hey!|Hi!|Hey, how are you?|Hi there, good to see you again!|Wow!|Thanks!|Thank you so much!|That's great!|Cool!|Oh no!|I'm sorry to hear that.|Congrats!|Sounds great!|Good question.|No worries.|Absolutely!|Yeah,|Totally agree.|Sure!|By the way,|Guess what?|Long time no see!|Nice!|That's awesome!|So glad to hear that!|Take care!|Keep it up!|Good luck!|How about you?|What's up?|Tell me more!|Same here.|I hear you.|I appreciate it.".split("|")
CLOSINGS = "It was {praise}!|It felt {praise}.|I was so {feeling}.|I'm really {feeling} about it.|It makes me feel {feeling}.|Can't wait!|What do you think?|How about you?|Have you ever tried it?|It means a lot to me.|I learned so much.|It's been {praise}.|I'll send you a picture.|Here's a photo of it.|Check it out!|We had a blast.|It helps me relax.|It really changed my life.|I want to do it again {soon}.|Let me know if you need anything.|Any tips?|Do you have any advice?|I could use some help.".split("|")

SCENES: dict[str, tuple[list[str], list[str]]] = {
    "hobby": (
        [
            "I [just |finally ||recently ]started {hobby} {when}.",
            "{hobby} is my [favorite hobby|passion|way to relax|escape].",
            "I've been [into|doing|practicing] {hobby} for [two|three|five|ten|seven] years[| now].",
            "My {relative} and I went {hobby} {when}.",
            "I [joined|signed up for] a {hobby} [class|club|group] {when}.",
            "I won [first place|a prize|a medal|second place] in a {hobby} [competition|contest|tournament] {when}.",
            "I {like} {hobby}, it [clears my mind|keeps me busy|makes me {feeling}|is good for my health].",
            "My {relative} taught me {hobby} when I was [a kid|ten|seven|little].",
            "I bought a [new|used] {thing} for {hobby}.",
        ],
        [
            "What [does {name} do to relax|are {name}'s hobbies|hobby does {name} have]?",
            "When did {name} start {hobby}?",
            "How long has {name} been [doing|practicing|into] {hobby}?",
            "Who taught {name} {hobby}?",
            "What did {name} win in the {hobby} [contest|competition]?",
            "Why does {name} {like} {hobby}?",
            "With whom did {name} go {hobby} {when}?",
            "What [kind of class|club] did {name} join?",
        ],
    ),
    "travel": (
        [
            "We [went|traveled|flew|drove] to {city} {when}.",
            "I'm [planning|thinking about] a trip to {city} {soon}[| with my {relative}].",
            "The {nature} near {city} [was|is] {praise}.",
            "I [took|got] [so many photos|a picture] of the {nature} and the {place}.",
            "I [visited|saw] a {place} with [my {relative}|{other}].",
            "We [camped|stayed] [near|by|in] the {nature} [for a week|for two nights|with the kids].",
            "I grew up in {city} and moved [here|away] [four|ten|six|three] years ago.",
            "My {relative} lives in {city}, so I [visit every year|miss them|go there often].",
            "The flight to {city} was [delayed|cancelled|long|cheap].",
        ],
        [
            "Where did {name} [go|travel|go on vacation] {when}?",
            "When did {name} [go to|visit|travel to|move to] {city}?",
            "Which [cities|countries|places] has {name} [visited|been to]?",
            "Where [is {name} from|did {name} grow up|did {name} move from]?",
            "Who did {name} go to {city} with?",
            "What did {name} see in {city}?",
            "Where is {name} planning to [go|travel] {soon}?",
            "How long did {name} stay in {city}?",
        ],
    ),
    "food": (
        [
            "I [made|cooked|baked|tried] {food} [with|and] {food2} {when}.",
            "My {relative} [makes|cooks] the best {food}.",
            "My favorite [food|dish|dessert|snack|meal] is {food}.",
            "I'm allergic to {food2}, so I [avoid it|have to be careful].",
            "We had dinner at a [new|small|fancy] [restaurant|place|cafe] {when}, the {food} was {praise}.",
            "I'm trying to eat [healthier|less {food2}|more {food}].",
            "I found a [great|simple|new] recipe for {food}[| with {food2}].",
            "I'm taking a cooking class {soon}.",
        ],
        [
            "What did {name} [cook|make|bake|eat] {when}?",
            "What is {name}'s favorite [food|dish|dessert|meal|recipe]?",
            "What is {name} allergic to?",
            "Who makes the best {food}?",
            "Which [ingredients|recipe] did {name} use for the {food}?",
            "Where did {name} [eat|have dinner] {when}?",
            "Can you [suggest|recommend] a recipe with {food}?",
        ],
    ),
    "pets": (
        [
            "I [adopted|got|rescued] a {animal} {when}[| from the shelter].",
            "My {animal} [is called|is named] {other}, [he|she] is so [cute|playful|smart|sweet].",
            "{other} the {animal} [loves|hates] [to play with a {thing}|{food}|going for walks|sleeping on the couch].",
            "We saw a {animal} [in|near|at] the {nature}[| {when}].",
            "My {relative} has [two|three] {animal}s.",
            "I took my {animal} to the vet {when}, I was so {feeling}.",
            "I lost my {animal} {when}. I miss [him|her] so much.",
        ],
        [
            "What [kind of|] pets does {name} have?",
            "What is the name of {name}'s {animal}?",
            "When did {name} [adopt|get] the {animal}?",
            "Where did {name} get the {animal}?",
            "How many {animal}s does {name} have?",
            "What does {name}'s {animal} like to do?",
        ],
    ),
    "work": (
        [
            "I [got|started|lost|quit] my job as a {job} {when}.",
            "I [want|hope|decided] to become a {job}.",
            "My {relative} works as a {job} in {city}.",
            "I had an interview for a {job} position {when}.",
            "My boss [gave me|asked me to finish] a [new|big|difficult] project {when}.",
            "I got promoted to {job} {when}, I'm so {feeling}.",
            "I'm starting my own business selling {thing}s {soon}.",
            "My [work|job] has been [stressful|busy|slow] [lately|since {when}].",
            "I gave a [talk|speech|presentation] about {topic} {when}.",
        ],
        [
            "What does {name} do for [work|a living]?",
            "What [job|career|profession] does {name} [want|have]?",
            "When did {name} [lose|get|start|quit] [his|her|the|their] job?",
            "What [business|company] did {name} start?",
            "Why did {name} [quit|change jobs|become a {job}]?",
            "How did {name} feel about the [promotion|interview|new job]?",
            "What was the [talk|speech|presentation] about?",
            "Would {name} enjoy working as a {job}?",
        ],
    ),
    "study": (
        [
            "I'm [learning|studying|taking a course in] {subject}.",
            "I have [an exam|a test|a paper due] in {subject} {soon}.",
            "I [passed|failed|aced] my {subject} [exam|test|class] {when}.",
            "Can you explain {subject} [to me|step by step|with an example]?",
            "I'm trying to understand how to calculate {topic} in {subject}[|, could you help me with that].",
            "I read a [book|article] about {subject} and {topic}[| {when}].",
            "I'm reading a [book|novel] about {topic} by {other}.",
            "I graduated in {subject} {when}.",
        ],
        [
            "What is {name} studying?",
            "Which book [is|was] {name} reading?",
            "When is {name}'s {subject} exam?",
            "How did I do on the {subject} [test|exam]?",
            "What degree does {name} have?",
            "What did you recommend for learning {subject}?",
            "How many [hours|weeks] did I plan for {subject}?",
        ],
    ),
    "family": (
        [
            "My {relative} [got married|had a baby|graduated|moved out|got sick|passed away] {when}.",
            "I spent [the day|the weekend|time] with my {relative} at the {place}.",
            "My {relative} gave me a {thing} {when}, it reminds me of [home|my childhood|our trip to {city}].",
            "We celebrated my {relative}'s birthday {when} with {food} and a {thing}.",
            "My {relative} and I had [an argument|a long talk|a great time] about {topic}.",
            "I [met|ran into|called|visited] {other} {when}.",
            "{other} [supports me|is always there for me|is getting married {soon}|broke up with me {when}].",
            "We've been [married|together|friends] for [five|ten|three|twenty] years.",
        ],
        [
            "When [is|was] {name}'s {relative}'s [birthday|wedding]?",
            "How long have {name} and {other} been [married|together|friends]?",
            "What did {name}'s {relative} give [her|him|them]?",
            "Who supports {name}?",
            "How many [children|siblings|kids] does {name} have?",
            "What did {name} do with [his|her|their] {relative} {when}?",
            "Is {name} [married|single|in a relationship]?",
            "Who did {name} meet {when}?",
        ],
    ),
    "health": (
        [
            "I hurt my {body} {when}[| while {hobby}].",
            "I've been feeling {feeling} [lately|since {when}].",
            "My doctor told me to [rest|eat less {food}|exercise more|take a break from {hobby}].",
            "I had [surgery on|an x-ray of|pain in] my {body} {when}.",
            "I started [therapy|yoga|running|a diet|meditation] {when} and I feel {feeling}.",
            "I'm dealing with {state}, it's been {praise}.",
            "I lost [ten|five|twenty] pounds since {when}.",
            "I can't sleep because of {state}.",
        ],
        [
            "What [injury|health problem] did {name} have?",
            "How did {name} hurt [his|her|their] {body}?",
            "What did the doctor tell {name}?",
            "How does {name} [cope with|deal with] {state}?",
            "When did {name} start [therapy|yoga|running]?",
            "How has {name} been feeling?",
        ],
    ),
    "things": (
        [
            "I [bought|got|found|sold|lost|broke] a {adjective} {thing} {when}.",
            "My {thing} [broke down|stopped working|was stolen] {when}, so I need a new one.",
            "I [made|built|painted|designed] a {thing} [out of|with|from] {substance}.",
            "The {thing} cost me [50|200|1,000|30] dollars[|, but it's {praise}].",
            "I'm [looking for|saving for] a {adjective} {thing}.",
            "I collect {thing}s, my favorite is the {adjective} one.",
            "I gave my {relative} a {thing} made of {substance}.",
            "a photo of a {adjective} {thing} on a {thing2}",
            "a photo of a {person} [holding|with|next to] a {thing}",
            "a photo of a {animal} [sitting|lying|standing] on a {thing}",
        ],
        [
            "What did {name} [buy|make|build|paint|find|lose] {when}?",
            "When did {name} [buy|get|sell|lose] the {thing}?",
            "How much did the {thing} cost?",
            "What happened to {name}'s {thing}?",
            "What does {name} collect?",
            "What is the {thing} made of?",
            "What kind of {thing} does {name} have?",
        ],
    ),
    "events": (
        [
            "I [went to|attended|organized|spoke at] a {event} [for|about] {topic} {when}.",
            "The {group} [invited me to|is hosting] a {event} {soon}.",
            "I [volunteered|helped out] at a {place} {when}, the {person}s were so {feeling}.",
            "There were [hundreds|dozens|a lot] of people at the {event}.",
            "We raised [500|2,000|10,000] dollars for {topic}.",
            "I joined a {group} that [works on|cares about|supports] {topic}.",
            "I'm performing at a {event} {soon}, I'm so {feeling}.",
            "We talked about {idea} and {quality}.",
        ],
        [
            "When did {name} [go to|attend] the {event}?",
            "What [event|kind of event] did {name} attend {when}?",
            "Where did {name} volunteer?",
            "How much money did {name} raise for {topic}?",
            "Which {group} did {name} join?",
            "What is {name}'s opinion about {topic}?",
            "What did {name} and {other} talk about?",
            "What motivated {name} to join the {group}?",
        ],
    ),
    "assistant": (
        [
            "I'm working on [a|my|the] {software} with {tool} and I need help with [the {software2}|errors|planning|testing].",
            "I'm getting an error in my {software}[| when I use {tool}], can you help me fix it?",
            "How do I [improve|write|structure|test|deploy|debug|finish] [my|the|a] {software}[| in {tool}| by {soon}]?",
            "I've decided to use {tool} for the {software}[|, because it is faster|, version 2.1].",
            "I've added {software2} to my {software}, so what should I do next?",
            "My deadline for the {software} is {soon}, and I have [two|three|five] weeks left.",
            "Sure, here is [a step-by-step guide|an example|some code] for your {software} with {tool}.",
            "Here are some [tips|suggestions|steps]: first, set up {tool}; then write the {software2}; finally, review the {software}.",
            "I'm meeting {other} {soon} to discuss the {software}.",
            "I increased the [budget|coverage|limit|score] from [60|75|40]% to [80|90|95]% {when}.",
        ],
        [
            "Which [tool|library|framework|version] am I using for the {software}?",
            "When is the deadline for [my|the] {software}?",
            "How did I [fix|improve|solve] the [error|problem] in [my|the] {software}?",
            "What did I decide about the {software}?",
            "Can you summarize my progress on the {software}?",
            "Did I finish the {software} before the {software2}?",
            "How long did the {software} take me?",
            "Have I [ever used|worked with] {tool}?",
            "What [percentage|budget|score|coverage] did I reach in the {software}?",
        ],
    ),
    "tastes": (
        [
            "My favorite [movie|book|song|show|band|game] is about {topic}.",
            "I [watched|read|listened to] a [movie|book|podcast|documentary] about a {person} and a {animal} {when}.",
            "I {like} {topic} [movies|books|music|art].",
            "I painted a {nature} with [bright|dark|warm|soft] colors {when}.",
            "The song reminds me of {city} and my {relative}.",
            "I'd love to [see|visit|have] a {thing} with a {plant}.",
            "I planted {plant}s in my [garden|yard|apartment] {when}.",
            "I dream of [having|opening|living in] a {place} by the {nature}.",
            "{quality} and {idea} are important to me.",
        ],
        [
            "What is {name}'s favorite [movie|book|song|game|show|band]?",
            "What [movie|book|documentary] did {name} [watch|read] {when}?",
            "What did {name} paint?",
            "What does {name} grow in the garden?",
            "What [kind of|genre of] [music|books|movies|art] does {name} like?",
            "What is {name}'s dream?",
            "What might {name} [like|enjoy|want] as a gift?",
            "What does the {thing} symbolize?",
            "How would {other} describe {name}?",
        ],
    ),
}  # fmt: skip


def fill_scene(wordnet: WordNet, rng: random.Random) -> dict[str, str]:
    """One word for every name that templates use."""
    words = {kind: rng.choice(nouns) for kind, nouns in wordnet.nouns.items()}
    words |= {"food2": rng.choice(wordnet.nouns["food"]), "thing2": rng.choice(wordnet.nouns["thing"])}
    name, other = rng.sample(NAMES, 2)
    chosen = {
        "relative": RELATIVES, "city": PLACES, "hobby": HOBBIES, "job": JOBS, "subject": SUBJECTS, "tool": TOOLS,
        "when": WHEN, "soon": SOON, "feeling": FEELINGS, "like": LIKES, "praise": PRAISE, "software": SOFTWARE,
        "software2": SOFTWARE, "adjective": wordnet.adjectives,
    }  # fmt: skip
    words |= {key: rng.choice(values) for key, values in chosen.items()}
    # Names are taken out of texts before they are embedded, so most of the time there is none.
    words |= {"name": name if rng.random() < 0.15 else "", "other": other}
    words["relative"] = words["relative"].replace("_", " ")
    return words


def write(template: str, words: dict[str, str], rng: random.Random) -> str:
    """Choose, fill in and tidy up one template."""
    while "[" in template and "|" in template:
        chosen = re.sub(r"\[([^\[\]]*\|[^\[\]]*)\]", lambda match: rng.choice(match[1].split("|")), template)
        if chosen == template:
            break
        template = chosen
    text = re.sub(r"\{(\w+)\}", lambda match: words[match[1]], template)
    text = re.sub(r"\s+(['?.,!])", r"\1", re.sub(r"\s+", " ", text)).strip()
    text = re.sub(r"\b([Aa]) (?=[aeioAEIO])", r"\1n ", text)
    return text if text.startswith("a photo") else text[:1].upper() + text[1:]


def message(statements: list[str], words: dict[str, str], rng: random.Random) -> str:
    parts = [write(one, words, rng) for one in rng.sample(statements, rng.choice((1, 1, 1, 2, 2, 3)))]
    if rng.random() < 0.35:
        parts.insert(0, rng.choice(GREETINGS))
    if rng.random() < 0.45:
        parts.append(write(rng.choice(CLOSINGS), words, rng))
    return " ".join(parts)


def converse(wordnet: WordNet, *, scenes: int, rng: random.Random) -> list[str]:
    """Messages and questions of ``scenes`` scenes: three messages and two questions each."""
    texts: list[str] = []
    topics = list(SCENES)
    for number in range(scenes):
        statements, questions = SCENES[topics[number % len(topics)]]
        words = fill_scene(wordnet, rng)
        texts += [message(statements, words, rng) for _ in range(3)]
        texts += [write(question, words, rng) for question in rng.sample(questions, 2)]
    return texts
