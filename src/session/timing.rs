//! `%time` and `%timeit`: how long code takes.

use std::time::{Duration, Instant};

use super::outcome::{Audience, Input, Mode, Outcome};
use super::run::Session;

const ROUNDS: u32 = 5;
const LONG_ENOUGH: Duration = Duration::from_millis(50);

/// `%time CODE`.
pub fn time(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if words.is_empty() {
        audience.note("%time needs code to run");
        return Outcome::DONE;
    }
    let name = session.next_name();
    let start = Instant::now();
    let outcome = session.run(Input { name: &name, text: words, mode: Mode::Prompt });
    let taken = start.elapsed();
    session.flush();
    if let Outcome::Done { .. } = outcome {
        audience.say(&format!("{}\n", in_words(taken)));
    }
    outcome
}

/// `%timeit CODE`: the best of several rounds, each long enough to measure.
pub fn timeit(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if words.is_empty() {
        audience.note("%timeit needs code to run");
        return Outcome::DONE;
    }
    // Once as it was typed: an error points at what somebody wrote.
    let once = session.run(Input { name: "<timeit>", text: words, mode: Mode::Script });
    if !matches!(once, Outcome::Done { .. }) {
        return once;
    }
    let indented = words.replace('\n', "\n    ");
    let mut loops = 1u64;
    let mut best: Option<Duration> = None;
    let mut rounds = 0;
    while rounds < ROUNDS {
        let text = format!("for _timeit_ in range({loops}):\n    {indented}\n");
        let start = Instant::now();
        let outcome = session.run(Input { name: "<timeit>", text: &text, mode: Mode::Script });
        let taken = start.elapsed();
        if !matches!(outcome, Outcome::Done { .. }) {
            session.engine().forget("_timeit_");
            return outcome;
        }
        if taken < LONG_ENOUGH && loops < 1 << 40 {
            loops *= if taken < LONG_ENOUGH / 10 { 10 } else { 2 };
            continue;
        }
        best = Some(best.map_or(taken, |best| best.min(taken)));
        rounds += 1;
    }
    session.engine().forget("_timeit_");
    let each = best.unwrap_or_default().as_secs_f64() / loops as f64;
    let text = in_words(Duration::from_secs_f64(each));
    audience.say(&format!("{text} per loop (best of {ROUNDS} rounds of {loops} loops)\n"));
    Outcome::DONE
}

fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        _ if seconds >= 1.0 => format!("{seconds:.2} s"),
        _ if seconds >= 1e-3 => format!("{:.2} ms", seconds * 1e3),
        _ if seconds >= 1e-6 => format!("{:.2} µs", seconds * 1e6),
        _ => format!("{:.1} ns", seconds * 1e9),
    }
}
