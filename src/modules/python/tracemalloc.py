"""Trace memory allocations: which line made what is in use now."""

import fnmatch
import linecache
from collections.abc import Iterable, Sequence
from functools import total_ordering

from _tracemalloc import (
    _get_object_traceback, _get_traces, clear_traces, get_traceback_limit, get_traced_memory,
    get_tracemalloc_memory, is_tracing, reset_peak, start, stop)


def _bytes_text(size, signed=False):
    """A number of bytes with a fitting unit."""
    plus = '+' if signed else ''
    for unit in ('B', 'KiB', 'MiB', 'GiB', 'TiB'):
        if abs(size) < 100 and unit != 'B':
            return f'%{plus}.1f %s' % (size, unit)
        if abs(size) < 10 * 1024 or unit == 'TiB':
            return f'%{plus}.0f %s' % (size, unit)
        size /= 1024


class Statistic:
    """How much memory the blocks of one traceback take."""

    __slots__ = ('traceback', 'size', 'count')

    def __init__(self, traceback, size, count):
        self.traceback = traceback
        self.size = size
        self.count = count

    def __hash__(self):
        return hash((self.traceback, self.size, self.count))

    def __eq__(self, other):
        if not isinstance(other, Statistic):
            return NotImplemented
        return (self.traceback, self.size, self.count) == (other.traceback, other.size, other.count)

    def __str__(self):
        text = f'{self.traceback}: size={_bytes_text(self.size)}, count={self.count}'
        if self.count:
            text += f', average={_bytes_text(self.size / self.count)}'
        return text

    def __repr__(self):
        return f'<Statistic traceback={self.traceback!r} size={self.size} count={self.count}>'

    def _sort_key(self):
        return self.size, self.count, self.traceback


class StatisticDiff:
    """How the memory of one traceback differs between two snapshots."""

    __slots__ = ('traceback', 'size', 'size_diff', 'count', 'count_diff')

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.size = size
        self.size_diff = size_diff
        self.count = count
        self.count_diff = count_diff

    def _all(self):
        return self.traceback, self.size, self.size_diff, self.count, self.count_diff

    def __hash__(self):
        return hash(self._all())

    def __eq__(self, other):
        if not isinstance(other, StatisticDiff):
            return NotImplemented
        return self._all() == other._all()

    def __str__(self):
        text = (f'{self.traceback}: size={_bytes_text(self.size)} '
                f'({_bytes_text(self.size_diff, True)}), '
                f'count={self.count} ({self.count_diff:+})')
        if self.count:
            text += f', average={_bytes_text(self.size / self.count)}'
        return text

    def __repr__(self):
        return (f'<StatisticDiff traceback={self.traceback!r} size={self.size} '
                f'({self.size_diff:+}) count={self.count} ({self.count_diff:+})>')

    def _sort_key(self):
        return (abs(self.size_diff), self.size, abs(self.count_diff), self.count, self.traceback)


@total_ordering
class Frame:
    """A line of a traceback."""

    __slots__ = ('_frame',)

    def __init__(self, frame):
        self._frame = frame

    @property
    def filename(self):
        return self._frame[0]

    @property
    def lineno(self):
        return self._frame[1]

    def __eq__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return self._frame == other._frame

    def __lt__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return self._frame < other._frame

    def __hash__(self):
        return hash(self._frame)

    def __str__(self):
        return f'{self.filename}:{self.lineno}'

    def __repr__(self):
        return f'<Frame filename={self.filename!r} lineno={self.lineno!r}>'


@total_ordering
class Traceback(Sequence):
    """Frames from the oldest to the most recent one."""

    __slots__ = ('_frames', '_total_nframe')

    def __init__(self, frames, total_nframe=None):
        self._frames = tuple(reversed(frames))
        self._total_nframe = total_nframe

    @property
    def total_nframe(self):
        return self._total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Frame(frame) for frame in self._frames[index])
        return Frame(self._frames[index])

    def __contains__(self, frame):
        return frame._frame in self._frames

    def __hash__(self):
        return hash(self._frames)

    def __eq__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames == other._frames

    def __lt__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames < other._frames

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        more = '' if self._total_nframe is None else f' total_nframe={self.total_nframe}'
        return f'<Traceback {tuple(self)}{more}>'

    def format(self, limit=None, most_recent_first=False):
        frames = list(self)
        if limit is not None:
            frames = frames[-limit:] if limit > 0 else frames[:limit]
        if most_recent_first:
            frames.reverse()
        lines = []
        for frame in frames:
            lines.append(f'  File "{frame.filename}", line {frame.lineno}')
            text = linecache.getline(frame.filename, frame.lineno).strip()
            if text:
                lines.append(f'    {text}')
        return lines


def get_object_traceback(obj):
    """The Traceback of the line that made obj, or None."""
    found = _get_object_traceback(obj)
    return None if found is None else Traceback(*found)


class Trace:
    """One block of memory."""

    __slots__ = ('_trace',)

    def __init__(self, trace):
        self._trace = trace

    @property
    def domain(self):
        return self._trace[0]

    @property
    def size(self):
        return self._trace[1]

    @property
    def traceback(self):
        return Traceback(*self._trace[2:])

    def __eq__(self, other):
        if not isinstance(other, Trace):
            return NotImplemented
        return self._trace == other._trace

    def __hash__(self):
        return hash(self._trace)

    def __str__(self):
        return f'{self.traceback}: {_bytes_text(self.size)}'

    def __repr__(self):
        return (f'<Trace domain={self.domain} size={_bytes_text(self.size)}, '
                f'traceback={self.traceback!r}>')


class _Traces(Sequence):
    """The traces of a snapshot, made into objects when they are looked at."""

    def __init__(self, traces):
        self._traces = traces

    def __len__(self):
        return len(self._traces)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Trace(trace) for trace in self._traces[index])
        return Trace(self._traces[index])

    def __contains__(self, trace):
        return trace._trace in self._traces

    def __eq__(self, other):
        if not isinstance(other, _Traces):
            return NotImplemented
        return self._traces == other._traces

    def __repr__(self):
        return f'<Traces len={len(self)}>'


def _source_name(filename):
    return filename[:-1] if filename.endswith('.pyc') else filename


class BaseFilter:
    def __init__(self, inclusive):
        self.inclusive = inclusive

    def _match(self, trace):
        raise NotImplementedError


class Filter(BaseFilter):
    """Keeps or drops traces by file and line."""

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._filename_pattern = _source_name(filename_pattern)
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    @property
    def filename_pattern(self):
        return self._filename_pattern

    def _hits(self, filename, lineno):
        if not fnmatch.fnmatch(_source_name(filename), self._filename_pattern):
            return False
        return self.lineno is None or lineno == self.lineno

    def _match(self, trace):
        domain, _, frames, _ = trace
        looked_at = frames if self.all_frames else frames[:1]
        hit = any(self._hits(*frame) for frame in looked_at)
        result = hit if self.inclusive else not hit
        if self.domain is None:
            return result
        same = domain == self.domain
        return result and same if self.inclusive else result or not same


class DomainFilter(BaseFilter):
    """Keeps or drops traces by the domain of their memory."""

    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    @property
    def domain(self):
        return self._domain

    def _match(self, trace):
        return (trace[0] == self._domain) == bool(self.inclusive)


class Snapshot:
    """All traces of one moment."""

    def __init__(self, traces, traceback_limit):
        self.traces = _Traces(traces)
        self.traceback_limit = traceback_limit

    def dump(self, filename):
        """Write the snapshot to a file."""
        import json
        with open(filename, 'w') as file:
            json.dump([self.traceback_limit, self.traces._traces], file)

    @staticmethod
    def load(filename):
        """Read a snapshot that dump() wrote."""
        import json
        with open(filename) as file:
            limit, traces = json.load(file)
        traces = [(domain, size, tuple(tuple(frame) for frame in frames), depth)
                  for domain, size, frames, depth in traces]
        return Snapshot(traces, limit)

    def filter_traces(self, filters):
        """A new snapshot with the traces that the filters leave."""
        if not isinstance(filters, Iterable):
            raise TypeError(
                'filters must be a list of filters, not %s' % type(filters).__name__)
        keep = [one for one in filters if one.inclusive]
        drop = [one for one in filters if not one.inclusive]

        def stays(trace):
            if keep and not any(one._match(trace) for one in keep):
                return False
            return all(one._match(trace) for one in drop)

        traces = self.traces._traces
        return Snapshot([trace for trace in traces if stays(trace)], self.traceback_limit)

    def _group_by(self, key_type, cumulative):
        if key_type not in ('traceback', 'filename', 'lineno'):
            raise ValueError(f'unknown key_type: {key_type!r}')
        if cumulative and key_type not in ('lineno', 'filename'):
            raise ValueError(f'cumulative mode cannot by used with key type {key_type!r}')
        groups = {}
        for _, size, frames, _ in self.traces._traces:
            if key_type == 'traceback':
                keys = [frames]
            else:
                looked_at = frames if cumulative else frames[:1]
                if key_type == 'filename':
                    looked_at = [(filename, 0) for filename, _ in looked_at]
                keys = [(frame,) for frame in looked_at]
            for key in keys:
                group = groups.get(key)
                if group is None:
                    groups[key] = Statistic(Traceback(key), size, 1)
                else:
                    group.size += size
                    group.count += 1
        return {group.traceback: group for group in groups.values()}

    def statistics(self, key_type, cumulative=False):
        """Statistics grouped by key_type, the largest first."""
        groups = list(self._group_by(key_type, cumulative).values())
        groups.sort(reverse=True, key=Statistic._sort_key)
        return groups

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        """Differences to an older snapshot, the largest first."""
        new = self._group_by(key_type, cumulative)
        old = old_snapshot._group_by(key_type, cumulative)
        differences = []
        for traceback, stat in new.items():
            before = old.pop(traceback, None)
            size, count = (before.size, before.count) if before else (0, 0)
            differences.append(StatisticDiff(
                traceback, stat.size, stat.size - size, stat.count, stat.count - count))
        for traceback, stat in old.items():
            differences.append(StatisticDiff(traceback, 0, -stat.size, 0, -stat.count))
        differences.sort(reverse=True, key=StatisticDiff._sort_key)
        return differences


def take_snapshot():
    """A Snapshot of the traces there are now."""
    if not is_tracing():
        raise RuntimeError('the tracemalloc module must be tracing memory '
                           'allocations to take a snapshot')
    return Snapshot(_get_traces(), get_traceback_limit())
