//! The process's own standard streams as a program's console.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::heap::Attention;
use crate::runtime::console::Console;

/// How often waiting for a line looks whether Ctrl-C was pressed.
const GLANCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// Lines of the process's standard input, read through one buffer.
pub struct StandardInput {
    reader: Option<BufReader<File>>,
    attention: Attention,
}

impl StandardInput {
    /// The process's standard input; waiting for it ends when `attention` is set.
    pub fn new(attention: Attention) -> Self {
        let fd = io::stdin().as_fd().try_clone_to_owned().ok();
        StandardInput { reader: fd.map(|fd| BufReader::new(File::from(fd))), attention }
    }

    /// Whether bytes have been read that no line has taken yet.
    pub fn has_buffered(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| !reader.buffer().is_empty())
    }
}

/// Waits for input or Ctrl-C.
fn wait(input: &File, attention: &Attention) -> io::Result<()> {
    loop {
        if attention.take_interrupt() {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
        let mut fds = [PollFd::new(input, PollFlags::IN)];
        match poll(&mut fds, Some(&GLANCE)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            // Where it cannot be polled, reading says what is wrong with it.
            Ok(_) | Err(_) => return Ok(()),
        }
    }
}

/// Standard output and error: output by line on a terminal, by block elsewhere.
pub struct StandardOutput {
    buffer: String,
    by_line: bool,
}

/// Output is held back up to so many bytes where nobody watches.
const BLOCK: usize = 1 << 16;

impl StandardOutput {
    /// The process's standard output and error.
    pub fn new() -> Self {
        StandardOutput { buffer: String::new(), by_line: io::stdout().is_terminal() }
    }

    /// Takes output of the program.
    pub fn write_out(&mut self, text: &str) -> io::Result<()> {
        self.buffer.push_str(text);
        let due = if self.by_line { text.contains('\n') } else { self.buffer.len() >= BLOCK };
        if due { self.flush() } else { Ok(()) }
    }

    /// Takes error output of the program; what was written before it comes out before it.
    pub fn write_err(&mut self, text: &str) -> io::Result<()> {
        self.flush()?;
        quietly(io::stderr().lock().write_all(text.as_bytes()))
    }

    /// Brings output to its reader.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let written = out.write_all(self.buffer.as_bytes()).and_then(|()| out.flush());
        self.buffer.clear();
        quietly(written)
    }
}

/// Where the reader has gone away the process ends as `cat` does: by the signal, without a word.
fn quietly(written: io::Result<()>) -> io::Result<()> {
    if let Err(error) = &written
        && error.kind() == io::ErrorKind::BrokenPipe
    {
        // Only returns where the signal is blocked; then the error is reported like any other.
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGPIPE);
    }
    written
}

/// Where the answers to `input()` come from.
pub trait Lines {
    /// The next line without its line break; `None` at the end of input.
    ///
    /// # Errors
    /// `Interrupted` after Ctrl-C, or what reading gave.
    fn line(&mut self) -> io::Result<Option<String>>;

    /// The next line as its bytes, with its line break if it has one; none at the end of input.
    ///
    /// # Errors
    /// As [`Lines::line`].
    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.line()?.map_or_else(Vec::new, |line| (line + "\n").into_bytes()))
    }
}

impl Lines for StandardInput {
    /// Bytes that are no UTF-8 are replaced.
    fn line(&mut self) -> io::Result<Option<String>> {
        let bytes = self.bytes()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        Ok(Some(String::from_utf8_lossy(line).into_owned()))
    }

    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let Some(reader) = &mut self.reader else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        loop {
            if reader.buffer().is_empty() {
                wait(reader.get_ref(), &self.attention)?;
            }
            let available = reader.fill_buf()?;
            let line = available.iter().position(|&byte| byte == b'\n');
            let used = line.map_or(available.len(), |at| at + 1);
            bytes.extend_from_slice(&available[..used]);
            reader.consume(used);
            if used == 0 || line.is_some() {
                return Ok(bytes);
            }
        }
    }
}

/// A console that writes to the process's streams; of scripts it reads from them too.
pub struct Standard<L = StandardInput> {
    input: L,
    output: StandardOutput,
}

impl Standard {
    /// The process's streams; `attention` ends a wait for input.
    pub fn new(attention: Attention) -> Self {
        Standard::reading(StandardInput::new(attention))
    }
}

impl<L: Lines> Standard<L> {
    /// The process's output streams, with input from `input`.
    pub fn reading(input: L) -> Self {
        Standard { input, output: StandardOutput::new() }
    }
}

impl<L: Lines> Console for Standard<L> {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        self.output.write_out(text)
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        self.output.write_err(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    fn read_line(&mut self, prompt: &str) -> io::Result<Option<String>> {
        self.output.write_out(prompt)?;
        self.output.flush()?;
        self.input.line()
    }

    fn read_bytes(&mut self) -> io::Result<Vec<u8>> {
        self.output.flush()?;
        self.input.bytes()
    }
}
