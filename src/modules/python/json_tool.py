"""Checks and lays out JSON documents: python -m json.tool."""

import argparse
import json
import sys


def main():
    parser = argparse.ArgumentParser(
        prog="python -m json.tool",
        description="A simple command line interface for json module to validate and pretty-print "
                    "JSON objects.")
    parser.add_argument("infile", nargs="?", default="-",
                        help="a JSON file to be validated or pretty-printed")
    parser.add_argument("outfile", nargs="?", default=None,
                        help="write the output of infile to outfile")
    parser.add_argument("--sort-keys", action="store_true", default=False,
                        help="sort the output of dictionaries alphabetically by key")
    parser.add_argument("--no-ensure-ascii", dest="ensure_ascii", action="store_false",
                        help="disable escaping of non-ASCII characters")
    parser.add_argument("--json-lines", action="store_true", default=False,
                        help="parse input using the JSON Lines format. Use with --no-indent or "
                             "--compact to produce valid JSON Lines output.")
    layout = parser.add_mutually_exclusive_group()
    layout.add_argument("--indent", default=4, type=int,
                        help="separate items with newlines and use this number of spaces for "
                             "indentation")
    layout.add_argument("--tab", action="store_const", dest="indent", const="\t",
                        help="separate items with newlines and use tabs for indentation")
    layout.add_argument("--no-indent", action="store_const", dest="indent", const=None,
                        help="separate items with spaces rather than newlines")
    layout.add_argument("--compact", action="store_true",
                        help="suppress all whitespace separation (most compact)")
    options = parser.parse_args()
    how = {"sort_keys": options.sort_keys, "indent": options.indent,
           "ensure_ascii": options.ensure_ascii}
    if options.compact:
        how["indent"] = None
        how["separators"] = ",", ":"
    try:
        infile = sys.stdin if options.infile == "-" else open(options.infile, encoding="utf-8")
        with infile:
            if options.json_lines:
                objects = [json.loads(line) for line in infile]
            else:
                objects = [json.load(infile)]
        outfile = sys.stdout if options.outfile is None else open(options.outfile, "w",
                                                                  encoding="utf-8")
        for item in objects:
            json.dump(item, outfile, **how)
            outfile.write("\n")
        if outfile is not sys.stdout:
            outfile.close()
    except ValueError as error:
        raise SystemExit(error)
