"""Dates, times of day, moments and durations, by the proleptic Gregorian calendar."""

from _datetime_date import date
from _datetime_delta import timedelta, timezone, tzinfo
from _datetime_moment import datetime
from _datetime_parts import MAXYEAR, MINYEAR
from _datetime_time import time

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR",
           "UTC")

UTC = timezone.utc
