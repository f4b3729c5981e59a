"""What is running this program.  The machine's own details are not looked at."""

import sys
from collections import namedtuple

__all__ = ['architecture', 'libc_ver', 'machine', 'node', 'platform', 'processor', 'python_branch',
           'python_build', 'python_compiler', 'python_implementation', 'python_revision',
           'python_version', 'python_version_tuple', 'release', 'system', 'uname', 'version', 'mac_ver', 'win32_ver', 'win32_edition', 'win32_is_iot', 'java_ver',
           'system_alias', 'freedesktop_os_release']


class uname_result(namedtuple('uname_result', 'system node release version machine')):
    """What uname() tells; the processor comes last, though it is not shown."""

    _fields = ('system', 'node', 'release', 'version', 'machine', 'processor')
    processor = property(lambda self: processor())

    def __iter__(self):
        yield from super().__iter__()
        yield self.processor

    def __getitem__(self, key):
        return tuple(self)[key]

    def __len__(self):
        return 6


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    """The C library a program is linked to: not looked up, what was given is returned."""
    return lib, version



def _system():
    name = sys.platform
    return {'linux': 'Linux', 'darwin': 'Darwin', 'win32': 'Windows'}.get(name, name)


def uname():
    """The system's name; what is not known is empty."""
    return uname_result(_system(), node(), release(), version(), machine())


def mac_ver(release='', versioninfo=('', '', ''), machine=''):
    """The release of macOS: what was given, elsewhere."""
    return release, versioninfo, machine


def win32_ver(release='', version='', csd='', ptype=''):
    """The release of Windows: what was given, elsewhere."""
    return release, version, csd, ptype


def win32_edition():
    """The edition of Windows: None elsewhere."""
    return None


def win32_is_iot():
    """Whether this is Windows for small devices."""
    return False


def java_ver(release='', vendor='', vminfo=('', '', ''), osinfo=('', '', '')):
    """The version of Java: what was given, elsewhere."""
    import warnings
    warnings._deprecated('java_ver', remove=(3, 15))
    return release, vendor, vminfo, osinfo


def system_alias(system, release, version):
    """The names by which a system is sold."""
    return system, release, version


def freedesktop_os_release():
    """What /etc/os-release tells, as a dict."""
    import shlex
    for name in ('/etc/os-release', '/usr/lib/os-release'):
        try:
            with open(name, encoding='utf-8') as lines:
                pairs = [line.strip().split('=', 1) for line in lines
                         if '=' in line and not line.startswith('#')]
        except OSError:
            continue
        texts = {key: ''.join(shlex.split(value)) for key, value in pairs}
        return {'NAME': 'Linux', 'ID': 'linux', 'PRETTY_NAME': 'Linux', **texts}
    raise OSError(2, "Unable to read files /etc/os-release, /usr/lib/os-release")


def system():
    """Returns the system/OS name, e.g. 'Linux', 'Windows' or 'Java'."""
    return _system()


def _kernel(name):
    """What the kernel says of itself; empty where it says nothing."""
    try:
        with open(f'/proc/sys/kernel/{name}') as file:
            return file.read().strip()
    except OSError:
        return ''


def node():
    """Returns the computer's network name."""
    return _kernel('hostname')


def release():
    """Returns the system's release."""
    return _kernel('osrelease')


def version():
    """Returns the system's release version."""
    return _kernel('version')


def machine():
    """Returns the machine type."""
    return 'x86_64'


def processor():
    """Returns the (true) processor name: not looked up, always empty."""
    return ''


def architecture(executable=None, bits='', linkage=''):
    """Bits and linkage of the executable."""
    return '64bit', 'ELF' if sys.platform == 'linux' else ''


def platform(aliased=False, terse=False):
    """Returns a single string identifying the underlying platform."""
    return '-'.join(filter(None, (_system(), release(), machine())))


def python_implementation():
    """Returns a string identifying the Python implementation."""
    name = getattr(getattr(sys, 'implementation', None), 'name', 'refscope')
    return {'cpython': 'CPython', 'refscope': 'Refscope'}.get(name, name)


def python_version():
    """Returns the Python version as string 'major.minor.patchlevel'."""
    return '.'.join(map(str, sys.version_info[:3]))


def python_version_tuple():
    """Returns the Python version as tuple (major, minor, patchlevel) of strings."""
    return tuple(python_version().split('.'))


def python_branch():
    """Returns a string identifying the branch the interpreter was built from."""
    return ''


def python_revision():
    """Returns a string identifying the revision the interpreter was built from."""
    return ''


def python_build():
    """Returns a tuple (buildno, builddate) of the interpreter."""
    return '', ''


def python_compiler():
    """Returns a string identifying the compiler used."""
    return 'rustc'
