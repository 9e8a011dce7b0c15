"""Numbers in any legitimate form, and in wrong ones."""

from __future__ import annotations

import re

import pytest

from bilingual.facts import Context, Reader, compare, numbers
from bilingual.model import Locale, Severity

FR, EN = Locale("fr"), Locale("en")
PAIR = Context(FR, EN)
ABOUT_NUMBERS = {"number", "unit", "verbatim"}

# One line: French | an English form | another …, all of them good.
GOOD = """
1 200,5 mètres | 1,200.5 metres | 1 200.5 metres | 1200.5 meters
1\u202f200 pages | 1,200 pages | 1200 pages | twelve hundred pages | one thousand two hundred pages
1.200 morts | 1,200 dead
2,4 millions d'habitants | 2.4 million inhabitants | 2,400,000 inhabitants | 2.4m inhabitants
60 % des voix | 60% of the vote | 60 percent of the vote | 60 per cent of the vote | sixty per cent
Soixante pour cent des voix | 60% of the vote | Sixty percent of the vote
14 h 30 | 2:30 pm | 2.30 p.m. | 14:30 | 2:30 p.m. | 14.30
à 14h30 | at 2:30 pm | at 14:30 | at 2.30pm
14:30 | 2:30 pm | 14:30
9 h | 9 am | 9 o'clock | 9:00 | nine o'clock | 9 a.m.
21 heures | 9 pm | 9 p.m. | 21:00 | 9:00 pm
8 h 15 du matin | 8:15 am | 8:15 a.m. | 8.15 in the morning
9 heures et demie | half past nine | 9:30 | 9.30 am
9 heures et quart | a quarter past nine | 9:15
midi | noon | 12 noon | midday
trois heures et demie de route | three and a half hours on the road | 3.5 hours on the road
1 h 30 de trajet | 1.5 hours of travel | 90 minutes of travel | one hour and 30 minutes
24 heures | 24 hours | a day
le 1er mai | on 1 May | on May 1 | on May 1st | on the first of May
la 1re place | the 1st place | first place
le 2e étage | the 2nd floor | the second floor
au 21e rang | in 21st place | twenty-first
le XXIe siècle | the 21st century | the twenty-first century
au XIXᵉ siècle | in the 19th century | in the nineteenth century
Louis XIV | Louis XIV | Louis the 14th
Jean-Paul II | John Paul II
la IIIe République | the Third Republic | the 3rd Republic
quatre-vingts ans | 80 years | eighty years
quatre-vingt-dix-sept | 97 | ninety-seven
soixante et onze | 71 | seventy-one
soixante-quinze | 75 | seventy-five
septante-deux | 72 | seventy-two
vingt et un | 21 | twenty-one
deux cent cinquante | 250 | two hundred and fifty | two hundred fifty
mille neuf cents | 1900 | nineteen hundred | one thousand nine hundred
trois cent mille | 300,000 | three hundred thousand | 300 thousand
un million | one million | a million | 1,000,000 | 1 million
trois millions | 3 million | three million | 3,000,000
1,5 milliard | 1.5 billion | one and a half billion | 1.5bn
2 millions et demi | 2.5 million | two and a half million
500 milliards | 500 billion | half a trillion and 500 billion
1 500 milliards | 1.5 trillion | 1,500 billion
mille milliards | a thousand billion | 1,000 billion | 1 trillion
deux personnes | two people | both people | a couple of people | 2 people
deux fois | twice | two times | 2 times
douze œufs | twelve eggs | a dozen eggs | 12 eggs
quinze jours | fifteen days | two weeks | a fortnight
une vingtaine de personnes | about twenty people | some 20 people | a score of people
une centaine de tracteurs | about a hundred tractors | about 100 tractors
une douzaine | a dozen | 12
des centaines de gens | hundreds of people
un tiers des élèves | a third of the pupils | one third of the pupils | 1/3 of the pupils
deux tiers | two thirds | two-thirds | 2/3
trois quarts | three quarters | three-quarters | 3/4
la moitié | half
le tiers | a third
un quart | a quarter | one fourth
18 janvier | January 18 | 18 January | 18 Jan | January 18th | the 18th of January | Jan. 18
le 18 janvier 2024 | January 18, 2024 | 18 January 2024 | 18 Jan 2024
le 3 mars | March 3 | 3 March | the third of March
début mai 2019 | in early May 2019
le 14 août 1990 | August 14, 1990 | 14 Aug. 1990
le 5 sept. 2001 | September 5, 2001 | 5 Sept 2001
03/05/2026 | 3 May 2026 | May 3, 2026 | 03/05/2026 | 05/03/2026 | 2026-05-03
31/12/2025 | 31/12/2025 | 12/31/2025 | 31 December 2025 | December 31, 2025
2026-05-03 | 3 May 2026 | 2026-05-03
en 1995-96 | in 1995-96 | in 1995-1996 | in 1995/96 | in 1995–96
les années 90 | the 1990s | the nineties | the '90s | the 90s
les années 1960 | the 1960s | the sixties | the 60s
10-12 ans | 10-12 years | 10 to 12 years | ten to twelve years | 10–12 years
de 10 à 12 millions | from 10 to 12 million | between 10 million and 12 million
entre 2 et 3 milliards | between 2 and 3 billion | between 2 billion and 3 billion
3-1 | 3-1 | 3–1 | three to one
6-4, 7-5 | 6-4, 7-5
01 42 34 56 78 | 01 42 34 56 78 | 01.42.34.56.78 | +33 1 42 34 56 78 | 0142345678
12,4 millions d'euros | €12.4 million | 12.4 million euros | EUR 12.4 million | €12,400,000
5 000 $ | $5,000 | 5,000 dollars | US$5,000 | five thousand dollars
5 000 dollars américains | US$5,000 | 5,000 US dollars
1,2 milliard de dollars | $1.2 billion | 1.2 billion dollars | $1.2bn
8,50 € | €8.50 | 8.50 euros
50 millions de livres sterling | £50 million | 50 million pounds
1 250 kg | 1,250 kg | 1,250 kilos | 1,250 kilograms
70 km/h | 70 km/h | 70 kph | 70 kilometres per hour
38,6 °C | 38.6 °C | 38.6°C | 38.6 degrees Celsius
100 m | 100 m | 100 metres | 100 meters | a hundred metres
640 km | 640 km | 640 kilometres | 640km
13,20 euros par mètre carré | €13.20 per square metre | 13.20 euros per square meter
3,4 mm | 3.4 mm | 3.4 millimetres
2 150 hectares | 2,150 hectares
1 300 MW | 1,300 MW | 1,300 megawatts
0,25 point | 0.25 of a point | 0.25 points
la version 3.12.4 | version 3.12.4
la route D37 | the D37 road | the D 37 road
l'A320 | the A320 | the A-320
le n° 5 | No. 5 | number five
14 banques | fourteen banks | 14 banks
trente-huit jours | thirty-eight days | 38 days
cent douze | 112 | one hundred and twelve
cinq cents | 500 | five hundred
46 cents | 46 cents
sept | seven | 7
troisième | third | 3rd
deuxième | second | 2nd
cinquième | fifth | 5th
vingt-cinquième | twenty-fifth | 25th
centième | hundredth | 100th
1,000 litre | 1.000 litre | 1,000 litres
0,7 % | 0.7%
1 037 morts | 1,037 deaths | 1037 deaths
le 11 novembre 1918, à 11 heures | on 11 November 1918, at 11 am | at 11 o'clock on November 11, 1918
1 450 avant J.-C. | 1450 BC
3 minutes 40 | 3 minutes 40
-5 °C | -5 °C | minus 5 degrees Celsius
10.000 | 10,000
15 mille | 15,000 | 15 thousand
le 6 et le 7 avril | on April 6 and 7 | on 6 and 7 April
"""
WRONG = """
212 bateaux | 221 boats | 21 boats | boats | 2120 boats
1 200,5 mètres | 12,005 metres | 1,200 metres | 1,205 metres
2,4 millions | 24 million | 2.4 | 2.4 billion | 2,400
1,5 milliard | 1.5 million | 15 billion
60 % | 16% | 60
14 h 30 | 2:30 am | 4:30 pm | 14:13 | 1:30 pm
21 heures | 9 am | 8 pm
le XIXe siècle | the 20th century | the 1st century | the century
quatre-vingts ans | 24 years | twenty years | 84 years
quatre-vingt-dix-sept | ninety | 87 | 80-17
soixante et onze | sixty-one | 61
vingt-deux | twenty | 20
une vingtaine de personnes | about 200 people | about thirty people
deux tiers | a third | 3/2
trois quarts | a quarter
le 18 janvier | February 18 | January 8 | 18 June
03/05/2026 | 3 June 2026 | 4 May 2026 | 3 May 2025
les années 90 | the 1980s | the eighties
10-12 ans | 10 years | 10-13 years
01 42 34 56 78 | 01 42 34 56 79 | 01 42 34 56
12,4 millions d'euros | $12.4 million | 12.4 million
5 000 $ | €5,000 | 5,000
100 km | 62 miles | 100 miles
la route D37 | the D73 road | the road
l'A320 | the A230 | the plane
trois millions | three thousand | three
treize | thirty | fourteen
Louis XIV | Louis XVI | Louis
3-1 | 3-2
1681 | 181
38 jours | 30 days
2 millions et demi | 2 million
1995-96 | 1995-97
la version 3.12.4 | version 3.12.5
deux personnes | three people | people
"""


def rows(table):
    """Give (French, English) for each form of a table."""
    for line in table.strip().splitlines():
        source, *forms = re.split(r" \| ", line)
        yield from ((source, form) for form in forms)


def wrong(source, target, pair=PAIR):
    """Return the messages about numbers, units and codes."""
    return [f.message for f in compare(source, target, pair) if f.check in ABOUT_NUMBERS]


def test_there_are_enough_forms():
    """The tables are worth their name."""
    assert len(list(rows(GOOD))) >= 150
    assert len(list(rows(WRONG))) >= 60


@pytest.mark.parametrize(("source", "target"), list(rows(GOOD)))
def test_a_legitimate_form_is_no_finding(source, target):
    """A number in any form that an English editor would let pass counts as the same."""
    assert [] == wrong(source, target)


@pytest.mark.parametrize(("source", "target"), list(rows(WRONG)))
def test_another_number_is_found(source, target):
    """A number that is changed, lost or of another unit is found, whatever its form."""
    assert wrong(source, target)


def test_a_changed_number_is_told_with_both_spans():
    """The finding says which number became which, and where both stand."""
    source, target = "Il y a 212 bateaux.", "There are 221 boats."
    (finding,) = compare(source, target, PAIR)

    assert finding.severity is Severity.ERROR
    assert "212" in finding.message
    assert "221" in finding.message
    assert "212" == finding.source_span.of(source)
    assert "221" == finding.target_span.of(target)


def test_an_invented_number_is_found():
    """A number in the target that the source has not is an error, with its span."""
    target = "The market has reopened with 300 boats."
    (finding,) = compare("Le marché a rouvert avec ses bateaux.", target, PAIR)

    assert (finding.check, finding.severity) == ("number", Severity.ERROR)
    assert "300" == finding.target_span.of(target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Un homme est venu.", "A man came."),
        ("Il a acheté une voiture neuve, un vélo neuf.", "He bought a new car, a new bicycle."),
        ("Une seconde fois.", "Once more."),
        ("Le Premier ministre est là.", "The Prime Minister is here."),
        ("des millions de gens", "a great many people"),
        ("Il n'y a qu'un seul homme.", "There is only one man."),
        ("Vers Inde", "Towards India"),
    ],
)
def test_words_that_are_seldom_numbers_are_not_asked_for(source, target):
    """Un, neuf, second and premier need not be numbers in English."""
    assert [] == wrong(source, target)


def test_a_number_as_french_writes_it_is_warned_of():
    """12,5 % in English is the right number in the wrong form."""
    findings = compare("une hausse de 12,5 %", "a rise of 12,5 %", PAIR)

    assert [("number-form", Severity.WARNING)] == [(f.check, f.severity) for f in findings]


def test_a_conversion_in_brackets_is_a_warning_only():
    """Translators add conversions; they are to be looked at, not to be thrown out."""
    findings = compare("à 100 km de Miami", "100 km (62 miles) from Miami", PAIR)

    assert {Severity.WARNING} == {f.severity for f in findings}


def test_numbers_inside_addresses_are_no_numbers():
    """What is kept to the letter is compared to the letter, once."""
    source = "Voir https://exemple.fr/2024/12 et A320."
    assert [] == wrong(source, "See https://exemple.fr/2024/12 and A320.")
    assert 1 == len(wrong(source, "See https://exemple.fr/2024/12 and A330."))


def test_a_language_without_data_has_its_figures_compared():
    """For a pair that nothing is known of, figures still have to agree; words are not read."""
    pair = Context(Locale("de"), Locale("pt"))

    assert [] == wrong("zwölf Boote, 212 Leute", "doze barcos, 212 pessoas", pair)
    assert wrong("212 Leute", "221 pessoas", pair)


def test_one_reader_serves_many_targets():
    """A source that was read once gives the same findings as compare."""
    reader = Reader("Il y a 212 bateaux à 14 h.", PAIR)
    for target in ("212 boats at 2 pm.", "221 boats at 2 pm.", "Boats."):
        assert reader.compare(target) == compare("Il y a 212 bateaux à 14 h.", target, PAIR)


def test_numbers_lie_at_their_spans_in_order():
    """Spans point at what was read."""
    text = "Quatre-vingts bateaux, 1 200 marins, 14 h 30, le XXIe siècle."
    found = numbers(text, FR)

    assert [n.span for n in found] == sorted(n.span for n in found)
    assert ["Quatre-vingts", "1 200", "14 h 30", "XXIe", "siècle"] == [
        n.span.of(text) for n in found
    ]


def test_a_very_long_run_of_digits_is_kept_as_it_is():
    """Five thousand digits are no number; they have to come back all the same."""
    digits = "7" * 5000
    assert [] == wrong(f"le code {digits}", f"the code {digits}")
    assert wrong(f"le code {digits}", f"the code {digits[1:]}")
