//! The table of options: one row feeds the help, the man page, the shells' completions and the answer to a
//! mistyped option.

/// Which heading of the help an option stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Starting,
    Output,
    Limits,
    About,
}

/// One option of the command line.
#[derive(Clone, Copy, Debug)]
pub struct OptionRow {
    pub short: Option<char>,
    pub long: &'static str,
    /// What its value is called; empty where it takes none.
    pub value: &'static str,
    pub group: Group,
    pub doc: &'static str,
}

const fn row(
    short: Option<char>,
    long: &'static str,
    value: &'static str,
    group: Group,
    doc: &'static str,
) -> OptionRow {
    OptionRow { short, long, value, group, doc }
}

/// Every option.
pub const OPTIONS: &[OptionRow] = &[
    row(Some('c'), "command", "CODE", Group::Starting, "run CODE; further words are its sys.argv"),
    row(
        Some('m'),
        "module",
        "NAME",
        Group::Starting,
        "run a module; further words are its sys.argv",
    ),
    row(
        Some('i'),
        "interactive",
        "",
        Group::Starting,
        "prompt after the script, or on piped input",
    ),
    row(None, "allow-errors", "", Group::Starting, "a notebook goes on after a cell that fails"),
    row(None, "save", "OUT", Group::Starting, "write the notebook with its outputs to OUT"),
    row(None, "check", "", Group::Starting, "compare a notebook's outputs with the recorded ones"),
    row(Some('W'), "warnings", "ARG", Group::Output, "ignore, error, default ... as in CPython"),
    row(
        Some('O'),
        "optimize",
        "",
        Group::Starting,
        "without assertions; -OO: without docstrings, too",
    ),
    row(Some('q'), "quiet", "", Group::Output, "no banner"),
    row(None, "traceback", "STYLE", Group::Output, "plain (as CPython) or pretty (drawn)"),
    row(None, "audit", "[=N]", Group::Output, "check every count at the end, or every N steps"),
    row(None, "max-heap", "SIZE", Group::Limits, "MemoryError beyond SIZE bytes (512k, 64m, 2g)"),
    row(None, "timeout", "SECONDS", Group::Limits, "KeyboardInterrupt after SECONDS"),
    row(None, "generate", "KIND", Group::About, "man page, or bash, zsh, fish completions"),
    row(Some('h'), "help", "", Group::About, "show this help"),
    row(Some('V'), "version", "", Group::About, "show the version"),
];

/// The forms of the command line.
pub const USAGE: &[(&str, &str)] = &[
    ("refscope", "the prompt"),
    ("refscope FILE.py [ARG …]", "run a script"),
    ("refscope FILE.ipynb [--save OUT]", "run a notebook"),
    ("refscope -c CODE [ARG …]", "run a string"),
    ("refscope -m MODULE [ARG …]", "run a module (doctest, unittest, your own)"),
    ("refscope - [ARG …]", "run standard input"),
];

/// The text of `--help`.
pub fn help() -> String {
    let mut text = String::from("A small Python whose heap you can see.\n\nUsage:\n");
    for (form, what) in USAGE {
        text.push_str(&format!("  {form:<34}{what}\n"));
    }
    let groups = [
        (Group::Starting, "Starting"),
        (Group::Output, "Output"),
        (Group::Limits, "Limits"),
        (Group::About, "About"),
    ];
    for (group, title) in groups {
        text.push_str(&format!("\n{title}:\n"));
        for option in OPTIONS.iter().filter(|option| option.group == group) {
            text.push_str(&format!("  {:<26}{}\n", aligned(option), option.doc));
        }
    }
    text.push_str(
        "\nCPython's -u, -B, -E, -I, -P, -s, -S and -X are taken and change nothing.\n\
         NO_COLOR and FORCE_COLOR are obeyed. %help at the prompt lists its commands.\n",
    );
    text
}

/// The form with short options above each other.
fn aligned(option: &OptionRow) -> String {
    let form = option.form();
    if option.short.is_some() { form } else { format!("    {form}") }
}

impl OptionRow {
    /// `-c, --command=CODE`.
    pub fn form(&self) -> String {
        let short = self.short.map_or_else(String::new, |short| format!("-{short}, "));
        let value = match self.value {
            "" => String::new(),
            optional if optional.starts_with('[') => optional.to_owned(),
            value => format!("={value}"),
        };
        format!("{short}--{}{value}", self.long)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_a_terminal_and_names_every_option() {
        let help = help();
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        assert!(OPTIONS.iter().all(|option| help.contains(&format!("--{}", option.long))));
    }
}
