//! Writes a file so that a crash leaves either the old one or the new one, never half of it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `text` beside `path` and moves it there in one step. A link is followed, so that it stays
/// a link; the permissions of an existing file are kept.
pub fn save_atomically(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    let beside = temporary_name(&target);
    let written = write_whole(&beside, text, &target);
    if written.is_err() {
        // The first error is the one to report; a left-over temporary file is not.
        let _ = fs::remove_file(&beside);
        return written;
    }
    fs::rename(&beside, &target)
}

fn temporary_name(target: &Path) -> PathBuf {
    let name = target.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn write_whole(beside: &Path, text: &str, target: &Path) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(existing) = fs::metadata(target) {
        file.set_permissions(existing.permissions())?;
    }
    file.sync_all()
}
