//! The prompt where room is short: blocks taller than the screen, lists, lines that were not ended.

use std::time::Duration;

use super::terminal::{Terminal, home};

const PAUSE: Duration = Duration::from_millis(100);

/// A terminal of so many rows with a block of so many statements typed in it.
fn with_block(test: &str, rows: u16, statements: usize) -> Terminal {
    let mut at = Terminal::start(&home(test), &["-q"]);
    at.resize_to(60, rows);
    at.slowly("def f():\r");
    for number in 0..statements {
        at.slowly(&format!("x{number} = {number}\r"));
    }
    at.settle(PAUSE);
    at
}

#[test]
fn of_a_tall_block_a_screenful_is_drawn() {
    let mut at = with_block("tall", 10, 15);
    at.slowly("x");
    let drawn = at.settle(PAUSE);
    assert!(drawn.contains("x14 = 14\n...     x") && !drawn.contains("x5 = 5"), "{drawn}");
    at.slowly(&"\x1b[A".repeat(14));
    let drawn = at.settle(PAUSE);
    assert!(drawn.ends_with("x9 = 9\n...     x10 = 10"), "{drawn}");
    at.slowly("=\x7f");
    at.slowly(&"\x1b[B".repeat(14));
    at.slowly("0 = 7\rreturn x0, x14\r\r");
    let whole = at.settle(PAUSE);
    assert!(whole.contains(">>> def f():\n...     x0 = 0\n"), "{whole}");
    assert!(at.run("f()").ends_with("\n(7, 14)"));
}

#[test]
fn a_line_longer_than_the_screen_is_edited_at_its_start() {
    let mut at = Terminal::start(&home("long-line"), &["-q"]);
    at.resize_to(20, 5);
    at.slowly(&format!("x = '{}'", "abcdefghi ".repeat(15)));
    at.settle(PAUSE);
    at.slowly("\x01y = ");
    let drawn = at.settle(PAUSE);
    assert!(drawn.contains(">>> y = x = 'abcdefg"), "{drawn}");
    at.slowly("\r");
    at.settle(PAUSE);
    assert!(at.run("len(y)").ends_with("\n150"));
}

#[test]
fn a_list_of_candidates_stands_below_the_block() {
    let mut at = Terminal::start(&home("list"), &["-q"]);
    at.run("x = [1]");
    at.slowly("def f():\ra = 1\rx.\t");
    let drawn = at.settle(PAUSE);
    assert!(drawn.contains("x.\nappend   clear"), "{drawn}");
    at.slowly("app");
    let drawn = at.settle(PAUSE);
    assert!(!drawn.contains("copy"), "{drawn}");
    at.slowly("\t(a)\r\r");
    at.settle(PAUSE);
    assert!(at.run("f(); x").ends_with("\n[1, 1]"));
}

#[test]
fn file_names_are_completed_in_strings() {
    let home = home("strings");
    std::fs::write(home.join("lesson_two.txt"), "taught").unwrap();
    let mut at = Terminal::start(&home, &["-q"]);
    at.slowly(&format!("open('{}/less\t').read()\r", home.display()));
    at.expect("\n'taught'\n>>> ");
}

#[test]
fn a_line_that_was_not_ended_is_not_drawn_over() {
    let mut at = Terminal::start(&home("open"), &["-q"]);
    assert!(at.run("print('no break', end='')").ends_with("\nno break"));
    assert!(at.run("import sys; _ = sys.stderr.write('nor here')").ends_with("\nnor here"));
    at.keys("print('name: ', end=''); n = input('you? ')\r");
    at.expect("name: you? ");
    at.keys("Ada\r");
    at.expect(">>> ");
    assert!(at.run("n").ends_with("\n'Ada'"));
    let shown = at.run("print('before', end=''); 1/0");
    assert!(shown.contains("\nbefore\n   ╭─"), "{shown}");
}

#[test]
fn commands_stand_between_pasted_statements() {
    let mut at = Terminal::start(&home("between"), &["-q"]);
    at.paste(
        "%matplotlib inline\nx = 41\n!pip install x\nx + 1\n%who int\nfor y in [7]:\n    y\n\n%gc",
    );
    let shown = at.expect("found\n>>> ");
    for part in [
        "no command %matplotlib",
        "starts no other programs: pip",
        "\n42\n",
        "\nx     int",
        "\n7\n",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn letters_of_web_pages_are_straightened() {
    let mut at = Terminal::start(&home("letters"), &["-q"]);
    at.paste("def f(x):\n\u{a0}\u{a0}\u{a0} return “a” + x\n\nf('it’s')");
    at.expect("\nnote: put Python's quotes");
    at.expect("\n'ait’s'\n>>> ");
}

#[test]
fn the_program_chooses_its_prompt() {
    let mut at = Terminal::start(&home("ps1"), &["-q"]);
    at.keys("import sys; sys.ps1 = 'py> '\r");
    at.expect("\npy> ");
    at.keys("sys.ps1 = '>>> '\r");
    at.expect("\n>>> ");
    assert!(at.run("1").ends_with("\n1"));
}

#[test]
fn a_group_is_drawn_with_its_exceptions() {
    let mut at = Terminal::start(&home("group"), &["-q"]);
    let shown = at.run("raise ExceptionGroup('both', [ValueError('v'), TypeError('t')])");
    assert!(
        shown.contains("ExceptionGroup: both (2 sub-exceptions)\n  ├─ 1 of 2\n  │ ValueError: v\n")
    );
    assert!(shown.ends_with("  ├─ 2 of 2\n  │ TypeError: t"), "{shown}");
}

#[test]
fn functions_show_their_source() {
    let mut at = Terminal::start(&home("source"), &["-q"]);
    at.keys("def f(x):\r    return x\r\r");
    at.expect(">>> ");
    let shown = at.run("f??");
    assert!(shown.contains("source:    def f(x):\n               return x"), "{shown}");
    let shown = at.run("str.join?");
    assert!(shown.contains("signature: join(iterable, /)"), "{shown}");
}
