//! A Markdown file of sessions: headings, their pycon fences, the statements typed and the answers expected.

use std::fs;
use std::path::{Path, PathBuf};

/// One statement as typed, and the lines that must come back.
pub struct Chunk {
    pub source: Vec<String>,
    pub expected: Vec<String>,
}

/// One pycon fence: the lines of its body in the file, and its statements.
pub struct Block {
    start: usize,
    end: usize,
    pub chunks: Vec<Chunk>,
}

/// One test: the fences under a heading share a session.
pub struct Heading {
    pub name: String,
    pub blocks: Vec<Block>,
}

impl Heading {
    pub fn chunks(&self) -> impl Iterator<Item = &Chunk> {
        self.blocks.iter().flat_map(|block| &block.chunks)
    }

    pub fn chunks_mut(&mut self) -> impl Iterator<Item = &mut Chunk> {
        self.blocks.iter_mut().flat_map(|block| &mut block.chunks)
    }
}

/// A whole file, kept line by line so that only answers change when it is written back.
pub struct Document {
    path: PathBuf,
    lines: Vec<String>,
    pub headings: Vec<Heading>,
}

impl Document {
    /// Reads a file; an error names the line that is no session.
    pub fn read(path: &Path) -> Result<Document, String> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut headings: Vec<Heading> = Vec::new();
        let mut fence = Fence::None;
        for (number, line) in lines.iter().enumerate() {
            let place = || format!("{}:{}", path.display(), number + 1);
            let closing = line.starts_with("```");
            match (&fence, headings.last_mut()) {
                (Fence::Session, Some(heading)) => {
                    let Some(block) = heading.blocks.last_mut() else { continue };
                    if closing {
                        block.end = number;
                        fence = Fence::None;
                    } else {
                        block.take_line(line).map_err(|why| format!("{}: {why}", place()))?;
                    }
                }
                (Fence::Other, _) if closing => fence = Fence::None,
                (Fence::Other, _) => {}
                (_, heading) if line.starts_with("```pycon") => {
                    let heading = heading.ok_or_else(|| {
                        format!("{}: a session before the first heading", place())
                    })?;
                    heading.blocks.push(Block {
                        start: number + 1,
                        end: number + 1,
                        chunks: Vec::new(),
                    });
                    fence = Fence::Session;
                }
                _ if closing => fence = Fence::Other,
                _ if line.starts_with('#') => {
                    let name = line.trim_start_matches('#').trim().to_owned();
                    headings.push(Heading { name, blocks: Vec::new() });
                }
                _ => {}
            }
        }
        headings.retain(|heading| !heading.blocks.is_empty());
        Ok(Document { path: path.to_owned(), lines, headings })
    }

    /// Writes the file with the answers its headings now hold.
    pub fn write(&self) -> std::io::Result<()> {
        let mut lines: Vec<String> = Vec::new();
        let mut copied = 0;
        for block in self.headings.iter().flat_map(|heading| &heading.blocks) {
            lines.extend_from_slice(&self.lines[copied..block.start]);
            block.render(&mut lines);
            copied = block.end;
        }
        lines.extend_from_slice(&self.lines[copied..]);
        fs::write(&self.path, lines.join("\n"))
    }
}

enum Fence {
    None,
    Session,
    Other,
}

impl Block {
    /// Adds one line of the fence: input, continued input, or output.
    fn take_line(&mut self, line: &str) -> Result<(), String> {
        if let Some(source) = after_prompt(line, ">>>") {
            self.chunks.push(Chunk { source: vec![source.to_owned()], expected: Vec::new() });
            return Ok(());
        }
        let chunk = self.chunks.last_mut().ok_or("output before any input")?;
        match after_prompt(line, "...") {
            Some(source) if chunk.expected.is_empty() => chunk.source.push(source.to_owned()),
            _ => chunk.expected.push(line.to_owned()),
        }
        Ok(())
    }

    fn render(&self, lines: &mut Vec<String>) {
        for chunk in &self.chunks {
            for (at, source) in chunk.source.iter().enumerate() {
                let prompt = if at == 0 { ">>> " } else { "... " };
                lines.push(format!("{prompt}{source}").trim_end().to_owned());
            }
            lines.extend_from_slice(&chunk.expected);
        }
    }
}

fn after_prompt<'a>(line: &'a str, prompt: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(prompt)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}
