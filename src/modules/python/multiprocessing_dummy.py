"""The names of multiprocessing, with threads."""

from multiprocessing import *
from multiprocessing.pool import ThreadPool as Pool
from threading import Thread as Process
