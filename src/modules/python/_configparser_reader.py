"""The reading of a configuration file, line by line."""

import re
import sys

from _configparser_errors import (
    DuplicateOptionError, DuplicateSectionError, MissingSectionHeaderError,
    MultilineContinuationError, ParsingError)


class Reader:
    """One reading: the section and option the present line belongs to, and what was seen."""

    def __init__(self, parser, source, unnamed):
        self.parser, self.source, self.unnamed = parser, source, unnamed
        self.section = self.options = self.option = None
        self.seen, self.errors, self.level = set(), [], 0
        inline = "|".join(rf"(?:^|\s){re.escape(mark)}" for mark in parser._inline)
        self.inline_comment = re.compile(inline or "(?!)")

    def read(self, lines):
        for self.number, line in enumerate(lines, 1):
            self.line = line
            text = self.without_comments(line)
            if text:
                self.take(text, len(line) - len(line.lstrip()))
            else:
                self.take_blank(line)
        if self.errors:
            first, *others = self.errors
            raise first.combine(others)

    def without_comments(self, line):
        text = line.strip()
        if text.startswith(self.parser._comments):
            return ""
        found = self.inline_comment.search(line)
        return line[:found.start()].strip() if found else text

    def take_blank(self, line):
        if not self.parser._empty_lines_in_values:
            # The value ends here.
            self.level = sys.maxsize
        elif self.option and not line.strip() and self.options[self.option] is not None:
            self.options[self.option].append("")

    def take(self, text, indent):
        if self.option and indent > self.level:
            if self.options[self.option] is None:
                raise MultilineContinuationError(self.source, self.number, self.line)
            self.options[self.option].append(text)
            return
        if self.options is None and self.parser._allow_unnamed_section:
            self.begin(self.unnamed)
        self.level = indent
        header = self.parser.SECTCRE.match(text)
        if header:
            self.begin(header.group("header"))
        elif self.options is None:
            raise MissingSectionHeaderError(self.source, self.number, self.line)
        else:
            self.take_option(text)

    def begin(self, section):
        parser, self.section, self.option = self.parser, section, None
        if section in parser._sections:
            if parser._strict and section in self.seen:
                raise DuplicateSectionError(section, self.source, self.number)
            self.options = parser._sections[section]
        elif section == parser.default_section:
            self.options = parser._defaults
            return
        else:
            self.options = parser._new_section(section)
        self.seen.add(section)

    def take_option(self, text):
        found = self.parser._optcre.match(text)
        if not found or not found.group("option"):
            self.errors.append(ParsingError(self.source, self.number, self.line))
            if not found:
                return
        name, value = found.group("option", "value")
        self.option = self.parser.optionxform(name.rstrip())
        if self.parser._strict and (self.section, self.option) in self.seen:
            raise DuplicateOptionError(self.section, self.option, self.source, self.number)
        self.seen.add((self.section, self.option))
        # The lines of a value are joined in the end.
        self.options[self.option] = None if value is None else [value.strip()]
