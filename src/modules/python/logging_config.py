"""Loggers, handlers and formatters made from a dict."""

import logging
import logging.handlers
import re as _re

__all__ = ["dictConfig", "fileConfig"]


def _named(path):
    """What a dotted name means."""
    module, _, name = path.rpartition(".")
    try:
        found = __import__(module)
        for part in path.split(".")[1:]:
            if not hasattr(found, part):
                __import__(path.rpartition(".")[0])
            found = getattr(found, part)
        return found
    except (ImportError, AttributeError) as error:
        raise ValueError(f"Cannot resolve {path!r}: {error}") from error


class DictConfigurator:
    """Configure logging using a dictionary-like object to describe the configuration."""

    def __init__(self, config):
        self.config = config
        self.formatters, self.filters, self.handlers = {}, {}, {}

    def configure(self):
        """Do the configuration."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        if not config.get("incremental"):
            self._make_parts()
        for name, settings in config.get("loggers", {}).items():
            self._step("logger", name, lambda: self._logger(logging.getLogger(name), settings))
            if "propagate" in settings:
                logging.getLogger(name).propagate = settings["propagate"]
        if not config.get("incremental") and config.get("disable_existing_loggers", True):
            self._disable_others(set(config.get("loggers", {})))
        if config.get("root"):
            self._step("root logger", None, lambda: self._logger(logging.getLogger(), config["root"]))

    def _make_parts(self):
        for kind, make in (("formatter", self._formatter), ("filter", self._filter),
                           ("handler", self._handler)):
            made = getattr(self, kind + "s")
            for name, settings in self.config.get(kind + "s", {}).items():
                self._step(kind, name, lambda: made.update({name: make(dict(settings))}))
                if kind == "handler":
                    made[name].name = name

    def _step(self, kind, name, do):
        try:
            do()
        except Exception as error:
            where = f"{kind} {name!r}" if name else kind
            raise ValueError(f"Unable to configure {where}") from error

    def _disable_others(self, wanted):
        for name, logger in logging.root.manager.loggerDict.items():
            inside = any(name.startswith(parent + ".") for parent in wanted)
            if isinstance(logger, logging.Logger) and name not in wanted:
                logger.disabled = not inside

    def _value(self, value):
        """ext:// and cfg:// mean objects from elsewhere."""
        if not isinstance(value, str):
            return value
        if value.startswith("ext://"):
            return _named(value[6:])
        if value.startswith("cfg://"):
            found = self.config
            for part in _re.findall(r"[\w-]+", value[6:]):
                found = found[int(part) if isinstance(found, list) else part]
            return found
        return value

    def _custom(self, settings):
        factory = settings.pop("()")
        factory = factory if callable(factory) else _named(factory)
        more = settings.pop(".", None)
        made = factory(**{name: self._value(value) for name, value in settings.items()})
        for name, value in (more or {}).items():
            setattr(made, name, value)
        return made

    def _formatter(self, settings):
        if "()" in settings:
            given = dict(settings)
            try:
                return self._custom(settings)
            except TypeError as error:
                # A formatter that names its first parameter as logging.Formatter does.
                if "'format'" not in str(error):
                    raise
                given["fmt"] = given.pop("format")
                return self._custom(given)
        kind = _named(settings["class"]) if "class" in settings else logging.Formatter
        more = {"defaults": settings["defaults"]} if "defaults" in settings else {}
        return kind(settings.get("format"), settings.get("datefmt"), settings.get("style", "%"), **more)

    def _filter(self, settings):
        return self._custom(settings) if "()" in settings else logging.Filter(settings.get("name", ""))

    def _handler(self, settings):
        formatter, level = settings.pop("formatter", None), settings.pop("level", None)
        filters = settings.pop("filters", ())
        if "()" in settings:
            handler = self._custom(settings)
        else:
            kind = settings.pop("class")
            kind = kind if callable(kind) else _named(kind)
            more = settings.pop(".", None)
            handler = kind(**{name: self._value(value) for name, value in settings.items()})
            for name, value in (more or {}).items():
                setattr(handler, name, value)
        if formatter:
            handler.setFormatter(self.formatters[formatter])
        if level is not None:
            handler.setLevel(level)
        self._add_filters(handler, filters)
        return handler

    def _add_filters(self, owner, names):
        for name in names:
            owner.addFilter(name if callable(name) or hasattr(name, "filter") else self.filters[name])

    def _logger(self, logger, settings):
        if settings.get("level") is not None:
            logger.setLevel(settings["level"])
        if self.config.get("incremental"):
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for name in settings.get("handlers", ()):
            logger.addHandler(self.handlers[name])
        self._add_filters(logger, settings.get("filters", ()))
        logger.disabled = False


def dictConfig(config):
    """Configure logging using a dictionary."""
    DictConfigurator(config).configure()


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Configure logging from a file in the form of configparser."""
    import configparser
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        parser = configparser.ConfigParser(defaults)
        if hasattr(fname, "readline"):
            parser.read_file(fname)
        else:
            import os
            if not os.path.exists(fname):
                raise FileNotFoundError(f"{fname} doesn't exist")
            parser.read(fname, encoding=encoding)
    dictConfig(_from_file(parser, disable_existing_loggers))


def _names(parser, section):
    return [name.strip() for name in parser.get(section, "keys", fallback="").split(",") if name.strip()]


def _from_file(parser, disable):
    """The same settings as a dict."""
    config = {"version": 1, "disable_existing_loggers": disable, "formatters": {}, "handlers": {},
              "loggers": {}}
    for name in _names(parser, "formatters"):
        section = parser[f"formatter_{name}"]
        config["formatters"][name] = {
            key: section.get(key, raw=True) for key in ("format", "datefmt", "style", "class")
            if section.get(key, raw=True)}
    for name in _names(parser, "handlers"):
        section = parser[f"handler_{name}"]
        kind = section["class"]
        space = {**vars(logging), "handlers": logging.handlers}
        kind = eval(kind, space)
        args = eval(section.get("args", "()"), space)
        options = eval(section.get("kwargs", "{}"), space)
        made = {"()": lambda kind=kind, args=args, options=options: kind(*args, **options)}
        for key in "level", "formatter":
            if section.get(key):
                made[key] = section[key]
        config["handlers"][name] = made
    for name in _names(parser, "loggers"):
        section = parser[f"logger_{name}"]
        made = {"handlers": [each.strip() for each in section.get("handlers", "").split(",")
                             if each.strip()]}
        if section.get("level"):
            made["level"] = section["level"]
        if name == "root":
            config["root"] = made
        else:
            made["propagate"] = section.getboolean("propagate", True)
            config["loggers"][section.get("qualname", name)] = made
    return config
