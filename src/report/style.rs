//! Whether a stream gets colours and drawings, from the terminal and the usual variables.

use std::io::IsTerminal;

use owo_colors::{OwoColorize, Stream as OwoStream, SupportsColorsDisplay};

/// The stream a text is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// How to draw on one stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
    /// Draw frames around source; otherwise write CPython's plain text.
    pub pretty: bool,
    /// How wide drawings may be.
    pub columns: usize,
}

impl Style {
    /// The style of a stream: `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` and redirection are obeyed.
    pub fn of(stream: Stream) -> Style {
        let terminal = match stream {
            Stream::Out => std::io::stdout().is_terminal(),
            Stream::Err => std::io::stderr().is_terminal(),
        };
        Style { colour: supports_colour(stream), pretty: terminal, columns: usize::MAX }
    }
}

/// Asks `owo-colors` by painting a letter: it knows the variables and caches the answer.
fn supports_colour(stream: Stream) -> bool {
    let stream = match stream {
        Stream::Out => OwoStream::Stdout,
        Stream::Err => OwoStream::Stderr,
    };
    let painted: SupportsColorsDisplay<'_, _, _, _> = "x".if_supports_color(stream, |x| x.red());
    painted.to_string().len() > 1
}

/// Columns of the terminal on standard output, 80 where there is none.
pub fn terminal_width() -> usize {
    rustix::termios::tcgetwinsize(std::io::stdout())
        .ok()
        .map(|size| size.ws_col as usize)
        .filter(|&columns| columns > 0)
        .unwrap_or(80)
}
