//! Reads the command line into one value that says everything about the run.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;

use super::options::OPTIONS;
use crate::text::suggest::suggest_word;

/// What to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing was named: the prompt on a terminal, else standard input.
    Default,
    /// `-c CODE`.
    Code(String),
    /// `-m MODULE`.
    Module(String),
    /// `-`.
    Stdin,
    File(PathBuf),
    Help,
    Version,
    /// `--generate KIND`.
    Generate(String),
}

/// CPython's options that ask for what is so here anyway.
const WITHOUT_EFFECT: &str = "uBEIPsS";

/// How errors are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traceback {
    /// Pretty on a terminal.
    Auto,
    Plain,
    Pretty,
}

/// The whole command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments {
    pub target: Target,
    /// `sys.argv` after its first item.
    pub rest: Vec<String>,
    /// `-W`, as often as it was given.
    pub warnings: Vec<String>,
    /// `-O`, as often as it was given.
    pub optimize: u8,
    pub interactive: bool,
    pub quiet: bool,
    pub save: Option<PathBuf>,
    pub allow_errors: bool,
    /// Compare a notebook's outputs with the recorded ones.
    pub check: bool,
    pub traceback: Traceback,
    pub max_heap: Option<u64>,
    pub timeout: Option<Duration>,
    /// Check the heap's books after the script.
    pub audit: bool,
    /// Audit after so many statements, too.
    pub audit_every: Option<u64>,
}

impl Default for Arguments {
    fn default() -> Self {
        Arguments {
            target: Target::Default,
            rest: Vec::new(),
            warnings: Vec::new(),
            optimize: 0,
            interactive: false,
            quiet: false,
            save: None,
            allow_errors: false,
            check: false,
            traceback: Traceback::Auto,
            max_heap: None,
            timeout: None,
            audit: false,
            audit_every: None,
        }
    }
}

/// Reads the words after the program's name. The error is one line for the user.
///
/// As with CPython, everything after the script's name (or `-c CODE`) belongs to the script; only a
/// notebook takes its options after its name too.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut parser = lexopt::Parser::from_args(words);
    read_options(&mut arguments, &mut parser).map_err(|error| in_words(&error))?;
    check(&arguments)?;
    Ok(arguments)
}

fn read_options(
    arguments: &mut Arguments,
    parser: &mut lexopt::Parser,
) -> Result<(), lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => arguments.target = Target::Help,
            Short('V') | Long("version") => arguments.target = Target::Version,
            Short('i') | Long("interactive") => arguments.interactive = true,
            Short('q') | Long("quiet") => arguments.quiet = true,
            Short('W') | Long("warnings") => arguments.warnings.push(parser.value()?.string()?),
            Short('O') | Long("optimize") => arguments.optimize = 2.min(arguments.optimize + 1),
            Short('X') => drop(parser.value()?),
            Short(letter) if WITHOUT_EFFECT.contains(letter) => {}
            Long("generate") => arguments.target = Target::Generate(parser.value()?.string()?),
            Long("audit") => {
                arguments.audit = true;
                if let Some(every) = parser.optional_value() {
                    arguments.audit_every = Some(every.parse_with(steps)?);
                }
            }
            Long("allow-errors") => arguments.allow_errors = true,
            Long("check") => arguments.check = true,
            Long("save") => arguments.save = Some(parser.value()?.into()),
            Long("traceback") => arguments.traceback = parser.value()?.parse_with(traceback)?,
            Long("max-heap") => arguments.max_heap = Some(parser.value()?.parse_with(size)?),
            Long("timeout") => arguments.timeout = Some(parser.value()?.parse_with(seconds)?),
            Short('c') | Long("command") => {
                arguments.target = Target::Code(parser.value()?.string()?);
                return take_rest(arguments, parser);
            }
            Short('m') | Long("module") => {
                arguments.target = Target::Module(parser.value()?.string()?);
                return take_rest(arguments, parser);
            }
            Value(word) if word == "-" => {
                arguments.target = Target::Stdin;
                return take_rest(arguments, parser);
            }
            Value(word) if matches!(arguments.target, Target::File(_)) => {
                let word = word.to_string_lossy();
                return Err(format!("a notebook is run by itself, without {word:?}").into());
            }
            Value(word) => {
                let path = PathBuf::from(word);
                let notebook = is_notebook(&path);
                arguments.target = Target::File(path);
                if !notebook {
                    return take_rest(arguments, parser);
                }
            }
            _ => return Err(argument.unexpected()),
        }
        if matches!(arguments.target, Target::Help | Target::Version | Target::Generate(_)) {
            return Ok(());
        }
    }
    Ok(())
}

/// The mistake in one line; a mistyped option is answered with the nearest one.
fn in_words(error: &lexopt::Error) -> String {
    let lexopt::Error::UnexpectedOption(option) = error else { return error.to_string() };
    let names: Vec<&str> = OPTIONS.iter().map(|option| option.long).collect();
    let near = option.strip_prefix("--").and_then(|name| suggest_word(name, &names));
    let near = near.map_or_else(String::new, |near| format!(", did you mean --{near}?"));
    format!("{error}{near}")
}

/// Whether a file is run as a notebook.
pub fn is_notebook(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ipynb"))
}

fn take_rest(arguments: &mut Arguments, parser: &mut lexopt::Parser) -> Result<(), lexopt::Error> {
    for word in parser.raw_args()? {
        arguments.rest.push(word.to_string_lossy().into_owned());
    }
    Ok(())
}

fn check(arguments: &Arguments) -> Result<(), String> {
    let notebook = matches!(&arguments.target, Target::File(path) if is_notebook(path));
    let about = matches!(arguments.target, Target::Help | Target::Version | Target::Generate(_));
    if !notebook && !about {
        if arguments.save.is_some() {
            return Err("--save is for notebooks".to_owned());
        }
        if arguments.allow_errors {
            return Err("--allow-errors is for notebooks".to_owned());
        }
        if arguments.check {
            return Err("--check is for notebooks".to_owned());
        }
    }
    Ok(())
}

fn traceback(word: &str) -> Result<Traceback, &'static str> {
    match word {
        "plain" => Ok(Traceback::Plain),
        "pretty" => Ok(Traceback::Pretty),
        "auto" => Ok(Traceback::Auto),
        _ => Err("expected plain, pretty or auto"),
    }
}

fn steps(word: &str) -> Result<u64, &'static str> {
    word.parse().map_err(|_| "expected a number of steps")
}

fn size(word: &str) -> Result<u64, &'static str> {
    let lower = word.to_ascii_lowercase();
    let digits = lower.trim_end_matches('b').trim_end_matches("ki").trim_end_matches("mi");
    let digits = digits.trim_end_matches("gi");
    let (digits, unit) = match digits.chars().last() {
        Some('k') => (&digits[..digits.len() - 1], 1 << 10),
        Some('m') => (&digits[..digits.len() - 1], 1 << 20),
        Some('g') => (&digits[..digits.len() - 1], 1 << 30),
        _ => (digits, 1),
    };
    let number: u64 = digits.parse().map_err(|_| "expected a size such as 64m")?;
    number.checked_mul(unit).filter(|&size| size > 0).ok_or("expected a size such as 64m")
}

fn seconds(word: &str) -> Result<Duration, &'static str> {
    let wrong = "expected a number of seconds";
    let number: f64 = word.parse().map_err(|_| wrong)?;
    Duration::try_from_secs_f64(number).ok().filter(|time| !time.is_zero()).ok_or(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Arguments, String> {
        parse(words.iter().map(OsString::from))
    }

    #[test]
    fn what_follows_the_script_is_the_scripts() {
        let arguments = read(&["-q", "a.py", "-i", "--save"]).unwrap();
        assert_eq!(arguments.target, Target::File("a.py".into()));
        assert_eq!(arguments.rest, ["-i", "--save"]);
        assert!(arguments.quiet && !arguments.interactive);
        let arguments = read(&["-ic", "x", "-q"]).unwrap();
        assert_eq!(
            (arguments.target, arguments.rest),
            (Target::Code("x".into()), vec!["-q".into()])
        );
    }

    #[test]
    fn a_notebook_takes_options_after_its_name() {
        let arguments = read(&["a.ipynb", "--save", "b.ipynb", "--allow-errors"]).unwrap();
        assert_eq!(arguments.save, Some("b.ipynb".into()));
        assert!(arguments.allow_errors);
    }

    #[test]
    fn mistakes_are_one_line() {
        let two = &["a.ipynb", "b.py"];
        let one = &["--save", "o", "a.py"];
        for words in [&["--nope"][..], &["--max-heap", "x"], one, two, &["-c"]] {
            let error = read(words).unwrap_err();
            assert!(!error.is_empty() && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn a_mistyped_option_is_answered_with_the_nearest() {
        let error = read(&["--hlep"]).unwrap_err();
        assert!(error.ends_with("did you mean --help?"), "{error}");
    }

    #[test]
    fn sizes_and_times() {
        assert_eq!(read(&["--max-heap=64m"]).unwrap().max_heap, Some(64 << 20));
        assert_eq!(read(&["--timeout", "0.5"]).unwrap().timeout, Some(Duration::from_millis(500)));
        assert!(read(&["--timeout", "-1"]).is_err());
    }
}
