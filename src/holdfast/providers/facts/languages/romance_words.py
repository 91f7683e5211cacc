"""What rules for French, Spanish, Portuguese and Italian are made of: names, places, and what people do."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import PROPER

STOP: Final = (
    r"(?=[,.;:!?()…\n]|$| (?:et|y|e|ed|mais|pero|mas|ma|donc|así|porque|parce|perché|depuis|desde|da|en|"
    r"à|in|no|na|em|a|con|com|avec|per|para|pour|chez|de lunes)\b)"
)
NO_STAY: Final = (
    r"(?!(?:turista|visita\w*|vacaciones|soltera?|solteiro|carona|frente|verdad|repente|gente|noche|obras?|cuenta|conta|"
    r"presente|parte|baja|paso|fiesta|mudanza|compras|exámenes|erasmus|guardia|viaje|luna|acuerdo|resaca|camino|pie|rodillas|"
    r"bajón|pruebas|vuelta|buenas|malas|mal|coña|broma|férias|folga|boa|saco|olho|dieta|ressaca|licença|passagem|volta|acordo|"
    r"lunes|mañana|tarde|puente|excursión|escapada|ruta|rebajas|cañas|copas|pintxos|marcha|nuevo|novo)\b)"
)
"""What somebody is only for a time, behind words that name what they do."""

PLACE: Final = rf"(?P<value>{PROPER}(?:[ -](?:{PROPER}|de|do|da|di|la|le|sur|del|las|los|en))*)"
NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, | et | y | e ){PROPER})*)"
WORDS: Final = rf"(?P<value>[^\W\d_]+(?:[ ’'-](?:de |du |des |d['’]|di |da |do )?[^\W\d_]+){{0,3}}?){STOP}"
FAMILY_JOBS: Final = (
    r"(?P<value>(?!al[ée]rg|allerg|diab|asm[aá]|asthm|[ée]pil|dalt[oó]n|hipert|veg|vég|intoll|intol|"
    r"celi|celí|intoler)[^\W\d_]+(?:eur|euse|trice|ien|ienne|iste|ier|ière|aire|ant|ante|cin|tecte|"
    r"logue|phe|ctor|ctora|dor|dora|ero|era|ista|"
    r"ario|aria|ico|ica|ogo|oga|rafo|rafa|tore|trice|ista|iere|iera|aio|ente|ense|ogado|ogada|essor|"
    r"essora|esor|esora|éfico|édico|édica|"
    r"nheiro|nheira|eiro|eira|eta|ué|traité|rmier|rmière|ubilado|ubilada|sionato|sionata|sentado|"
    r"sentada|udante|udiante|tudiant|tudiante|"
    r"vocat|vocate|vocato|uoco|uoca|hef|ocinero|ocinera|édecin|age-femme|oulanger|oulangère|oucher|"
    r"ouchère|omptable|otaire|ibraire|açon|erger|ergère|eintre|uide|uvrier|uvrière|hauffeur|nterprète|"
    r"lbañil|atrona|uez|ueza|olicía|iloto|uía|ontable|ntérprete|armacéutic[oa]|arpinter[oa]|ibrer[oa]|"
    r"artero|armacista|arrucchier[ea]|nfermeir[oa]|adeiro|adeira|otorista|rofesseur|rofesseure|osentado|"
    r"osentada|aestro|aestra|aître|aîtresse)"
    r"(?: (?:de|du|des|d['’]|di|da|do) ?[^\W\d_]+)?)"
)
