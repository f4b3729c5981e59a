//! The prompt in a real pseudo-terminal: typing, pasting, interrupting, remembering.

#[path = "terminal/crowded.rs"]
mod crowded;
#[path = "terminal/in_use.rs"]
mod in_use;
mod terminal;

use std::time::Duration;

use terminal::{Terminal, home};

#[test]
fn expressions_show_their_value_and_control_d_leaves() {
    let mut at = Terminal::start(&home("expressions"), &["-q"]);
    assert!(at.run("1 + 1").ends_with("\n2"));
    assert!(at.run("_ + 40").ends_with("\n42"));
    assert!(!at.run("None").contains("None\nNone"));
    at.keys("\x04");
    assert_eq!(at.ended(), Some(0));
}

#[test]
fn exit_and_its_status() {
    let mut at = Terminal::start(&home("exit"), &["-q"]);
    at.keys("import sys; sys.exit(7)\r");
    assert_eq!(at.ended(), Some(7));
    let mut at = Terminal::start(&home("exit"), &["-q"]);
    at.keys("exit\r");
    assert_eq!(at.ended(), Some(0));
}

#[test]
fn a_class_is_typed_over_lines_with_help_from_the_editor() {
    let mut at = Terminal::start(&home("class"), &["-q"]);
    for line in ["class A:", "x = 1", "def f(self):", "return self.x + 1"] {
        at.slowly(line);
        at.slowly("\r");
    }
    at.slowly("\r\r");
    let shown = at.run("A().f()");
    assert!(shown.ends_with("\n2"), "{shown}");
}

#[test]
fn a_block_is_recalled_and_mended_as_a_whole() {
    let mut at = Terminal::start(&home("recall"), &["-q"]);
    at.keys("def f():\r    return 1\r\r");
    at.expect(">>> ");
    at.settle(Duration::from_millis(100));
    at.slowly("\x1b[A");
    at.settle(Duration::from_millis(100));
    at.slowly("\x7f2\r\r");
    at.settle(Duration::from_millis(100));
    assert!(at.run("f()").ends_with("\n2"));
}

#[test]
fn a_bracketed_paste_runs_as_one_cell() {
    let mut at = Terminal::start(&home("bracketed"), &["-q"]);
    at.paste("class B:\n    x = 1\n\n    def f(self):\n        return 5\n\nB().f()\n'second'");
    at.expect("\n5\n'second'\n>>> ");
    at.paste("  a = 10\n  a + 1");
    at.expect("\n11\n>>> ");
    at.paste(">>> b = [1, 2]\n>>> len(b)\n7\n>>> for x in b:\n...     print(x)\n...\n");
    let shown = at.expect("\n1\n2\n>>> ");
    assert!(shown.contains("recorded output"), "{shown}");
    at.paste("1\nmissing\n'never'");
    let shown = at.expect("NameError: name 'missing' is not defined\n>>> ");
    assert!(shown.contains("\n1\n") && !shown.contains("\n'never'\n>>>"), "{shown}");
}

#[test]
fn lost_indentation_is_mended_with_a_note() {
    let mut at = Terminal::start(&home("mended"), &["-q"]);
    at.paste("def double(x):\nreturn x * 2");
    at.expect("note: put back lost indentation on 1 line");
    at.expect(">>> ");
    assert!(at.run("double(21)").ends_with("\n42"));
}

#[test]
fn an_unbracketed_paste_is_the_same() {
    let mut at = Terminal::start(&home("unbracketed"), &["-q"]);
    at.keys("class C:\r    x = 1\r\r    def f(self):\r        return 6\r\rC().f()\r");
    at.expect("\n6\n>>> ");
    at.keys("def triple(x):\ry = x * 3\rreturn y\r");
    at.expect("note: put back lost indentation on 2 lines");
    at.expect(">>> ");
    assert!(at.run("triple(2)").ends_with("\n6"));
}

#[test]
fn a_page_with_prose_runs_its_cells() {
    let mut at = Terminal::start(&home("page"), &["-q"]);
    at.paste(
        "# Counting\n\nHere is a list (and why it matters.\n\nIn [1]:\nimport sys\n\na = []\n\
         sys.getrefcount(a)\n\n2\n\n**Why?** Because.\n\nIn [2]:\nsys.getrefcount(c)\n\n\
         NameError: name 'c' is not defined\n\nIn [3]:\n'last cell'\n",
    );
    at.expect("note: running 3 In [ ] cells, skipping 2 recorded outputs and 3 lines of text");
    at.expect("\n2\n");
    at.expect("NameError: name 'c' is not defined");
    at.expect("\n'last cell'\n>>> ");
}

#[test]
fn a_recorded_address_means_the_new_object() {
    let mut at = Terminal::start(&home("recorded"), &["-q"]);
    at.paste(
        "In [1]:\na = [1]\nid(a)\n\n2009939327424\n\nIn [2]:\nfrom ctypes import c_long\n\n\
         c_long.from_address(2009939327424).value\n\n1\n",
    );
    at.expect("\n1\n");
    at.expect("note: the recorded address 2009939327424 means ");
}

#[test]
fn two_hundred_lines_typed_ahead_all_arrive() {
    let mut at = Terminal::start(&home("ahead"), &["-q"]);
    let lines: Vec<String> = (0..200).map(|n| format!("print('line', {n})\r")).collect();
    at.keys(&lines.concat());
    for n in 0..200 {
        // What is typed ahead may be echoed in the middle of what is printed.
        at.expect(&format!("line {n}\n"));
    }
}

#[test]
fn input_reads_what_was_typed_ahead() {
    let mut at = Terminal::start(&home("input"), &["-q"]);
    at.keys("name = input('who? ')\rAda\rname\r");
    at.expect("\n'Ada'\n>>> ");
}

#[test]
fn control_c_interrupts_and_comes_back() {
    let mut at = Terminal::start(&home("interrupt"), &["-q"]);
    for program in ["while True: pass", "sum(range(10**15))", "x = input()"] {
        at.keys(&format!("{program}\r\r"));
        at.settle(Duration::from_millis(300));
        at.keys("\x03");
        at.expect("KeyboardInterrupt");
        at.expect(">>> ");
        at.settle(Duration::from_millis(50));
    }
    at.slowly("half a line");
    at.keys("\x03");
    at.expect("KeyboardInterrupt");
    at.expect(">>> ");
    assert!(at.run("'alive'").ends_with("\n'alive'"));
}

#[test]
fn tab_completes_names_attributes_and_keys() {
    let mut at = Terminal::start(&home("complete"), &["-q"]);
    at.run("d = {'a_long_key': 1}; names = [3]");
    at.slowly("nam\t.app\t");
    at.keys("(4); names\r");
    at.expect("\n[3, 4]\n>>> ");
    at.slowly("d['a_\t");
    at.keys("\r");
    at.expect("\n1\n>>> ");
    at.slowly("%help ref\t");
    at.keys("\r");
    at.expect("Name every reference to an object.");
    at.expect(">>> ");
    at.slowly("%refs names.cle\t");
    at.keys("\r");
    at.expect(": 0 references");
}

#[test]
fn history_is_kept_over_starts_with_blocks_whole() {
    let home = home("history");
    let mut at = Terminal::start(&home, &["-q"]);
    at.keys("def g():\r    return 'from before'\r\r");
    at.expect(">>> ");
    at.settle(Duration::from_millis(100));
    at.keys("\x04");
    assert_eq!(at.ended(), Some(0));
    let mut at = Terminal::start(&home, &["-q"]);
    at.slowly("\x1b[A");
    at.expect("return 'from before'");
    at.slowly("\r\r");
    at.settle(Duration::from_millis(100));
    assert!(at.run("g()").ends_with("\n'from before'"));
}

#[test]
fn a_resized_window_goes_on() {
    let mut at = Terminal::start(&home("resize"), &["-q"]);
    at.slowly("'a' * ");
    at.resize(30);
    at.slowly("3\r");
    at.expect("\n'aaa'\n>>> ");
}

#[test]
fn commands_save_and_load() {
    let home = home("commands");
    let mut at = Terminal::start(&home, &["-q"]);
    at.run("kept = 5");
    let file = home.join("inputs.py");
    at.run(&format!("%save {}", file.display()));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("kept = 5\n"));
    std::fs::write(&file, "loaded = kept + 1\n").unwrap();
    at.keys(&format!("%load {}\r", file.display()));
    at.expect("loaded = kept + 1");
    at.slowly("\r");
    at.expect(">>> ");
    assert!(at.run("loaded").ends_with("\n6"));
    assert!(at.run("%histry").contains("did you mean %history?"));
}

#[test]
fn a_program_given_as_text_reads_the_terminal() {
    let home = home("plain");
    let mut at = Terminal::start_silently(&home, &["-c", "print(input('plain? '))"]);
    at.expect("plain? ");
    at.keys("yes\r");
    at.expect("\nyes\n");
    assert_eq!(at.ended(), Some(0));
}
