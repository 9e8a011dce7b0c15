"""A made-up newsroom's words: ten terms that it translates in its own way, in sentences.

The starter renders nearly none of them as the house does. Frames for learning and frames for
measuring are different sentences, so that what is measured is the words and not the sentences.
"""

from __future__ import annotations

import random

# French with its article, after "de", after "à"; and the house's English, without the article.
TERMS = [
    ("la criée", "de la criée", "à la criée", "quayside auction"),
    ("le bac", "du bac", "au bac", "chain ferry"),
    ("l'écluse", "de l'écluse", "à l'écluse", "sea lock"),
    ("la digue", "de la digue", "à la digue", "storm bank"),
    ("la halle", "de la halle", "à la halle", "covered market"),
    ("le bourg", "du bourg", "au bourg", "old quarter"),
    ("la mairie", "de la mairie", "à la mairie", "Civic Hall"),
    ("le lavoir", "du lavoir", "au lavoir", "wash basin"),
    ("la sous-préfecture", "de la sous-préfecture", "à la sous-préfecture", "district office"),
    ("le syndicat d'initiative", "du syndicat d'initiative", "au syndicat d'initiative",
     "visitor bureau"),
]  # fmt: skip

LEARNT = [
    ("{Le} a rouvert lundi matin.", "The {x} reopened on Monday morning."),
    ("Les travaux {de} dureront deux ans.", "The work on the {x} will last two years."),
    ("Personne n'a été blessé près {de}.", "Nobody was hurt near the {x}."),
    ("Rendez-vous {à} à huit heures.", "Meet at the {x} at eight o'clock."),
    ("Le maire a visité {le} mardi.", "The mayor visited the {x} on Tuesday."),
    ("Depuis hier, {le} est sous surveillance.", "Since yesterday, the {x} has been under watch."),
    ("Les habitants veulent garder {le}.", "The residents want to keep the {x}."),
    ("Nous avons photographié {le} avant l'orage.", "We photographed the {x} before the storm."),
]
MEASURED = [
    ("{Le} sera en service cet été.", "The {x} will be in service this summer."),
    ("Une foule nombreuse attendait devant {le}.", "A large crowd was waiting outside the {x}."),
    ("L'histoire {de} est connue de tous.", "Everyone knows the history of the {x}."),
    ("Le préfet se rendra {à} jeudi.", "The prefect will go to the {x} on Thursday."),
]


def sentences(frames: list[tuple[str, str]], seed: int = 1) -> list[tuple[str, str]]:
    """Return every term in every frame, French and English, mixed."""
    made = []
    for le, de, at, english in TERMS:
        for french, frame in frames:
            filled = french.format(Le=le[0].upper() + le[1:], le=le, de=de, à=at)
            made.append((filled, frame.format(x=english)))
    random.Random(seed).shuffle(made)
    return made


def obeyed(pairs: list[tuple[str, str]], drafts: list[str]) -> float:
    """Return the share of drafts that have the house's word for the term in their source."""
    good = 0
    for (french, _reference), draft in zip(pairs, drafts, strict=True):
        noun = next(t for t in TERMS if t[0].split(" ", 1)[-1].removeprefix("l'") in french)
        good += noun[3].casefold() in draft.casefold()
    return good / len(pairs)


# General sentences with a translation each: none is about the newsroom's terms.
GENERAL = [
    ("Le Parlement a adopté la résolution.", "Parliament adopted the resolution."),
    ("Je voudrais remercier tous mes collègues.", "I would like to thank all my colleagues."),
    ("Cette proposition pose un problème.", "This proposal poses a problem."),
    ("Nous devons agir rapidement.", "We must act quickly."),
    ("Elle habite à Paris depuis cinq ans.", "She has lived in Paris for five years."),
    ("Le rapport sera publié demain.", "The report will be published tomorrow."),
    ("Il ne veut pas répondre à la question.", "He does not want to answer the question."),
    ("Les pays membres ont signé un accord.", "The member countries have signed an agreement."),
    ("Combien coûte ce livre ?", "How much does this book cost?"),
    ("La situation économique s'améliore.", "The economic situation is improving."),
    ("Mon frère travaille dans une banque.", "My brother works in a bank."),
    ("La Commission a présenté son programme.", "The Commission presented its programme."),
    ("Ils sont arrivés en retard.", "They arrived late."),
    ("Le gouvernement a refusé cette demande.", "The government refused this request."),
    ("Il faut protéger les enfants.", "Children must be protected."),
    ("Tout le monde est d'accord.", "Everyone agrees."),
    ("J'ai perdu mes clés hier soir.", "I lost my keys last night."),
    ("Cette loi protège les consommateurs.", "This law protects consumers."),
    ("Le train partira à dix heures.", "The train will leave at ten o'clock."),
    ("Nous avons besoin de plus de temps.", "We need more time."),
]
