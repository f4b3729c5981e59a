"""Addresses and networks of the internet protocol, versions 4 and 6."""

import functools as _functools

from _ipaddress_text import v4_number, v4_text, v6_number, v6_text, prefix_from_mask

IPV4LENGTH, IPV6LENGTH = 32, 128


class AddressValueError(ValueError):
    """A Value Error related to the address."""


class NetmaskValueError(ValueError):
    """A Value Error related to the netmask."""


def _either(address, four, six, what):
    for kind in four, six:
        try:
            return kind(address)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 {what}")


def ip_address(address):
    """Take an IP string/int and return an object of the correct type."""
    return _either(address, IPv4Address, IPv6Address, "address")


def ip_network(address, strict=True):
    """Take an IP string/int and return an object of the correct type."""
    def four(given):
        return IPv4Network(given, strict)

    def six(given):
        return IPv6Network(given, strict)
    return _either(address, four, six, "network")


def ip_interface(address):
    """Take an IP string/int and return an object of the correct type."""
    return _either(address, IPv4Interface, IPv6Interface, "interface")


def v4_int_to_packed(address):
    """Represent an address as 4 packed bytes in network (big-endian) order."""
    return address.to_bytes(4, "big")


def v6_int_to_packed(address):
    """Represent an address as 16 packed bytes in network (big-endian) order."""
    return address.to_bytes(16, "big")


def _same_version(one, other):
    if one.version != other.version:
        raise TypeError(f"{one} and {other} are not of the same version")


def summarize_address_range(first, last):
    """Summarize a network range given the first and last IP addresses."""
    _same_version(first, last)
    if first > last:
        raise ValueError("last IP address must be greater than first")
    low, high, bits = first._ip, last._ip, first.max_prefixlen
    network = IPv4Network if first.version == 4 else IPv6Network
    while low <= high:
        room = min((low & -low).bit_length() - 1 if low else bits, (high - low + 1).bit_length() - 1)
        yield network((low, bits - room))
        low += 1 << room


def collapse_addresses(addresses):
    """Collapse a list of IP objects: an iterator of the networks that cover them."""
    ranges = []
    for given in addresses:
        low = given._ip
        ranges.append((low, int(getattr(given, "broadcast_address", given)), given))
    if not ranges:
        return iter(())
    for _, _, given in ranges:
        _same_version(given, ranges[0][2])
    ranges.sort(key=lambda row: row[:2])
    kind = IPv4Address if ranges[0][2].version == 4 else IPv6Address
    merged = []
    for low, high, _ in ranges:
        if merged and low <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    return iter([network for low, high in merged
                 for network in summarize_address_range(kind(low), kind(high))])


def get_mixed_type_key(obj):
    """Return a key suitable for sorting between networks and addresses."""
    if isinstance(obj, _Network):
        return obj.version, obj.network_address, obj.netmask
    if isinstance(obj, _Address):
        return obj.version, obj
    return NotImplemented


@_functools.total_ordering
class _Address:
    """One address: a number."""

    __slots__ = "_ip", "__weakref__"

    def __init__(self, address):
        if isinstance(address, int):
            self._check_number(address)
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) != self.max_prefixlen // 8:
                raise AddressValueError(f"{address!r} (len {len(address)} != "
                                        f"{self.max_prefixlen // 8}) is not permitted as an "
                                        f"IPv{self.version} address")
            self._ip = int.from_bytes(address, "big")
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            self._ip = self._parsed(text)

    @classmethod
    def _check_number(cls, address):
        if address < 0:
            raise AddressValueError(f"{address} (< 0) is not permitted as an IPv{cls.version} address")
        if address.bit_length() > cls.max_prefixlen:
            raise AddressValueError(f"{address} (>= 2**{cls.max_prefixlen}) is not permitted as an "
                                    f"IPv{cls.version} address")

    @classmethod
    def _parsed(cls, text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        try:
            return cls._number(text)
        except ValueError as error:
            raise AddressValueError(str(error)) from None

    def __int__(self):
        return self._ip

    def __str__(self):
        return self._text(self._ip)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __format__(self, fmt):
        if fmt and fmt[-1] in "bnxX":
            kind = fmt[-1]
            if kind == "n":
                kind = "b" if self.version == 4 else "x"
            plain = fmt[:-1].replace("_", "").replace("#", "")
            if plain == "":
                digits = self.max_prefixlen if kind == "b" else self.max_prefixlen // 4
                if "_" in fmt:
                    digits += digits // 4 - 1
                if "#" in fmt:
                    digits += 2
                return format(self._ip, f"{'#' if '#' in fmt else ''}0{digits}"
                                        f"{'_' if '_' in fmt else ''}{kind}")
        return super().__format__(fmt)

    def __hash__(self):
        return hash(hex(self._ip))

    def __eq__(self, other):
        try:
            return self._ip == other._ip and self.version == other.version
        except AttributeError:
            return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if self.version != other.version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return self._ip < other._ip

    def __add__(self, other):
        return type(self)(self._ip + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return type(self)(self._ip - other) if isinstance(other, int) else NotImplemented

    def __reduce__(self):
        return type(self), (str(self),)

    @property
    def packed(self):
        """The binary representation of this address."""
        return self._ip.to_bytes(self.max_prefixlen // 8, "big")

    @property
    def compressed(self):
        """Return the shorthand version of the IP address as a string."""
        return str(self)

    @property
    def exploded(self):
        """Return the longhand version of the IP address as a string."""
        return self._long_text(self._ip)

    @property
    def reverse_pointer(self):
        """The name of the reverse DNS pointer for the IP address."""
        if self.version == 4:
            return ".".join(reversed(str(self).split("."))) + ".in-addr.arpa"
        return ".".join(reversed(self.exploded.replace(":", ""))) + ".ip6.arpa"

    def _in(self, ranges):
        return any(self._ip & mask == base for base, mask in ranges)

    is_multicast = property(lambda self: self._in(self._MULTICAST))
    is_loopback = property(lambda self: self._in(self._LOOPBACK))
    is_link_local = property(lambda self: self._in(self._LINK_LOCAL))
    is_reserved = property(lambda self: self._in(self._RESERVED))
    is_unspecified = property(lambda self: self._ip == 0)

    @property
    def is_private(self):
        """Whether the address is not of the whole internet."""
        return self._in(self._PRIVATE) and not self._in(self._PUBLIC)

    @property
    def is_global(self):
        """Whether the address is of the whole internet."""
        return not self._in(self._SHARED) and not self.is_private


def _ranges(number, bits, *texts):
    """Pairs of a base and a mask, from addresses with prefixes."""
    rows = []
    for text in texts:
        base, length = text.split("/")
        rows.append((number(base), (1 << bits) - (1 << bits - int(length))))
    return rows


_v4 = _functools.partial(_ranges, v4_number, 32)
_v6 = _functools.partial(_ranges, v6_number, 128)


class IPv4Address(_Address):
    """Represent and manipulate single IPv4 Addresses."""

    __slots__ = ()
    version, max_prefixlen = 4, 32
    _number, _text, _long_text = map(staticmethod, (v4_number, v4_text, v4_text))
    _MULTICAST, _LOOPBACK = _v4("224.0.0.0/4"), _v4("127.0.0.0/8")
    _LINK_LOCAL, _RESERVED, _SHARED = _v4("169.254.0.0/16"), _v4("240.0.0.0/4"), _v4("100.64.0.0/10")
    _PRIVATE = _v4("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                   "192.0.0.0/24", "192.0.0.170/31", "192.0.2.0/24", "192.168.0.0/16",
                   "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
                   "255.255.255.255/32")
    _PUBLIC = _v4("192.0.0.9/32", "192.0.0.10/32")

    @property
    def ipv6_mapped(self):
        """Return the IPv4-mapped IPv6 address."""
        return IPv6Address(0xFFFF << 32 | self._ip)


class IPv6Address(_Address):
    """Represent and manipulate single IPv6 Addresses."""

    __slots__ = "_scope",
    version, max_prefixlen = 6, 128
    _number = staticmethod(v6_number)
    _text = staticmethod(v6_text)
    _MULTICAST, _LOOPBACK, _LINK_LOCAL = _v6("ff00::/8"), _v6("::1/128"), _v6("fe80::/10")
    _RESERVED = _v6("::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/3",
                    "6000::/3", "8000::/3", "A000::/3", "C000::/3", "E000::/4", "F000::/5",
                    "F800::/6", "FE00::/9")
    _SITE_LOCAL, _SHARED = _v6("fec0::/10"), []
    _PRIVATE = _v6("::1/128", "::/128", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
                   "2001:db8::/32", "2002::/16", "3fff::/20", "fc00::/7", "fe80::/10")
    _PUBLIC = _v6("2001:1::1/128", "2001:1::2/128", "2001:3::/32", "2001:4:112::/48", "2001:20::/28",
                  "2001:30::/28")

    def __init__(self, address):
        self._scope = None
        if not isinstance(address, (int, bytes)):
            address, percent, scope = str(address).partition("%")
            if percent:
                if not scope or "%" in scope:
                    raise AddressValueError(f'Invalid IPv6 address: "{address}%{scope}"')
                self._scope = scope
        super().__init__(address)

    def _long_text(self, number):
        return v6_text(number, False)

    def __str__(self):
        return super().__str__() + (f"%{self._scope}" if self._scope else "")

    @property
    def scope_id(self):
        """Identifier of a particular zone of the address's scope."""
        return self._scope

    @property
    def is_site_local(self):
        """Test if the address is reserved for site-local."""
        return self._in(self._SITE_LOCAL)

    @property
    def ipv4_mapped(self):
        """Return the IPv4 mapped address."""
        return IPv4Address(self._ip & 0xFFFFFFFF) if self._ip >> 32 == 0xFFFF else None

    @property
    def sixtofour(self):
        """Return the IPv4 6to4 embedded address."""
        return IPv4Address(self._ip >> 80 & 0xFFFFFFFF) if self._ip >> 112 == 0x2002 else None

    def _mapped(self, name):
        inner = self.ipv4_mapped
        return getattr(_Address, name).fget(self if inner is None else inner)

    is_private = property(lambda self: self._mapped("is_private"))
    is_global = property(lambda self: self._mapped("is_global"))
    is_loopback = property(lambda self: self._mapped("is_loopback"))


@_functools.total_ordering
class _Network:
    """All addresses that begin with the same bits."""

    def __init__(self, address, strict=True):
        base, mask = _split(address)
        try:
            self.network_address = self._kind(base)
        except AddressValueError:
            raise
        self._prefixlen = self._prefix(mask)
        bits = self.max_prefixlen
        self.netmask = self._kind((1 << bits) - (1 << bits - self._prefixlen))
        if self.network_address._ip & ~self.netmask._ip:
            if strict:
                raise ValueError(f"{self} has host bits set")
            self.network_address = self._kind(self.network_address._ip & self.netmask._ip)

    @classmethod
    def _prefix(cls, mask):
        bits = cls.max_prefixlen
        if mask is None:
            return bits
        text = str(mask)
        if text.isdecimal() and text.isascii():
            if int(text) <= bits:
                return int(text)
        elif cls.version == 4:
            try:
                return prefix_from_mask(v4_number(text))
            except ValueError:
                pass
        raise NetmaskValueError(f"{text!r} is not a valid netmask")

    @property
    def _ip(self):
        return self.network_address._ip

    prefixlen = property(lambda self: self._prefixlen)
    num_addresses = property(lambda self: 1 << self.max_prefixlen - self._prefixlen)
    hostmask = property(lambda self: self._kind(self.num_addresses - 1))
    broadcast_address = property(lambda self: self._kind(self._ip + self.num_addresses - 1))
    with_prefixlen = property(lambda self: f"{self.network_address}/{self._prefixlen}")
    with_netmask = property(lambda self: f"{self.network_address}/{self.netmask}")
    with_hostmask = property(lambda self: f"{self.network_address}/{self.hostmask}")
    compressed = property(str)
    exploded = property(lambda self: f"{self.network_address.exploded}/{self._prefixlen}")

    def __str__(self):
        return f"{self.network_address}/{self._prefixlen}"

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __hash__(self):
        return hash((self._ip, self._prefixlen))

    def __eq__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        return (self.version, self._ip, self._prefixlen) == (other.version, other._ip, other._prefixlen)

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        _same_version(self, other)
        return (self._ip, self._prefixlen) < (other._ip, other._prefixlen)

    def __reduce__(self):
        return type(self), (str(self),)

    def __iter__(self):
        for number in range(self._ip, self._ip + self.num_addresses):
            yield self._kind(number)

    def __getitem__(self, n):
        number = n + (self.num_addresses if n < 0 else 0)
        if not 0 <= number < self.num_addresses:
            raise IndexError("address out of range")
        return self._kind(self._ip + number)

    def __contains__(self, other):
        if isinstance(other, _Network) or self.version != other.version:
            return False
        return other._ip & self.netmask._ip == self._ip

    def hosts(self):
        """Generate Iterator over usable hosts in a network."""
        first, last = self._ip, self._ip + self.num_addresses - 1
        room = self.max_prefixlen - self._prefixlen
        if room == 0:
            return iter([self._kind(first)])
        if room == 1:
            return iter([self._kind(first), self._kind(last)])
        if self.version == 4:
            last -= 1
        return map(self._kind, range(first + 1, last + 1))

    def overlaps(self, other):
        """Tell if self is partly contained in other."""
        return (other.network_address in self or other.broadcast_address in self
                or self.network_address in other or self.broadcast_address in other)

    def _within(self, other):
        _same_version(self, other)
        return (other.network_address <= self.network_address
                and other.broadcast_address >= self.broadcast_address)

    def subnet_of(self, other):
        """Return True if this network is a subnet of other."""
        return self._within(other)

    def supernet_of(self, other):
        """Return True if this network is a supernet of other."""
        return other._within(self)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """The subnets which join to make the current subnet."""
        if self._prefixlen == self.max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError("new prefix must be longer")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError("prefix length diff must be > 0")
        longer = self._prefixlen + prefixlen_diff
        if longer > self.max_prefixlen:
            raise ValueError(f"prefix length diff {prefixlen_diff} is invalid for netblock {self}")
        step = 1 << self.max_prefixlen - longer
        for number in range(self._ip, self._ip + self.num_addresses, step):
            yield type(self)((number, longer))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The supernet containing the current network."""
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        shorter = self._prefixlen - prefixlen_diff
        if shorter < 0:
            raise ValueError(f"current prefixlen is {self._prefixlen}, cannot have a "
                             f"prefixlen_diff of {prefixlen_diff}")
        return type(self)((self._ip, shorter), strict=False)

    def address_exclude(self, other):
        """Remove an address from a larger block."""
        _same_version(self, other)
        if not other.subnet_of(self):
            raise ValueError(f"{other} not contained in {self}")
        if other == self:
            return
        low, high = self.subnets()
        while low != other and high != other:
            if other.subnet_of(low):
                yield high
                low, high = low.subnets()
            else:
                yield low
                low, high = high.subnets()
        yield high if low == other else low

    def compare_networks(self, other):
        """Compare two IP objects: -1, 0 or 1."""
        _same_version(self, other)
        one, two = (self._ip, self._prefixlen), (other._ip, other._prefixlen)
        return (one > two) - (one < two)

    def _both(name):
        return property(lambda self: getattr(self.network_address, name)
                        and getattr(self.broadcast_address, name))

    is_multicast, is_reserved, is_link_local = map(_both, ("is_multicast", "is_reserved",
                                                           "is_link_local"))
    is_unspecified, is_loopback, is_private = map(_both, ("is_unspecified", "is_loopback",
                                                          "is_private"))
    is_global = _both("is_global")


def _split(address):
    """What stands before and after the slash."""
    if isinstance(address, (bytes, int)):
        return address, None
    if isinstance(address, tuple):
        return address if len(address) == 2 else (address[0], None)
    base, slash, mask = str(address).partition("/")
    if "/" in mask:
        raise AddressValueError(f"Only one '/' permitted in {address!r}")
    return base, mask if slash else None


class IPv4Network(_Network):
    """This class represents and manipulates 32-bit IPv4 network + addresses."""

    version, max_prefixlen, _kind = 4, 32, IPv4Address


class IPv6Network(_Network):
    """This class represents and manipulates 128-bit IPv6 networks."""

    version, max_prefixlen, _kind = 6, 128, IPv6Address


class _Interface:
    """An address that knows its network."""

    def __init__(self, address):
        base, mask = _split(address)
        super().__init__(base)
        self.network = self._of((self._ip, self.max_prefixlen if mask is None else mask), strict=False)
        self.netmask, self.hostmask = self.network.netmask, self.network.hostmask
        self._prefixlen = self.network._prefixlen

    def __str__(self):
        return f"{super().__str__()}/{self._prefixlen}"

    def __eq__(self, other):
        same = super().__eq__(other)
        if not same or same is NotImplemented:
            return same
        return self.network == getattr(other, "network", None)

    def __lt__(self, other):
        if not isinstance(other, _Interface):
            return super().__lt__(other)
        _same_version(self, other)
        return (self.network, self._ip) < (other.network, other._ip)

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    ip = property(lambda self: self._plain(self._ip))
    with_prefixlen = property(lambda self: f"{self.ip}/{self._prefixlen}")
    with_netmask = property(lambda self: f"{self.ip}/{self.netmask}")
    with_hostmask = property(lambda self: f"{self.ip}/{self.hostmask}")


class IPv4Interface(_Interface, IPv4Address):
    """An IPv4 address and its network."""

    _plain, _of = IPv4Address, IPv4Network


class IPv6Interface(_Interface, IPv6Address):
    """An IPv6 address and its network."""

    _plain, _of = IPv6Address, IPv6Network
