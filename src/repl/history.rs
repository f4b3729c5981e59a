//! What was entered, over sessions: blocks whole, in a file, and with their marks where they are recalled.

use std::borrow::Cow;
use std::fs;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use rustyline::Result;
use rustyline::error::ReadlineError;
use rustyline::history::{FileHistory, History, SearchDirection, SearchResult};

use super::marks;

/// `$XDG_STATE_HOME/refscope/history`; `None` where there is no home.
pub fn history_file() -> Option<PathBuf> {
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.state_dir()?.join("refscope").join("history"))
}

/// `$XDG_CONFIG_HOME/refscope/startup.py`, run before the first prompt.
pub fn start_file() -> Option<PathBuf> {
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.config_dir().join("refscope").join("startup.py"))
}

/// Entries as they were typed; the editor gets them with marks.
pub struct Blocks {
    entries: FileHistory,
    file: Option<PathBuf>,
    /// Only the newest entries of a long history have been read so far.
    partial: bool,
}

/// A longer file would delay the first prompt; of it only so much is read before.
const AT_ONCE: u64 = 64 << 10;

/// A first start has no history. A file that is no text makes room for one that is.
fn load(entries: &mut FileHistory, file: &Path) {
    if let Err(ReadlineError::Io(error)) = entries.load(file)
        && error.kind() == ErrorKind::InvalidData
    {
        // Where it cannot be moved, the history lives as long as the session.
        let _ = fs::rename(file, file.with_extension("unreadable"));
    }
}

impl Blocks {
    /// The history kept in `file`.
    pub fn of(file: Option<PathBuf>) -> Self {
        Blocks { entries: FileHistory::new(), file, partial: false }
    }

    /// Reads what earlier sessions left, or the newest of it; [`Blocks::complete`] reads the rest.
    pub fn recall(&mut self) {
        let Some(file) = &self.file else { return };
        self.partial = fs::metadata(file).is_ok_and(|known| known.len() > AT_ONCE);
        if !self.partial {
            load(&mut self.entries, file);
            return;
        }
        for entry in newest(file).unwrap_or_default() {
            let _ = self.entries.add_owned(entry);
        }
    }

    /// Reads all of a long history; between two lines, while nobody looks at it.
    pub fn complete(&mut self) {
        if let (true, Some(file)) = (std::mem::take(&mut self.partial), &self.file) {
            // Nothing is lost where it stays as it is.
            let _ = self.entries.clear();
            load(&mut self.entries, file);
        }
    }

    /// Keeps an entry, on disk too: it must survive a crash.
    pub fn remember(&mut self, entry: &str) {
        self.complete();
        if !self.entries.add(entry).unwrap_or(false) {
            return;
        }
        if let Some(file) = &self.file {
            if let Some(folder) = file.parent() {
                // Without a place to write, the history lives as long as the session.
                let _ = fs::create_dir_all(folder);
            }
            let _ = self.entries.append(file);
        }
    }
}

/// The entries at the end of a history file.
fn newest(file: &Path) -> std::io::Result<Vec<String>> {
    let mut file = fs::File::open(file)?;
    file.seek(SeekFrom::End(-(AT_ONCE as i64)))?;
    let mut bytes = Vec::with_capacity(AT_ONCE as usize);
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    // The first line is the rest of an entry.
    Ok(text.lines().skip(1).map(unescaped).collect())
}

/// An entry as the file holds it: line breaks and backslashes are escaped.
fn unescaped(line: &str) -> String {
    let mut entry = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => entry.push(match letters.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => '\\',
            }),
            other => entry.push(other),
        }
    }
    entry
}

/// A find as the editor shows it.
fn marked(found: SearchResult<'_>) -> SearchResult<'static> {
    SearchResult {
        entry: Cow::Owned(marks::add(&found.entry).into_owned()),
        idx: found.idx,
        pos: marks::offset_in_editor(&found.entry, found.pos),
    }
}

impl History for Blocks {
    fn get(&self, index: usize, dir: SearchDirection) -> Result<Option<SearchResult<'_>>> {
        // The position of what is merely recalled means nothing.
        let found = self.entries.get(index, dir)?;
        Ok(found.map(|found| marked(SearchResult { pos: 0, ..found })))
    }

    fn add(&mut self, line: &str) -> Result<bool> {
        self.entries.add(line)
    }

    fn add_owned(&mut self, line: String) -> Result<bool> {
        self.entries.add_owned(line)
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn set_max_len(&mut self, len: usize) -> Result<()> {
        self.entries.set_max_len(len)
    }

    fn ignore_dups(&mut self, yes: bool) -> Result<()> {
        self.entries.ignore_dups(yes)
    }

    fn ignore_space(&mut self, yes: bool) {
        self.entries.ignore_space(yes);
    }

    fn save(&mut self, path: &Path) -> Result<()> {
        self.entries.save(path)
    }

    fn append(&mut self, path: &Path) -> Result<()> {
        self.entries.append(path)
    }

    fn load(&mut self, path: &Path) -> Result<()> {
        self.entries.load(path)
    }

    fn clear(&mut self) -> Result<()> {
        self.entries.clear()
    }

    fn search(
        &self,
        term: &str,
        start: usize,
        dir: SearchDirection,
    ) -> Result<Option<SearchResult<'_>>> {
        Ok(self.entries.search(term, start, dir)?.map(marked))
    }

    fn starts_with(
        &self,
        term: &str,
        start: usize,
        dir: SearchDirection,
    ) -> Result<Option<SearchResult<'_>>> {
        Ok(self.entries.starts_with(&marks::strip(term), start, dir)?.map(marked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_history_begins_with_its_end() {
        let folder = std::env::temp_dir().join(format!("refscope-history-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("history");
        let mut lines = String::from("#V2\n");
        (0..9000).for_each(|n| lines.push_str(&format!("f(\\n  '\\\\', {n})\n")));
        fs::write(&file, lines).unwrap();
        let mut blocks = Blocks::of(Some(file));
        blocks.set_max_len(10_000).unwrap();
        blocks.recall();
        assert!(blocks.len() < 9000);
        let last = |blocks: &Blocks| {
            let found = blocks.get(blocks.len() - 1, SearchDirection::Reverse).unwrap().unwrap();
            marks::strip(&found.entry).into_owned()
        };
        assert_eq!(last(&blocks), "f(\n  '\\', 8999)");
        blocks.remember("g()");
        assert_eq!((blocks.len(), last(&blocks).as_str()), (9001, "g()"));
        fs::remove_dir_all(folder).unwrap();
    }
}
