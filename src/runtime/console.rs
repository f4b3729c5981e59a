//! Where a program's output goes and its input comes from: the seam to whoever runs it.

use std::io;

/// Standard output, error and input as the front end provides them.
pub trait Console {
    /// Text written to `sys.stdout`.
    fn write_out(&mut self, text: &str) -> io::Result<()>;
    /// Text written to `sys.stderr`.
    fn write_err(&mut self, text: &str) -> io::Result<()>;
    /// Brings what was written to where a reader sees it.
    fn flush(&mut self) -> io::Result<()>;
    /// One line without its line break; `None` at the end of input.
    fn read_line(&mut self, prompt: &str) -> io::Result<Option<String>>;
    /// The next bytes of the input, up to and with a line break; none at the end of input.
    fn read_bytes(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.read_line("")?.map_or_else(Vec::new, |line| (line + "\n").into_bytes()))
    }
}

/// Keeps output in memory and has no input; for tests and embedding.
#[derive(Default)]
pub struct Captured {
    pub out: String,
    pub err: String,
}

impl Console for Captured {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        self.out.push_str(text);
        Ok(())
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        self.err.push_str(text);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn read_line(&mut self, _prompt: &str) -> io::Result<Option<String>> {
        Ok(None)
    }
}
