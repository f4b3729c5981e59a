//! What becomes of the value of a statement: laid out, coloured and written, or kept for a notebook.

use std::cell::RefCell;
use std::rc::Rc;

use super::layout::lay_out;
use crate::heap::Ref;
use crate::runtime::Vm;
use crate::runtime::console::Console;
use crate::runtime::value::Raised;

/// What the value of a statement becomes.
#[derive(Default)]
pub struct Shown {
    /// Columns to lay values out for; 0 shows plain reprs.
    pub width: usize,
    /// The user wants plain reprs.
    pub flat: bool,
    pub paint: Option<fn(&str) -> String>,
    /// Keep the text of the value instead of writing it.
    pub keep: bool,
    pub kept: Option<String>,
    /// Written before the next output: which cell it comes from.
    pub label: Option<String>,
    /// Text of values shown since a recorded output is to be compared.
    pub watched: Option<String>,
}

/// Shows the value of a statement: keeps its text for a notebook, writes it otherwise.
pub fn show(vm: &Vm, value: &Ref, shown: &Rc<RefCell<Shown>>) -> Result<(), Raised> {
    let text = vm.repr_text(value)?;
    let (keep, width, paint) = {
        let shown = shown.borrow();
        (shown.keep, if shown.flat { 0 } else { shown.width }, shown.paint)
    };
    if keep {
        shown.borrow_mut().kept = Some(lay_out(&text, NOTEBOOK_WIDTH));
        return Ok(());
    }
    let text = if width > 0 { lay_out(&text, width) } else { text };
    let Some(paint) = paint else { return vm.write_out(&format!("{text}\n")) };
    // Recorded outputs have no colours: what is compared with them is the bare text.
    let watched = shown.borrow_mut().watched.take().map(|watched| format!("{watched}{text}\n"));
    let written = vm.write_out(&format!("{}\n", paint(&text)));
    shown.borrow_mut().watched = watched;
    written
}

/// Jupyter lays values out for so many columns.
const NOTEBOOK_WIDTH: usize = 80;

/// The console, with output remembered while a recorded output is to be compared.
pub struct Watching {
    pub console: Box<dyn Console>,
    pub shown: Rc<RefCell<Shown>>,
}

impl Watching {
    fn write_label(&mut self) -> std::io::Result<()> {
        let label = self.shown.borrow_mut().label.take();
        label.map_or(Ok(()), |label| self.console.write_err(&label))
    }
}

impl Console for Watching {
    fn write_out(&mut self, text: &str) -> std::io::Result<()> {
        self.write_label()?;
        if let Some(watched) = &mut self.shown.borrow_mut().watched {
            watched.push_str(text);
        }
        self.console.write_out(text)
    }

    fn write_err(&mut self, text: &str) -> std::io::Result<()> {
        self.write_label()?;
        self.console.write_err(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.console.flush()
    }

    fn read_line(&mut self, prompt: &str) -> std::io::Result<Option<String>> {
        self.console.read_line(prompt)
    }

    fn read_bytes(&mut self) -> std::io::Result<Vec<u8>> {
        self.console.read_bytes()
    }
}
