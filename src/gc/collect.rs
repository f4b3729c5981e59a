//! A collection, from its candidates to what is left of them.

use std::collections::HashSet;

use super::garbage::Garbage;
use super::generations::{self, OLDEST, Scope, Survivors};
use super::hooks::{CollectorHooks, Step};
use super::rest::{self, Known};
use super::trial::{Trial, Verdict};
use crate::heap::{CellMap, Flag, Heap, Ref, Unowned, Untrack};

/// What a collection did, as `gc.collect()` and `gc.get_stats()` count it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Cells that were still unreachable after finalizers ran.
    pub collected: u64,
    /// Cells that were unreachable but could not be cleared.
    pub uncollectable: u64,
}

/// Collects `generation` and the younger ones; nothing happens while a collection is running.
pub fn collect(heap: &Heap, generation: u8, hooks: &dyn CollectorHooks) -> Collected {
    collect_by(heap, generation, false, hooks)
}

/// Collects a generation because it is due: cells at rest are not looked at where that cannot change
/// what is found.
pub fn collect_due(heap: &Heap, generation: u8, hooks: &dyn CollectorHooks) -> Collected {
    collect_by(heap, generation, true, hooks)
}

fn collect_by(heap: &Heap, generation: u8, due: bool, hooks: &dyn CollectorHooks) -> Collected {
    let generation = usize::from(generation).min(OLDEST);
    if !generations::begin(heap, generation) {
        return Collected::default();
    }
    let written = std::mem::take(&mut heap.ages().trial);
    let (verdict, written, tried) = try_candidates(heap, generation, due, written, hooks);

    // What survives grows older before any hook runs.
    let settled = rest::is_settled(heap);
    let mut survivors = forget_the_harmless(verdict.reachable, generation == OLDEST, settled);
    let mut garbage = verdict.unreachable;
    let decided = survivors.cells.len();
    let hooked = condemn(&mut garbage, &mut survivors, hooks);
    if settled {
        rest::lay(&survivors.cells[decided..]);
        rest::wake(heap, tried.restless);
    }
    generations::settle(heap, generation, tried.scope, survivors);
    rest::expect(heap);

    hooks.step(&Step::Unreachable(&Garbage { cells: &garbage }));

    // Where nobody has to be asked, nobody can have changed anything.
    let written = if hooked {
        let (left, written) = ask_hooks(heap, generation, garbage, written, hooks);
        garbage = left;
        written
    } else {
        written
    };
    hooks.step(&Step::Condemned(&Garbage { cells: &garbage }));

    let collected = Collected { collected: garbage.len() as u64, uncollectable: 0 };
    let survivors = if hooks.save_all() { save(garbage, hooks) } else { clear(heap, garbage) };
    generations::resettle(heap, generation, survivors);
    hooks.step(&Step::Cleared(collected));

    heap.ages().trial = written;
    generations::end(heap, generation, collected);
    collected
}

/// Steps 4 to 6: weak references, finalizers, and who is still unreachable after them.
fn ask_hooks(
    heap: &Heap,
    generation: usize,
    garbage: Vec<Unowned>,
    written: CellMap,
    hooks: &dyn CollectorHooks,
) -> (Vec<Unowned>, CellMap) {
    hooks.clear_weakrefs(&Garbage { cells: &garbage });
    hooks.step(&Step::WeakrefsCleared(&Garbage { cells: &garbage }));

    let finalized = finalize(heap, &garbage, hooks);
    hooks.step(&Step::Finalized(&Garbage { cells: &garbage }));

    if finalized {
        check_again(heap, generation, garbage, written, hooks)
    } else {
        (still_condemned(garbage), written)
    }
}

/// How a trial was done.
struct Tried {
    scope: Scope,
    /// Cells of the older generations that were not found alive before the trial.
    restless: Vec<Unowned>,
}

/// Steps 1 to 3 for the cells of a generation and the younger ones.
fn try_candidates(
    heap: &Heap,
    generation: usize,
    due: bool,
    written: CellMap,
    hooks: &dyn CollectorHooks,
) -> (Verdict, CellMap, Tried) {
    let mut trial = Trial::new(heap, written);
    // The youngest list knows best where a cell belongs; then CPython's order.
    let young = trial.write_down(heap.take_young());
    let mut known = Known::default();
    if generation > 0 {
        known = rest::ask(heap, generation, due, &mut trial, hooks);
    }
    let middle = generations::take_middle(heap, generation);
    let scope = if known.alive {
        trial.candidates = young;
        let middle = rest::still_in_middle(heap, middle, generation, known.quiet, &mut trial);
        Scope::Young { middle }
    } else {
        let middle = trial.write_down(middle);
        let scope = Scope::All { middle: middle.len() };
        trial.candidates = match generation {
            0 => young,
            1 => joined(middle, young),
            _ => {
                // Whoever survives this is alive.
                known.restless.clear();
                let old = trial.write_down(generations::take_old(heap));
                joined(joined(old, young), middle)
            }
        };
        scope
    };
    hooks.step(&Step::Candidates(&trial));
    trial.subtract();
    hooks.step(&Step::Subtracted(&trial));
    let verdict = trial.reach();
    let tried = Tried { scope, restless: known.restless };
    (verdict, trial.end(), tried)
}

fn joined(mut first: Vec<Unowned>, second: Vec<Unowned>) -> Vec<Unowned> {
    if first.is_empty() {
        return second;
    }
    first.extend(second);
    first
}

/// Survivors that can no longer be part of a cycle are not tracked any more; returns the others,
/// laid to rest where `settled`.
fn forget_the_harmless(mut cells: Vec<Unowned>, full: bool, settled: bool) -> Survivors {
    let (mut idle, mut undecided) = (0, Vec::new());
    let mut stays = |cell: &Ref| {
        let verdict = cell.can_untrack(full);
        match verdict {
            Untrack::Now => {
                cell.clear_flag(Flag::TRACKED);
                cell.wake();
            }
            Untrack::Later => undecided.push(cell.downgrade()),
            Untrack::Never => idle += usize::from(cell.idles()),
        }
        let stays = verdict != Untrack::Now;
        if settled && stays {
            cell.rest();
        }
        stays
    };
    cells.retain(|cell| cell.look(&mut stays) == Some(true));
    Survivors { cells, idle, undecided }
}

/// Marks what is to go. Unreachable cells that hold nothing to be collected for die with what holds
/// them and count as survivors, and so does what came apart from an unreachable cell and is held by
/// nobody else. Whether a cell that is to go has a finalizer to run, or weak references.
fn condemn(
    garbage: &mut Vec<Unowned>,
    survivors: &mut Survivors,
    hooks: &dyn CollectorHooks,
) -> bool {
    let mut parts = HashSet::new();
    let mut hooked = false;
    let mut stays = |cell: &Ref| {
        let idles = cell.idles();
        if !idles {
            parts.extend(hooks.came_apart(cell).filter(|part| part.look(Ref::count) == Some(1)));
            cell.set_flag(Flag::CONDEMNED);
            cell.wake();
            hooked |= needs_hook(cell);
        }
        !idles
    };
    garbage.retain(|&cell| {
        let stays = cell.look(&mut stays) == Some(true);
        if !stays {
            survivors.cells.push(cell);
            survivors.idle += 1;
        }
        stays
    });
    if !parts.is_empty() {
        garbage.retain(|&cell| {
            let is_part = parts.contains(&cell);
            if is_part {
                spare(cell);
                survivors.cells.push(cell);
            }
            !is_part
        });
    }
    hooked
}

/// Whether a hook must be asked before the cell dies.
fn needs_hook(cell: &Ref) -> bool {
    cell.has_flag(Flag::HAS_WEAKREFS)
        || cell.has_flag(Flag::NEEDS_HOOK) && !cell.has_flag(Flag::FINALIZED)
}

fn spare(cell: Unowned) {
    cell.look(|cell| cell.clear_flag(Flag::CONDEMNED));
}

/// Those that have not died, nor been untracked, while hooks ran.
fn still_condemned(mut garbage: Vec<Unowned>) -> Vec<Unowned> {
    garbage.retain(|cell| {
        cell.look(|cell| {
            let stays = cell.has_flag(Flag::CONDEMNED) && cell.has_flag(Flag::TRACKED);
            if !stays {
                cell.clear_flag(Flag::CONDEMNED);
            }
            stays
        }) == Some(true)
    });
    garbage
}

/// Runs the finalizers that have not run yet; whether there were any.
fn finalize(heap: &Heap, garbage: &[Unowned], hooks: &dyn CollectorHooks) -> bool {
    let mut any = false;
    for cell in garbage {
        let held = cell.look(|cell| {
            let due = cell.has_flag(Flag::CONDEMNED)
                && cell.has_flag(Flag::NEEDS_HOOK)
                && !cell.has_flag(Flag::FINALIZED);
            due.then(|| heap.hold(cell))
        });
        if let Some(Some(held)) = held {
            held.set_flag(Flag::FINALIZED);
            hooks.finalize(&held);
            any = true;
        }
    }
    any
}

/// Steps 1 to 3 among the garbage itself: finalizers may have made some of it reachable.
fn check_again(
    heap: &Heap,
    generation: usize,
    garbage: Vec<Unowned>,
    written: CellMap,
    hooks: &dyn CollectorHooks,
) -> (Vec<Unowned>, CellMap) {
    let mut trial = Trial::new(heap, written);
    let mut again = still_condemned(garbage);
    let parts = again.iter().filter_map(|cell| {
        let part = cell.look(|cell| hooks.came_apart(cell)).flatten()?;
        part.look(|part| !part.has_flag(Flag::CONDEMNED)).filter(|is_new| *is_new).map(|_| part)
    });
    let parts: Vec<Unowned> = parts.collect();
    again.extend(parts);
    trial.candidates = trial.write_down(again);
    trial.subtract();
    let mut verdict = trial.reach();
    verdict.reachable.iter().copied().for_each(spare);
    generations::resettle(heap, generation, verdict.reachable);
    // What came apart is a piece of another cell and not counted.
    let whole = |cell: &Unowned| cell.look(|cell| cell.has_flag(Flag::CONDEMNED)) == Some(true);
    verdict.unreachable.retain(whole);
    (verdict.unreachable, trial.end())
}

/// Hands the garbage to the hooks instead of clearing it; all of it survives.
fn save(garbage: Vec<Unowned>, hooks: &dyn CollectorHooks) -> Vec<Unowned> {
    for &cell in &garbage {
        spare(cell);
        if let Some(kept) = cell.look(Ref::clone) {
            hooks.save(&kept);
        }
    }
    garbage
}

/// Lets each cell that is still there give up its references while it is held, then lets it go; most
/// others die with it. Returns cells that somebody holds nevertheless. (CPython: `delete_garbage`.)
fn clear(heap: &Heap, mut garbage: Vec<Unowned>) -> Vec<Unowned> {
    let condemned = |cell: &Ref| cell.has_flag(Flag::CONDEMNED);
    heap.set_clearing(true);
    garbage.retain(|cell| {
        let held = cell.look(|cell| condemned(cell).then(|| cell.clone()));
        let Some(held) = held.flatten() else { return false };
        heap.report_observed(&held);
        heap.clear(&held);
        let survives = held.count() > 1;
        heap.let_go(held);
        survives
    });
    // What was held by others of them may have died since.
    garbage.retain(|cell| cell.look(condemned) == Some(true));
    garbage.iter().copied().for_each(spare);
    heap.set_clearing(false);
    garbage
}
