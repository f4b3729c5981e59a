"""The names of readline for programs that ask for input; the prompt of Refscope has its own editor."""

_history = []


def _nothing(*ignored):
    """There is no line editor to tell."""


parse_and_bind = read_init_file = set_completer = set_completer_delims = set_startup_hook = _nothing
set_pre_input_hook = set_completion_display_matches_hook = set_auto_history = redisplay = _nothing
read_history_file = write_history_file = append_history_file = set_history_length = _nothing
insert_text = clear_history = _nothing


def get_completer():
    """Return no completer."""


def get_completer_delims():
    """Return the characters that end a word."""
    return " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"


def get_line_buffer():
    """Return the line being edited: none."""
    return ""


def add_history(line):
    """Keep a line."""
    _history.append(line)


def get_current_history_length():
    """Return the number of lines kept."""
    return len(_history)


def get_history_item(index):
    """Return a line by its number, from 1."""
    return _history[index - 1] if 0 < index <= len(_history) else None


def get_history_length():
    """Return the length a history file is cut to: none."""
    return -1
