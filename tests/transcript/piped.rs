//! Replays a session by typing it into `refscope -i -q` through a pipe.

use std::fs;
use std::io::{PipeReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const SENTINEL: &str = "\x1e\n";
const TIMEOUT: Duration = Duration::from_secs(30);

/// The answers to some statements typed one after another, each as lines; an error says what broke.
pub fn replay(statements: &[&[String]]) -> Result<Vec<Vec<String>>, String> {
    let folder = own_folder().map_err(|error| error.to_string())?;
    let output = type_in(typed(statements), &folder);
    drop(fs::remove_dir_all(&folder));
    let output = output?;
    let mut parts: Vec<&str> = output.split(SENTINEL).collect();
    let end = parts.pop().unwrap_or_default();
    let complaint = end.lines().map(without_prompts).find(|line| complains(line));
    if let Some(complaint) = complaint {
        return Err(complaint.to_owned());
    }
    if parts.len() != statements.len() + 1 {
        let answered = parts.len().saturating_sub(1);
        return Err(format!(
            "{answered} of {} statements were answered:\n{output}",
            statements.len()
        ));
    }
    Ok(parts[1..].iter().map(|part| lines_of(without_prompts(part))).collect())
}

/// Whether a line of the audit at the end of a session says that something is wrong.
fn complains(line: &str) -> bool {
    line.starts_with("audit: ") && !line.ends_with("all counts agree")
}

/// The statements with a line that prints a mark after each, so that the output can be cut.
fn typed(statements: &[&[String]]) -> String {
    let mark = "\nprint(\"\\x1e\")\n\n";
    let mut text = format!("__import__('sys').__dict__.update(ps1='', ps2='')\n{mark}");
    for statement in statements {
        for line in *statement {
            // A blank line ends a block at the prompt; a line of one space does not.
            text.push_str(if line.is_empty() { " " } else { line });
            text.push('\n');
        }
        text.push_str(mark);
    }
    text
}

/// A new empty folder, so that sessions may write files.
fn own_folder() -> std::io::Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("session-{}-{number}", std::process::id());
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Everything the program writes, both streams in order, until it ends.
fn type_in(text: String, folder: &PathBuf) -> Result<String, String> {
    let (mut child, mut input, output) = start(folder).map_err(|error| error.to_string())?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || drop(input.write_all(text.as_bytes())));
    thread::spawn(move || drop(sender.send(read_all(output))));
    let read = receiver.recv_timeout(TIMEOUT);
    if read.is_err() {
        drop(child.kill());
    }
    drop(child.wait());
    read.unwrap_or_else(|_| Err(format!("no end within {} seconds", TIMEOUT.as_secs())))
}

fn start(folder: &PathBuf) -> std::io::Result<(Child, std::process::ChildStdin, PipeReader)> {
    let (reader, writer) = std::io::pipe()?;
    let mut child = Command::new(env!("CARGO_BIN_EXE_refscope"))
        .args(["-i", "-q", "--audit"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(std::process::Stdio::piped())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()?;
    let input = child.stdin.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
    Ok((child, input, reader))
}

fn read_all(mut output: PipeReader) -> Result<String, String> {
    let mut bytes = Vec::new();
    output.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn without_prompts(mut part: &str) -> &str {
    while let Some(rest) = part.strip_prefix(">>> ").or_else(|| part.strip_prefix("... ")) {
        part = rest;
    }
    while let Some(rest) = part.strip_suffix(">>> ") {
        part = rest;
    }
    part
}

fn lines_of(part: &str) -> Vec<String> {
    if part.is_empty() {
        return Vec::new();
    }
    part.strip_suffix('\n').unwrap_or(part).split('\n').map(str::to_owned).collect()
}
