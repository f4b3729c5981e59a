//! What lived at an address: kept for objects whose address somebody looked at, when they die.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};

use super::object::Code;
use super::vm::Vm;
use crate::heap::Ref;
use crate::source::{Source, Span};

/// How many of the newest dead are remembered.
const MOST: usize = 4096;

/// One object that is gone.
#[derive(Clone)]
pub struct Tenant {
    /// What it was, in words.
    pub words: String,
    /// The statement that ran when it died.
    pub ended: Option<(Source, Span)>,
    /// How many were noted before it.
    number: u64,
}

/// A look at a cell whose tenant is gone.
#[derive(Clone, Copy)]
pub struct Reading {
    start: u64,
    pub address: u64,
    /// Whether the cell was free.
    pub free: bool,
}

/// The newest dead by their addresses.
#[derive(Default)]
pub struct Departed {
    tenants: RefCell<HashMap<u64, Tenant>>,
    order: RefCell<VecDeque<u64>>,
    /// How many have been noted so far.
    noted: Cell<u64>,
    /// Cells of theirs that a program has read since.
    read: RefCell<Vec<Reading>>,
    /// How an object is described without running any code of its own.
    describe: Cell<Option<fn(&Ref) -> String>>,
}

impl Departed {
    /// Sets how objects are described; the layer above knows.
    pub fn describe_by(&self, describe: fn(&Ref) -> String) {
        self.describe.set(Some(describe));
    }

    /// Remembers an object that dies now. Runs no Python code and lets nothing die.
    pub fn note(&self, vm: &Vm, dying: &Ref) {
        if vm.finishing.get() {
            return;
        }
        let words = match self.describe.get() {
            Some(describe) => describe(dying),
            None => dying.kind_name().to_owned(),
        };
        let number = self.noted.get();
        self.noted.set(number + 1);
        let tenant = Tenant { words, ended: running_statement(vm), number };
        let address = dying.address();
        if self.tenants.borrow_mut().insert(address, tenant).is_some() {
            self.order.borrow_mut().retain(|known| *known != address);
        }
        let mut order = self.order.borrow_mut();
        order.push_back(address);
        if order.len() > MOST
            && let Some(oldest) = order.pop_front()
        {
            self.tenants.borrow_mut().remove(&oldest);
        }
    }

    /// Takes note that a program reads `address`, in the cell at `start`, which is free or is not.
    /// The first look at a cell is enough.
    pub fn reads(&self, start: u64, address: u64, free: bool) {
        let mut read = self.read.borrow_mut();
        let known = read.iter().any(|reading| reading.start == start);
        if !known && read.len() < 8 && self.tenants.borrow().contains_key(&start) {
            read.push(Reading { start, address, free });
        }
    }

    /// The cells of departed objects read since this was last asked.
    pub fn take_read(&self) -> Vec<Reading> {
        self.read.take()
    }

    /// How many have been noted so far: a moment, for [`Departed::since`].
    pub fn moment(&self) -> u64 {
        self.noted.get()
    }

    /// What died at `address` after a moment.
    pub fn since(&self, moment: u64, address: u64) -> Option<Tenant> {
        self.at(address).filter(|tenant| tenant.number >= moment)
    }

    /// What lived at `address` last, as far as that is remembered.
    pub fn at(&self, address: u64) -> Option<Tenant> {
        self.tenants.borrow().get(&address).cloned()
    }
}

/// The source and place of the innermost running statement.
fn running_statement(vm: &Vm) -> Option<(Source, Span)> {
    let mut found = None;
    vm.stack.each_frame(&mut |frame| {
        let code = frame.code_ref.get::<Code>();
        found = code.map(|code| (code.source.clone(), frame.position.get()));
        false
    });
    found
}
