"""Terms in drafts of the shipped starter: twelve terms of a made-up paper, five sentences each."""

from __future__ import annotations

from bilingual.engines.argos import ArgosEngine
from bilingual.model import Locale
from bilingual.packages import choose
from bilingual.terms import anchors, demands, enforce, read_termbase
from bilingual.terms.words import plain

FR, EN = Locale("fr"), Locale("en")
TERMS = """source,target,keep,case,forbidden
député,MP,,,deputy
séisme,quake|tremor,,,
Premier ministre,prime minister,,,premier
conseil municipal,town council,,,city council
chômage,joblessness,,,
grève,walkout|industrial action,,,
Viêt Nam,Viet Nam,,,Vietnam
loi de finances,budget bill,,,
pêcheur,fisher,,,fisherman
Le Courrier de l'Ouest,,yes,,
logement social,council housing|council home,,,
entreprise,firm,,,
"""
SENTENCES = """
Un député a quitté la salle.
Les députés ont voté la loi mardi.
La députée demande une enquête.
Le député du Nord a répondu au ministre.
Deux députées ont signé le texte.
Un séisme a frappé la côte lundi.
Le séisme a détruit trois villages.
Les séismes sont fréquents dans la région.
Après le séisme, les écoles ont fermé.
Un second séisme a été ressenti dans la nuit.
Le Premier ministre a présenté son plan.
La Première ministre arrive jeudi à Paris.
Le Premier ministre et le président se sont rencontrés.
« Nous gagnerons », a dit le Premier ministre.
Les Premiers ministres des deux pays ont parlé.
Le conseil municipal se réunit ce soir.
Les conseils municipaux ont refusé le projet.
Le maire a perdu la majorité au conseil municipal.
Un membre du conseil municipal a démissionné.
Le Conseil municipal a voté le budget.
Le chômage a baissé en mars.
La hausse du chômage inquiète le gouvernement.
Le taux de chômage est de 7 %.
Ils luttent contre le chômage des jeunes.
Le chômage reste élevé dans le sud.
La grève a commencé lundi.
Les grèves se multiplient dans les ports.
Les enseignants ont annoncé une grève.
La grève des trains est terminée.
Un appel à la grève a été lancé.
Le Viêt Nam exporte du riz.
Les relations entre la France et le Viêt Nam sont bonnes.
Il est né au Viêt-Nam en 1960.
Le commerce avec le Viêt Nam augmente.
Une délégation du Viêt Nam est arrivée.
La loi de finances a été adoptée.
Le Sénat examine la loi de finances.
Les lois de finances sont votées en automne.
Le débat sur la loi de finances commence mardi.
La loi de finances prévoit une baisse des impôts.
Un pêcheur a disparu en mer.
Les pêcheurs bloquent le port.
Le pêcheur a sauvé deux enfants.
Les pêcheurs bretons demandent des aides.
La colère des pêcheurs grandit.
Le Courrier de l'Ouest a publié la lettre.
Selon Le Courrier de l'Ouest, le maire va partir.
Le journaliste travaille pour Le Courrier de l'Ouest.
Le patron du Courrier de l'Ouest a réagi.
Il a donné un entretien au Courrier de l'Ouest.
La ville construit des logements sociaux.
Le logement social manque dans la région.
Un logement social sur dix est vide.
Les demandes de logement social augmentent.
Le maire promet mille logements sociaux.
Les entreprises recrutent.
L'entreprise a fermé son usine.
Une entreprise de la région a gagné le prix.
Le directeur de l'entreprise a démissionné.
Les petites entreprises souffrent de la crise.
"""


def share(rows):
    """Return how many of the terms in rows of source, target and terms found are obeyed."""
    obeyed = asked = 0
    for source, target, found in rows:
        there = f" {plain(target)} "
        for demand in demands(source, found, EN):
            asked += 1
            is_there = any(f" {plain(form)} " in there for form in demand.targets)
            obeyed += is_there and not any(f" {plain(x)} " in there for x in demand.forbidden)
    return obeyed / asked


def test_enforcing_makes_the_starter_obey(tmp_path):
    """Of the terms that the starter's first hypotheses miss, most are put in, and none is lost."""
    path = tmp_path / "terms.csv"
    path.write_text(TERMS, encoding="utf-8")
    termbase = read_termbase(path)
    engine = ArgosEngine(choose("fr", "en", environment={}), hypotheses=4)
    sources = SENTENCES.split("\n")[1:-1]
    targets = [made[0].text for made in engine.translate(sources)]
    found = [termbase.find(source, FR) for source in sources]
    known = anchors(
        termbase.terms,
        lambda texts: [tuple(h.text for h in made) for made in engine.translate(texts)],
    )
    after = [
        enforce(source, target, terms, known)[0]
        for source, target, terms in zip(sources, targets, found, strict=True)
    ]
    before_share = share(zip(sources, targets, found, strict=True))
    after_share = share(zip(sources, after, found, strict=True))

    assert all(found)
    # Measured with 0.2: 0.100 before, 0.850 after. The rest is what the starter made nothing of.
    assert before_share < 0.25
    assert after_share > 0.75
