"""The names of socket; Refscope opens no network connections, and says so."""

import enum as _enum
import errno as _errno
import os as _os

EBADF, EAGAIN, EWOULDBLOCK = _errno.EBADF, _errno.EAGAIN, _errno.EWOULDBLOCK
has_ipv6 = True
SOMAXCONN, SOL_SOCKET, SO_REUSEADDR, SO_KEEPALIVE, SO_BROADCAST = 4096, 1, 2, 9, 6
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6, TCP_NODELAY = 0, 1, 6, 17, 41, 1
INADDR_ANY, INADDR_BROADCAST, INADDR_LOOPBACK = 0, 0xFFFFFFFF, 0x7F000001
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2


class AddressFamily(_enum.IntEnum):
    AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10


class SocketKind(_enum.IntEnum):
    SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3


globals().update(AddressFamily.__members__)
globals().update(SocketKind.__members__)

error, timeout = OSError, TimeoutError


class herror(OSError):
    """A host's address could not be looked up."""


class gaierror(OSError):
    """A name could not be resolved."""


_default_timeout = None
_REFUSAL = "Refscope opens no network connections"


def getdefaulttimeout():
    """Return the default timeout in seconds of new sockets."""
    return _default_timeout


def setdefaulttimeout(timeout):
    """Set the default timeout in seconds of new sockets."""
    global _default_timeout
    _default_timeout = timeout


class socket:
    """Refscope opens no network connections."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        raise OSError(_REFUSAL)


SocketType = socket


def create_connection(address, timeout=None, source_address=None, **options):
    """Refscope opens no network connections."""
    raise OSError(_REFUSAL)


create_server = socketpair = fromfd = create_connection


def gethostname():
    """Return the name of this machine."""
    return _os.uname().nodename


def getfqdn(name=""):
    """Return the full name of a machine, as far as it is known."""
    return name or gethostname()


def gethostbyname(host):
    """Only addresses and this machine itself are known."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        return inet_ntoa(inet_aton(host))
    except OSError:
        raise gaierror(-3, "Temporary failure in name resolution") from None


def getaddrinfo(host, port, *more, **options):
    """Only addresses and this machine itself are known."""
    return [(AF_INET, SOCK_STREAM, 6, "", (gethostbyname(host), port))]


def inet_aton(ip_addr):
    """Convert an IP address in string format to the 32-bit packed binary format."""
    parts = ip_addr.split(".")
    if len(parts) != 4 or not all(part.isdigit() and int(part) < 256 for part in parts):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(map(int, parts))


def inet_ntoa(packed_ip):
    """Convert an IP address from 32-bit packed binary format to string format."""
    if len(packed_ip) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(map(str, packed_ip))


def inet_pton(address_family, ip_string):
    """Convert an IP address from string format to packed binary format."""
    import ipaddress
    kinds = {AF_INET: ipaddress.IPv4Address, AF_INET6: ipaddress.IPv6Address}
    if address_family not in kinds:
        raise OSError(97, "Address family not supported by protocol")
    try:
        return kinds[address_family](ip_string).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(address_family, packed_ip):
    """Convert a packed IP address to string format."""
    if address_family == AF_INET:
        if len(packed_ip) != 4:
            raise ValueError("invalid length of packed IP address string")
        return inet_ntoa(packed_ip)
    if address_family != AF_INET6:
        raise ValueError(f"unknown address family {address_family}")
    if len(packed_ip) != 16:
        raise ValueError("invalid length of packed IP address string")
    import ipaddress
    address = ipaddress.IPv6Address(packed_ip)
    high, low = divmod(int(address), 1 << 32)
    if low >> 16 and high in (0, 0xFFFF):
        return f"::{'ffff:' if high else ''}{inet_ntoa(packed_ip[12:])}"
    return str(address)


def htons(x):
    """Convert a 16-bit integer from host to network byte order."""
    return (x & 0xFF) << 8 | x >> 8


def htonl(x):
    """Convert a 32-bit integer from host to network byte order."""
    return int.from_bytes(x.to_bytes(4, "little"), "big")


ntohs, ntohl = htons, htonl
