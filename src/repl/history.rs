//! What was entered, over sessions: blocks whole, in a file, and with their marks where they are recalled.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use rustyline::Result;
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
}

impl Blocks {
    /// The history kept in `file`.
    pub fn of(file: Option<PathBuf>) -> Self {
        Blocks { entries: FileHistory::new(), file }
    }

    /// Reads what earlier sessions left.
    pub fn recall(&mut self) {
        if let Some(file) = &self.file {
            // A first start has no history; one that cannot be read is as good as none.
            let _ = self.entries.load(file);
        }
    }

    /// Keeps an entry, on disk too: it must survive a crash.
    pub fn remember(&mut self, entry: &str) {
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
