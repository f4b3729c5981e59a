//! The prompt in a pseudo-terminal, as a person at work uses it: finding, looking, waiting, stopping.

use std::time::{Duration, Instant};

use super::terminal::{Terminal, home};

#[test]
fn further_lines_of_a_block_carry_a_mark() {
    let mut at = Terminal::start(&home("marks"), &["-q"]);
    at.slowly("if True:\r");
    at.slowly("print('漢', 1)\r");
    let shown = at.settle(Duration::from_millis(100));
    assert!(shown.contains("...     print('漢', 1)\n... "), "{shown}");
    at.slowly("\r");
    at.expect("\n漢 1\n>>> ");
}

#[test]
fn arrows_move_over_line_breaks_as_one() {
    let mut at = Terminal::start(&home("motions"), &["-q"]);
    at.keys("def f():\r    return [1,\r  2]\r\r");
    at.expect(">>> ");
    at.slowly("\x1b[A");
    at.expect("  2]");
    // From the end: up to `1,`, left over the break and its mark, a word in between, a line away.
    at.slowly("\x1b[A\x01\x1b[D\x1b[C\x1b[F");
    at.slowly(" 5,\r9,\x08\x08\x08");
    at.slowly("\x1b[B\r\r");
    at.settle(Duration::from_millis(100));
    assert!(at.run("f()").ends_with("\n[1, 5, 2]"));
}

#[test]
fn control_r_finds_an_entry_and_enter_runs_it() {
    let mut at = Terminal::start(&home("search"), &["-q"]);
    at.run("needle = 'in the hay'");
    at.keys("def g():\r    needle_in = 3\r    return needle_in\r\r");
    at.expect(">>> ");
    at.run("print('straw')");
    at.slowly("\x12needle_in");
    at.slowly("\r");
    at.settle(Duration::from_millis(100));
    assert!(at.run("g()").ends_with("\n3"));
}

#[test]
fn up_finds_entries_that_begin_alike() {
    let mut at = Terminal::start(&home("prefix"), &["-q"]);
    at.run("price = 3");
    at.run("other = 4");
    at.run("prices = [5]");
    at.slowly("pri\x1b[A\x1b[A");
    at.slowly("\r");
    at.settle(Duration::from_millis(100));
    at.run("price = price + 1");
    at.slowly("oth\x1b[A\r");
    at.settle(Duration::from_millis(100));
    assert!(at.run("price, other").ends_with("\n(4, 4)"));
}

#[test]
fn a_call_shows_what_is_still_to_come() {
    let mut at = Terminal::start(&home("hint"), &["-q"]);
    at.run("add = lambda first, second=2, *rest: first");
    at.slowly("add(");
    at.expect("add(first, second=2, *rest)");
    at.slowly("7, ");
    at.expect("7, second=2, *rest)");
    at.slowly(")\r");
    at.expect("\n7\n>>> ");
}

#[test]
fn tab_completes_modules_items_keywords_and_files() {
    let home = home("more-completion");
    std::fs::write(home.join("lesson_one.py"), "taught = 11\n").unwrap();
    let mut at = Terminal::start(&home, &["-q"]);
    at.slowly("from collections impo\t OrderedD\t\r");
    at.expect(">>> ");
    at.run("nested = {'inner': ['text']}");
    at.slowly("nested['inner'][0].upp\t()\r");
    at.expect("\n'TEXT'\n>>> ");
    at.slowly("print(1, 2, sep\t'-')\r");
    at.expect("\n1-2\n>>> ");
    at.slowly(&format!("%run {}/less\t\r", home.display()));
    at.expect(">>> ");
    assert!(at.run("taught").ends_with("\n11"));
}

#[test]
fn showing_a_value_counts_once_and_is_named() {
    let mut at = Terminal::start(&home("shown"), &["-q"]);
    at.run("import sys; a = [1]; b = a");
    let counts: Vec<String> = (0..3)
        .map(|_| {
            at.run("a");
            at.run("%refs b").lines().last().unwrap().to_owned() + &at.run("sys.getrefcount(a)")
        })
        .collect();
    assert!(counts[0] == counts[1] && counts[1] == counts[2], "{counts:?}");
    at.run("a");
    let named = at.run("%refs a");
    assert!(named.contains("3 references"), "{named}");
    for holder in ["name a in __main__", "name b in __main__", "_ at the prompt"] {
        assert!(named.contains(holder), "{named}");
    }
}

#[test]
fn commands_look_at_names_heap_and_time() {
    let folder = home("looks");
    let mut at = Terminal::start(&folder, &["-q"]);
    at.keys("class Star: pass\r\r");
    at.expect(">>> ");
    at.run("%heap");
    at.run("sky = [Star() for _ in range(1000)]");
    let who = at.run("%who");
    assert!(who.contains("sky") && who.contains("list"), "{who}");
    let heap = at.run("%heap");
    let line = heap.lines().find(|line| line.starts_with("Star ")).unwrap_or_default();
    assert!(line.contains("1000") && line.ends_with("+1000"), "{heap}");
    assert!(at.run("%timeit len(sky)").contains(" per loop (best of 5 rounds of "));
    assert!(at.run("%timeit sky[5000]").contains("<timeit>:1:1"));
    assert!(at.run("%time sum(range(10))").contains("\n45\n"));
    assert!(at.run("%del sky").contains("its object is gone"));
    at.run("pole = [Star()]; pole[0].pole = pole");
    let picture = at.run("%graph pole");
    assert!(
        picture.contains("pole → list of 1 at 0x") && picture.contains("└── .pole → list of 1")
    );
    let file = folder.join("pole.svg");
    assert!(at.run(&format!("%graph pole > {}", file.display())).contains("picture written to"));
    assert!(std::fs::read_to_string(file).unwrap().contains(">pole</text>"));
    at.run("del pole");
    let told = at.run("%gc steps");
    assert!(
        told.contains("2 objects cannot\n") && told.contains("6. still unreachable: 2 objects")
    );
    assert!(told.contains("← attribute .pole of <Star at 0x"), "{told}");
    assert!(at.run("%gc steps").contains("0 objects cannot\n0 unreachable objects found"));
    assert!(at.run("%graph nothing").contains("NameError: name 'nothing' is not defined"));
    let about = at.run("Star?");
    assert!(about.contains("type:") && about.contains("count:"), "{about}");
    assert!(at.run("%audit").contains("every count equals the number of references found"));
}

#[test]
fn a_program_run_at_the_prompt_has_its_name_and_arguments() {
    let folder = home("program");
    let file = folder.join("a.py");
    std::fs::write(&file, "import sys\nseen = sys.argv[1:], __file__[-4:]\n").unwrap();
    let mut at = Terminal::start(&folder, &["-q"]);
    at.run(&format!("%run {} one two", file.display()));
    assert!(at.run("seen").ends_with("(['one', 'two'], 'a.py')"));
    assert!(at.run("sys.argv").ends_with("['']"));
    assert!(at.run("__file__").contains("NameError"));
    assert!(at.run("%run nowhere.py x").contains("cannot read nowhere.py: No such file"));
}

#[test]
fn a_history_that_is_no_text_makes_room_for_another() {
    let folder = home("no-text");
    let history = folder.join("refscope/history");
    std::fs::create_dir_all(history.parent().unwrap()).unwrap();
    std::fs::write(&history, b"\xff\xfe\n").unwrap();
    let mut at = Terminal::start(&folder, &["-q"]);
    assert!(at.run("'kept'").ends_with("\n'kept'"));
    assert!(std::fs::read_to_string(&history).unwrap().contains("'kept'"));
    assert!(history.with_extension("unreadable").exists());
}

#[test]
fn a_byte_that_is_no_utf8_does_not_end_the_prompt() {
    let mut at = Terminal::start(&home("bytes"), &["-q"]);
    at.keys("'half ");
    at.settle(Duration::from_millis(200));
    at.bytes(b"\xff");
    at.expect("note: a byte came that is no UTF-8: it is left out\n");
    at.settle(Duration::from_millis(100));
    assert!(at.run("done'").ends_with("\n'half done'"));
    assert!(at.run("1 + 1").ends_with("\n2"));
}

#[test]
fn commands_take_what_is_meant_and_say_what_they_want() {
    let mut at = Terminal::start(&home("meant"), &["-q"]);
    for line in ["?", "%", "%help"] {
        assert!(at.run(line).contains("Commands of the prompt"));
    }
    let told = at.run("%help watch");
    assert!(told.contains("%watch [EXPRESSION]") && told.contains("Example: %watch x"), "{told}");
    assert!(at.run("% who").contains("no names of your own yet"));
    assert!(at.run("%Who").contains("did you mean %who?"));
    at.run("x = 5");
    assert!(at.run("%reset x").contains("%reset takes nothing or -f"));
    assert!(at.run("%graph x").contains("x → 5, immortal"));
    assert!(at.run("%graph 5").contains("5 is immortal"));
    let both = at.run("%graph x, len");
    assert!(both.contains("x → 5, immortal\nlen is builtin_function_or_method"), "{both}");
    assert!(at.run("%graph x >").ends_with("needs a file that ends in .svg"));
    assert!(at.run("%graph x > x.png").contains("needs a file that ends in .svg, not x.png"));
    at.run("calls = []");
    let timed = at.run("%timeit -n 3 -r1 calls.append(1)");
    assert!(timed.contains("(best of 1 round of 3 loops)"), "{timed}");
    assert!(at.run("len(calls)").ends_with("\n3"));
    assert!(at.run("%timeit -n 0 x").contains("-n of %timeit takes a number above 0, not 0"));
    assert!(at.run("%reset -f").contains("2 names deleted"));
}

#[test]
fn huge_and_recursive_values_are_cut_with_a_way_to_see_all() {
    let mut at = Terminal::start(&home("huge"), &["-q"]);
    let shown = at.run("list(range(100000))");
    assert!(shown.contains("print(_) shows all"), "{}", &shown[shown.len() - 200..]);
    assert!(shown.lines().count() < 120);
    at.run("ring = [1]; ring.append(ring)");
    assert!(at.run("ring").ends_with("\n[1, [...]]"));
    assert!(at.run("%pprint").contains("values are shown whole"));
    assert!(at.run("list(range(1000))").contains(" 999]"));
}

/// Control-C while `program` runs: back at the prompt soon, and with true books.
fn interrupts(test: &str, program: &str) {
    let mut at = Terminal::start(&home(test), &["-q"]);
    at.keys(program);
    at.settle(Duration::from_millis(700));
    let start = Instant::now();
    at.keys("\x03");
    at.expect("KeyboardInterrupt");
    at.expect(">>> ");
    // Two hundred milliseconds is what a free machine keeps; this allows for a busy one.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    at.settle(Duration::from_millis(100));
    let books = at.run("%audit");
    assert!(books.contains("every count equals"), "{books}");
}

#[test]
fn control_c_in_a_finalizer() {
    interrupts(
        "stop-del",
        "class D:\r    def __del__(self):\r        while True: pass\r\rd = D(); del d\r",
    );
}

#[test]
fn control_c_in_the_collector() {
    interrupts(
        "stop-gc",
        "import gc; l = [[] for _ in range(200000)]\rwhile gc.collect() < 5: pass\r\r",
    );
}

#[test]
fn control_c_in_sleep_and_in_a_pattern() {
    interrupts("stop-sleep", "import time; time.sleep(60)\r");
    interrupts("stop-pattern", "import re; re.match('(a+)+$', 'a' * 60 + 'b')\r");
}

#[test]
fn control_c_in_a_paste_ends_the_whole_paste() {
    let mut at = Terminal::start(&home("stop-paste"), &["-q"]);
    at.paste("first = 1\nwhile True:\n    pass\nsecond = 2");
    at.settle(Duration::from_millis(500));
    at.keys("\x03");
    at.expect("KeyboardInterrupt");
    at.expect(">>> ");
    assert!(at.run("'second' in globals(), first").ends_with("\n(False, 1)"));
}

#[test]
fn control_c_in_long_builtins() {
    interrupts("stop-power", "x = 7 ** 7 ** 12\r");
    interrupts("stop-set", "set(range(10 ** 12))\r");
}

#[test]
fn a_paste_of_five_thousand_lines_runs() {
    for (test, bracketed) in [("long-bracketed", true), ("long-plain", false)] {
        let mut at = Terminal::start(&home(test), &["-q"]);
        let mut text = String::from("def total():\n    n = 0\n");
        text.push_str(&"    n += 1\n".repeat(4996));
        text.push_str("    return n\n\ntotal()");
        if bracketed {
            at.paste(&text)
        } else {
            at.keys(&(text.replace('\n', "\r") + "\r"))
        }
        at.expect("\n4996\n>>> ");
    }
}

#[test]
fn no_key_waits_for_a_large_heap() {
    let mut at = Terminal::start(&home("latency"), &["-q"]);
    at.run("heap = [[] for _ in range(200000)]; table = {str(n): n for n in range(1000)}");
    at.settle(Duration::from_millis(200));
    let times: Vec<Duration> =
        "heap.append(len(heap) + 1".chars().map(|key| at.timed(key)).collect();
    // A busy machine may make any one of them wait; the usual one must not.
    let mut sorted = times.clone();
    sorted.sort();
    assert!(sorted[sorted.len() / 2] < Duration::from_millis(20), "{times:?}");
}

#[test]
fn a_terminal_that_cannot_edit_gets_lines_and_a_word_about_it() {
    let mut at = Terminal::of_type("dumb", &home("cannot"), &["-q"]);
    at.expect("note: a terminal of type dumb: plain lines");
    at.expect(">>> ");
    at.keys("40 + 2\n");
    at.expect("\n42\n>>> ");
    at.keys("exit()\n");
    assert_eq!(at.ended(), Some(0));
}

#[test]
fn errors_that_know_memory() {
    let mut at = Terminal::start(&home("errors"), &["-q"]);
    at.run("b = [1]");
    at.run("del b");
    let error = at.run("b");
    assert!(error.contains("b was deleted here") && error.contains("<cell 2>:1:5"), "{error}");
    at.run("n = 0");
    at.keys("def f():\r    n += 1\r\r");
    at.expect(">>> ");
    let error = at.run("f()");
    assert!(error.contains("this makes n local to the whole function"), "{error}");
    at.keys("class Guest: pass\r\r");
    at.expect(">>> ");
    at.run("import ctypes; guest = Guest(); room = id(guest)");
    at.run("del guest");
    let read = at.run("ctypes.c_long.from_address(room).value");
    assert!(read.contains("\n0\nnote: 0x"), "{read}");
    let note = read.replace("\n      ", " ");
    assert!(note.contains("a Guest lived there before, until line 1 of <cell "), "{note}");
    assert!(note.ends_with(": del guest"), "{note}");
}
