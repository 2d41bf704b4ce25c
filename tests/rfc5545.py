"""RFC 5545, 3.3.10, read once more, day by day: the days of a rule without times of day, slowly and without a library.

An interval of the rule is a set of days; each day of it is in or out; BYSETPOS chooses from the set; then it is counted. A year
is a year of the calendar also where weeks are counted in it.
"""

import calendar
import re
from datetime import timedelta
from functools import cache
from itertools import islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def days(rule, first, last):
    """The days of a rule (its parts by their names) from the day of its start on."""
    found = (day for number, period in enumerate(_periods(rule, first, last)) for day in _chosen(rule, first, number, period))
    counted = islice((day for day in found if first <= day), int(rule["COUNT"]) if "COUNT" in rule else None)
    return [day for day in counted if day <= last]


def _periods(rule, first, last):
    """The intervals that FREQ names, from the one that holds the start on."""
    day, often = first, rule["FREQ"]
    if often == "WEEKLY":
        day -= timedelta((first.weekday() - _week_start(rule)) % 7)
    elif often != "DAILY":
        day = first.replace(day=1, month=first.month if often == "MONTHLY" else 1)
    while day <= last:
        after = day + timedelta({"DAILY": 1, "WEEKLY": 7, "MONTHLY": _of_month(day), "YEARLY": _of_year(day)}[often])
        yield [day + timedelta(number) for number in range((after - day).days)]
        day = after


def _chosen(rule, first, number, period):
    if number % int(rule.get("INTERVAL", 1)):
        return []
    inside = [day for day in period if _is_in(rule, first, day)]
    if "BYSETPOS" not in rule:
        return inside
    return [day for place, day in enumerate(inside, 1) if {place, place - len(inside) - 1} & _numbers(rule["BYSETPOS"])]


def _is_in(rule, first, day):
    """Whether every part lets the day in: of those that the rule lacks, what the start says."""
    if any(not places(rule, day) & _numbers(rule[name]) for name, places in PLACES.items() if name in rule):
        return False
    if "BYDAY" in rule:
        return any(_is_weekday(rule, each, day) for each in rule["BYDAY"].split(","))
    if {"BYYEARDAY", "BYMONTHDAY"} & rule.keys() or rule["FREQ"] == "DAILY":
        return True
    if rule["FREQ"] == "WEEKLY" or "BYWEEKNO" in rule:
        return day.weekday() == first.weekday()
    in_its_month = rule["FREQ"] == "MONTHLY" or "BYMONTH" in rule or day.month == first.month
    return day.day == first.day and in_its_month


def _is_weekday(rule, each, day):
    number, name = re.fullmatch("([+-]?[0-9]+)?(..)", each).groups()
    in_month = rule["FREQ"] == "MONTHLY" or "BYMONTH" in rule
    before, of = (day.day - 1, _of_month(day)) if in_month else (day.timetuple().tm_yday - 1, _of_year(day))
    places = {before // 7 + 1, -((of - 1 - before) // 7 + 1)}
    return WEEKDAYS[day.weekday()] == name and (number is None or int(number) in places)


def _week(rule, day):
    """The number of the day's week, from the start and the end of its year: a week is of the year that has four of its days."""
    middle = day - timedelta((day.weekday() - _week_start(rule)) % 7) + timedelta(3)
    before = middle.timetuple().tm_yday - 1
    return _places(before // 7, before // 7 + 1 + (_of_year(middle) - 1 - before) // 7)


def _places(before, of):
    """Counted from the start, and from the end."""
    return {before + 1, before - of}


PLACES = {
    "BYMONTH": lambda _, day: {day.month},
    "BYWEEKNO": _week,
    "BYYEARDAY": lambda _, day: _places(day.timetuple().tm_yday - 1, _of_year(day)),
    "BYMONTHDAY": lambda _, day: _places(day.day - 1, _of_month(day)),
}
"""The numbers by which a part may name a day."""


def _week_start(rule):
    return WEEKDAYS.index(rule.get("WKST", "MO"))


@cache
def _numbers(text):
    return {int(number) for number in text.split(",")}


def _of_month(day):
    return calendar.monthrange(day.year, day.month)[1]


def _of_year(day):
    return 365 + calendar.isleap(day.year)
