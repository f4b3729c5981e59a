//! `%time` and `%timeit`: how long code takes.

use std::time::Duration;

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
    let outcome = session.run(Input { name: &name, text: words, mode: Mode::Prompt });
    let taken = session.engine().ran_for();
    session.flush();
    if let Outcome::Done { .. } = outcome {
        audience.say(&format!("{}\n", in_words(taken)));
    }
    outcome
}

/// What the options of `%timeit` ask for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    /// How many loops a round has; found out by trying where nobody said.
    loops: Option<u64>,
    rounds: u32,
}

impl Asked {
    /// Reads `-n N` and `-r N` (`-nN`, `-rN`), and gives back the code behind them.
    fn read(mut words: &str) -> Result<(Asked, &str), String> {
        let mut asked = Asked { loops: None, rounds: ROUNDS };
        while let Some((option, rest)) = ["-n", "-r"].iter().find_map(|option| {
            let rest = words.strip_prefix(option)?;
            rest.trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some((*option, rest))
        }) {
            let rest = rest.trim_start();
            let (number, code) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let Some(number) = number.parse::<u32>().ok().filter(|&number| number > 0) else {
                return Err(format!("{option} of %timeit takes a number above 0, not {number}"));
            };
            match option {
                "-n" => asked.loops = Some(number.into()),
                _ => asked.rounds = number,
            }
            words = code.trim_start();
        }
        Ok((asked, words))
    }
}

/// `%timeit CODE`: the best of several rounds, each long enough to measure.
pub fn timeit(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let (asked, words) = match Asked::read(words) {
        Ok(read) => read,
        Err(message) => {
            audience.note(&message);
            return Outcome::DONE;
        }
    };
    if words.is_empty() {
        audience.note("%timeit needs code to run");
        return Outcome::DONE;
    }
    // Once as it was typed: an error points at what somebody wrote. Who counts the loops wants no
    // other.
    if asked.loops.is_none() {
        let once = session.run(Input { name: "<timeit>", text: words, mode: Mode::Script });
        if !matches!(once, Outcome::Done { .. }) {
            return once;
        }
    }
    let indented = words.replace('\n', "\n    ");
    let mut loops = asked.loops.unwrap_or(1);
    let mut best: Option<Duration> = None;
    let mut rounds = 0;
    while rounds < asked.rounds {
        let text = format!("for _timeit_ in range({loops}):\n    {indented}\n");
        let outcome = session.run(Input { name: "<timeit>", text: &text, mode: Mode::Script });
        let taken = session.engine().ran_for();
        if !matches!(outcome, Outcome::Done { .. }) {
            session.engine().forget("_timeit_");
            return outcome;
        }
        if asked.loops.is_none() && taken < LONG_ENOUGH && loops < 1 << 40 {
            loops *= if taken < LONG_ENOUGH / 10 { 10 } else { 2 };
            continue;
        }
        best = Some(best.map_or(taken, |best| best.min(taken)));
        rounds += 1;
    }
    session.engine().forget("_timeit_");
    let each = best.unwrap_or_default().as_secs_f64() / loops as f64;
    let text = in_words(Duration::from_secs_f64(each));
    let plural = |count: u64| if count == 1 { "" } else { "s" };
    audience.say(&format!(
        "{text} per loop (best of {} round{} of {loops} loop{})\n",
        asked.rounds,
        plural(asked.rounds.into()),
        plural(loops)
    ));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_before_the_code() {
        let asked = |loops, rounds| Asked { loops, rounds };
        assert_eq!(Asked::read("-n 5 -r2 x+1"), Ok((asked(Some(5), 2), "x+1")));
        assert_eq!(Asked::read("-n"), Ok((asked(None, ROUNDS), "-n")));
        assert_eq!(Asked::read("-n + 1"), Ok((asked(None, ROUNDS), "-n + 1")));
        assert!(Asked::read("-n 0 x").is_err() && Asked::read("-r 5x").is_err());
    }
}
