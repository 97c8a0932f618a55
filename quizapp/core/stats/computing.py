"""Computing: statistics from figures and memories, in pieces.

What follows from decks and days is known first. Levels and tags need every card, and
misconceptions need the answers: they come last, deck by deck, so that a screen can
show how far it is, and stop.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.cards.card_list import CardList, Run
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import is_due
from quizapp.core.scheduling.listed import SeenCards
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.activity import activity
from quizapp.core.stats.calibration import SureAndWrong, sure_and_wrong
from quizapp.core.stats.card_figures import CardFigures
from quizapp.core.stats.deck_counter import DeckCounter
from quizapp.core.stats.figure_lists import DaySpan, StudyFigures
from quizapp.core.stats.forecast import FORECAST_DAYS, Forecast, forecast
from quizapp.core.stats.groups import CardGroups, Group
from quizapp.core.stats.misconceptions import (
    NO_MISCONCEPTIONS,
    Misconceptions,
    misconceptions,
)
from quizapp.core.stats.readiness import readiness
from quizapp.core.stats.retention import retention
from quizapp.core.stats.statistics import GroupStatistics, Period, Statistics
from quizapp.core.stats.totals import Totals, total_of

CARDS_AT_ONCE = 200
"""The answers of so many cards are read in one piece."""


def statistics(
    study: StudyFigures,
    library: Library,
    period: Period,
    chosen: CardList | None = None,
) -> Statistics:
    """Return the statistics, all of them. Only the chosen cards count, if any are."""
    *_, last = computed(study, library, period, chosen)
    return last


def computed(
    study: StudyFigures,
    library: Library,
    period: Period,
    chosen: CardList | None = None,
) -> Iterator[Statistics]:
    """Yield the statistics that are known at once, how far it is, and then all."""
    view = _View(study, library, period, chosen)
    known = view.known()
    yield known
    cards, wrong = CardGroups(study, period), list(view.wrong())
    runs = view.cards.runs
    pieces = [
        wrong[at : at + CARDS_AT_ONCE] for at in range(0, len(wrong), CARDS_AT_ONCE)
    ]
    whole = len(runs) + len(pieces) + 1
    for number, run in enumerate(runs, 1):
        cards.add(run)
        yield replace(known, share=number / whole)
    found = NO_MISCONCEPTIONS
    for number, piece in enumerate(pieces, len(runs) + 1):
        found += view.mistakes(piece)
        yield replace(known, share=number / whole)
    groups = (*known.groups, *cards.groups())
    yield replace(known, groups=groups, misconceptions=found, share=1.0)


class _DeckSums(Struct, frozen=True):
    """What is counted of the chosen cards of a deck."""

    group: Group
    reviewed: int
    """How many of them were reviewed in the period."""


class _View(Struct, frozen=True, dict=True):
    """The chosen cards, and their figures."""

    study: StudyFigures
    library: Library
    period: Period
    chosen: CardList | None

    @cached_property
    def cards(self) -> CardList:
        """The cards that are looked at."""
        return self.library.every if self.chosen is None else _by_deck(self.chosen)

    def known(self) -> Statistics:
        """Return all that follows from days and decks."""
        period, last = self.period, self.period.now.day
        days = self._days()
        began = min(days, default=last)
        total = sum(days.values(), Totals())
        in_decks = sum(sums.group.totals.reviews for sums in self._sums.values())
        cards = sum(sums.reviewed for sums in self._sums.values())
        if self.chosen is None:
            cards = sum(self._reviewed.values())
        return Statistics(
            period,
            activity(days, cards, began, last),
            retention(days, period.settings.retention, began, last),
            self._forecast(),
            tuple(self._groups()),
            total.calibration,
            self._errors(),
            NO_MISCONCEPTIONS,
            total.reviews - in_decks if self.chosen is None else 0,
            share=0.0,
        )

    def wrong(self) -> Iterator[tuple[CardId, CardFigures]]:
        """Yield the cards that were answered wrong in the period."""
        for card, figures in self.study.figures.wrong(self.period.first):
            if self._is_chosen(card):
                yield card, figures

    def mistakes(self, cards: Iterable[tuple[CardId, CardFigures]]) -> Misconceptions:
        """Read the wrong answers to some cards."""
        wrong = chain.from_iterable(figures.wrong for _, figures in cards)
        ids = [id_ for day, id_ in wrong if self._span.has(day)]
        by_card: dict[CardId, list[Reviewed]] = {}
        for review in self.study.answers(ids):
            by_card.setdefault(review.card, []).append(review)
        return misconceptions(by_card, self.library.cards)

    @property
    def _span(self) -> DaySpan:
        return DaySpan(self.period.first, self.period.now.day)

    def _is_chosen(self, card: CardId) -> bool:
        return self.chosen is None or self.chosen.has(card)

    @cached_property
    def _whole(self) -> tuple[Deck, ...]:
        """The decks all of whose cards are chosen."""
        return tuple(run.deck for run in self.cards.runs if _is_whole(run))

    @cached_property
    def _parts(self) -> tuple[Run, ...]:
        """Some cards of a deck."""
        runs = self.cards.runs
        return tuple(run for run in runs if not _is_whole(run))

    @cached_property
    def _part_figures(self) -> Mapping[str, Sequence[CardFigures]]:
        """The figures of those cards, deck by deck."""
        found: dict[str, Sequence[CardFigures]] = {}
        for run in self._parts:
            own = self.study.figures.of_deck(run.deck.id)
            names = (card.card for card in run.ids)
            found[run.deck.id] = [own[name] for name in names if name in own]
        return found

    @cached_property
    def _gone(self) -> Mapping[str, Sequence[CardFigures]]:
        """The figures of cards that whole decks have no longer."""
        known, gone = self.study.figures.reviewed(), {}
        for deck in self._whole:
            outline = deck.outline
            if known.get(deck.id) in (None, _all_of(deck)):
                continue
            names = self.study.figures.names(deck.id) - outline.places.keys()
            if names:
                own = self.study.figures.of_deck(deck.id)
                gone[deck.id] = [own[name] for name in names]
        return gone

    def _days(self) -> Mapping[StudyDay, Totals]:
        """Return the totals of each day."""
        lists, span = self.study.figures, self._span
        if self.chosen is None:
            return lists.by_day(span, None)
        days = dict(lists.by_day(span, {deck.id for deck in self._whole}))
        for card in chain.from_iterable(self._part_figures.values()):
            for own in card.days:
                if span.has(own.day):
                    days[own.day] = days.get(own.day, Totals()) + total_of([own])
        for card in chain.from_iterable(self._gone.values()):
            for own in card.days:
                if span.has(own.day):
                    days[own.day] -= total_of([own])
        return {day: total for day, total in days.items() if total.reviews}

    @cached_property
    def _reviewed(self) -> Mapping[str, int]:
        return self.study.figures.cards(self._span)

    @cached_property
    def _sums(self) -> Mapping[str, _DeckSums]:
        """What each deck comes to, in the order of the files."""
        totals, span = self.study.figures.by_deck(self._span), self._span
        sums: dict[str, _DeckSums] = {}
        for run in self.cards.runs:
            deck = run.deck
            if not run.numbers:
                continue
            if _is_whole(run):
                gone = [span.total(card) for card in self._gone.get(deck.id, ())]
                total = totals.get(deck.id, Totals()) - sum(gone, Totals())
                reviewed = self._reviewed.get(deck.id, 0)
                reviewed -= sum(each.reviews > 0 for each in gone)
                sums[deck.id] = _DeckSums(self._of_whole(deck, total), reviewed)
            else:
                own = [span.total(card) for card in self._part_figures[deck.id]]
                group = self._of_part(run, sum(own, Totals()))
                reviewed = sum(each.reviews > 0 for each in own)
                sums[deck.id] = _DeckSums(group, reviewed)
        return sums

    def _of_whole(self, deck: Deck, total: Totals) -> Group:
        day, settings = self.period.recall_day, self.period.settings
        ready = self._counter.readiness(deck, day, settings)
        return Group(total, self._counter.counts(deck).due, ready)

    def _of_part(self, run: Run, total: Totals) -> Group:
        by_name, period = self.study.memories_of(run.deck.id), self.period
        known = {card: by_name[card.card] for card in run.ids if card.card in by_name}
        awake = (known[card] for card in known if card not in period.suspended)
        due = sum(is_due(memory, period.now) for memory in awake)
        day, settings = period.recall_day, period.settings
        return Group(total, due, readiness(run.ids, known, day, settings))

    @cached_property
    def _counter(self) -> DeckCounter:
        """Counts whole decks; a buried card is due all the same."""
        suspended = self.period.suspended
        memories = replace(self.study.memories, buried={}, suspended=suspended)
        return DeckCounter(memories, self.period.now, self.study.lists)

    def _forecast(self) -> Forecast:
        """Count the chosen cards by the day they are due, without suspended ones."""
        now, by_card = self.period.now, self.study.memories.by_card
        ahead = self._counter.forecast(Library(self._whole), FORECAST_DAYS)
        whole = Library(self._whole)
        resting = [card for card in self.period.suspended if whole.has(card)]
        ahead -= forecast(resting, by_card, now)
        for run in self._parts:
            awake = (card for card in run.ids if card not in self.period.suspended)
            ahead += forecast(awake, by_card, now)
        return ahead

    def _groups(self) -> Iterator[GroupStatistics]:
        topics: dict[str, tuple[str, Group]] = {}
        for deck in self.library.decks:
            if deck.id in self._sums:
                own, key = self._sums[deck.id].group, deck.topic.casefold()
                name, group = topics.get(key, (deck.topic, Group()))
                topics[key] = (name, group + own)
                yield own.named("deck", deck.id)
        for name, group in topics.values():
            yield group.named("topic", name)

    def _errors(self) -> tuple[SureAndWrong, ...]:
        """Return the cards of the period's errors with confidence, latest first."""
        found = (
            sure_and_wrong(card, (e for e in own.errors if self._span.has(e.day)))
            for card, own in self.study.figures.erring(self.period.first)
            if self._is_chosen(card)
        )
        errors = (error for error in found if error is not None)
        return tuple(sorted(errors, key=_latest, reverse=True))


def _latest(error: SureAndWrong) -> tuple[datetime, str]:
    return error.last.at, error.last.id


def _by_deck(cards: CardList) -> CardList:
    """Return the same cards, each deck in one run."""
    places: dict[str, set[int]] = {}
    for run in cards.runs:
        places.setdefault(run.deck.id, set()).update(run.numbers)
    runs = (
        Run(deck, None if len(own) == len(deck.outline) else tuple(sorted(own)))
        for deck, own in ((deck, places[id_]) for id_, deck in cards.decks.items())
    )
    return CardList(tuple(runs))


def _is_whole(run: Run) -> bool:
    return run.places is None


def _all_of(deck: Deck) -> SeenCards:
    return SeenCards(len(deck.outline), deck.outline.fingerprint)
