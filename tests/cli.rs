//! The program from outside: arguments, streams, exit codes, notebooks.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn refscope() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refscope"));
    command.env("NO_COLOR", "1").env_remove("FORCE_COLOR").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    refscope().args(arguments).output().unwrap()
}

fn run_with_input(arguments: &[&str], input: &str) -> Output {
    let mut command = refscope();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A fresh folder for one test's files.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{test}"));
    // Left over from an earlier run, or not there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn refused(output: &Output, word: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", err(output));
    assert_eq!(err(output).lines().count(), 1, "{}", err(output));
    assert!(err(output).contains(word), "{}", err(output));
    assert_eq!(out(output), "");
}

#[test]
fn code_from_everywhere() {
    let folder = folder("everywhere");
    let script = folder.join("a.py");
    fs::write(&script, "import sys\nprint(sys.argv[1:])\n").unwrap();
    let script = script.to_str().unwrap();
    assert_eq!(out(&run(&[script, "-x", "b"])), "['-x', 'b']\n");
    assert_eq!(out(&run(&["-c", "print(1 + 1)"])), "2\n");
    assert_eq!(out(&run_with_input(&["-"], "print('in')")), "in\n");
    assert_eq!(out(&run_with_input(&[], "print('piped')\n5\n")), "piped\n");
}

#[test]
fn exit_codes_are_those_of_cpython() {
    let code = |program: &str| run(&["-c", program]).status.code();
    assert_eq!(code("pass"), Some(0));
    assert_eq!(code("1/0"), Some(1));
    assert_eq!(code("import sys; sys.exit(5)"), Some(5));
    assert_eq!(code("raise SystemExit"), Some(0));
    assert_eq!(code("x = = 1"), Some(1));
    let output = run(&["-c", "import sys; sys.exit('a reason')"]);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(1), "a reason\n"));
    let output = run(&["--timeout", "0.3", "-c", "while True: pass"]);
    assert_eq!(output.status.code(), Some(130));
    assert!(err(&output).ends_with("KeyboardInterrupt\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_reported() {
    let into_full = |program: &str| {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = refscope().args(["-c", program]).stdout(full).stderr(Stdio::piped()).output();
        let output = output.unwrap();
        (output.status.code(), err(&output).lines().last().unwrap_or_default().to_owned())
    };
    let why = "OSError: [Errno 28] No space left on device".to_owned();
    assert_eq!(into_full("print(1)"), (Some(120), why.clone()));
    assert_eq!(into_full("print(1, flush=True)"), (Some(1), why.clone()));
    assert_eq!(into_full("print('x' * 100000)"), (Some(1), why));
}

#[test]
fn a_failing_exit_function_shows_where() {
    let output = run(&["-c", "import atexit\ndef bad(): 1/0\natexit.register(bad)"]);
    let text = err(&output);
    assert!(text.starts_with("Exception ignored in atexit callback <function bad at 0x"), "{text}");
    assert!(text.contains("\n  File \"<string>\", line 2, in bad\n"), "{text}");
}

#[test]
fn a_plain_traceback_ends_a_failing_script() {
    let output = run(&["-c", "def f():\n    return 1/0\nf()"]);
    assert!(err(&output).starts_with("Traceback (most recent call last):\n  File \"<string>\""));
    assert!(err(&output).ends_with("ZeroDivisionError: division by zero\n"));
    let output = run(&["--traceback=pretty", "-c", "def f():\n    return 1/0\nf()"]);
    assert!(err(&output).contains("called f"), "{}", err(&output));
    assert!(err(&output).ends_with("ZeroDivisionError: division by zero\n"));
}

#[test]
fn lost_indentation_in_a_script_stays_an_error() {
    let output = run(&["-c", "def f(x):\nreturn x\n"]);
    assert!(
        err(&output).ends_with(
            "IndentationError: expected an indented block after function definition on line 1\n"
        ),
        "{}",
        err(&output)
    );
}

#[test]
fn interactive_rules_on_a_pipe() {
    let input = "x = 5\nx\nclass A:\n    y = 1\n\n    z = 2\nA.z\n_ + 1\nmissing\n'still here'\n";
    let output = run_with_input(&["-i"], input);
    assert_eq!(out(&output), "5\n2\n3\n'still here'\n");
    assert!(err(&output).contains(">>> "));
    assert!(err(&output).contains("NameError: name 'missing' is not defined\n"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_program_that_stops_shows_its_lines_and_says_what_it_takes() {
    let program = "def f(cup):\n    tray = [cup]\n    breakpoint()\n    return tray\nf('tea')";
    let output = run_with_input(&["-c", program], "l\np tray\nh\nc\n");
    let shown = out(&output);
    assert!(shown.contains("> <string>(3)f()\n-> breakpoint()\n"), "{shown}");
    assert!(shown.contains("  2   \t    tray = [cup]\n  3 ->\t    breakpoint()\n"), "{shown}");
    assert!(shown.contains("['tea']\n") && shown.contains("c, continue     go on\n"), "{shown}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_program_reads_its_input_from_the_same_pipe() {
    let output = run_with_input(&["-i"], "name = input()\nAda\nname\n");
    assert_eq!(out(&output), "'Ada'\n");
    let output = run_with_input(&["-c", "print(input('? ') * 2)"], "ab\n");
    assert_eq!(out(&output), "? abab\n");
}

/// What a program prints that reads this input.
fn reading(input: &str, program: &str) -> String {
    out(&run_with_input(&["-c", &format!("import sys\n{program}")], input))
}

#[test]
fn the_input_is_read_by_characters_lines_and_bytes() {
    let input = "a\u{e9}c\r\nd\ne";
    assert_eq!(
        reading(
            input,
            "r = sys.stdin.read\nprint([r(2), r(1), r(3), sys.stdin.readline(), r(), r()])"
        ),
        "['a\u{e9}', 'c', '\\r\\nd', '\\n', 'e', '']\n"
    );
    assert_eq!(
        reading(input, "print([input(), sys.stdin.read(1), input(), input()])"),
        "['a\u{e9}c\\r', 'd', '', 'e']\n"
    );
    assert_eq!(
        reading(
            input,
            "b = sys.stdin.buffer\nprint(b.read(2), b.readline(), b.readline(1), list(b))"
        ),
        "b'a\\xc3' b'\\xa9c\\r\\n' b'd' [b'\\n', b'e']\n"
    );
    assert_eq!(
        reading(input, "print(sys.stdin.readline(2), sys.stdin.readlines())"),
        "a\u{e9} ['c\\r\\n', 'd\\n', 'e']\n"
    );
}

#[test]
fn the_output_may_be_set_up_anew_and_closed() {
    let setup = "o = sys.stdout\no.reconfigure(encoding='utf8', errors='replace', line_buffering=True)\n\
                 print(o.errors, o.line_buffering, o.buffer is o.buffer, o.buffer.fileno(), o.buffer)";
    assert_eq!(reading("", setup), "replace True True 1 <_io.BufferedWriter name='<stdout>'>\n");
    let detached = "import io\nsys.stdout = io.TextIOWrapper(sys.stdout.detach())\nprint('through')\n\
                    try: sys.__stdout__.write('x')\nexcept ValueError as e: print(e)";
    assert_eq!(reading("", detached), "through\nunderlying buffer has been detached\n");
    let closed = run(&["-c", "import sys\nprint('a')\nsys.stdout.close()\nprint('b')"]);
    assert_eq!(out(&closed), "a\n");
    assert!(err(&closed).ends_with("ValueError: I/O operation on closed file.\n"));
    let wrong = run(&["-c", "import sys\nsys.stdout.reconfigure(encoding='latin-1')"]);
    assert!(err(&wrong).contains("the standard streams are in utf-8, not latin-1"));
}

#[test]
fn what_cannot_be_run_is_refused_in_one_line() {
    let folder = folder("refused");
    refused(&run(&["no_such_file.py"]), "no_such_file.py");
    refused(&run(&["--no-such-flag"]), "--no-such-flag");
    refused(&run(&["--save", "x.ipynb", "-c", "1"]), "--save");
    let saved = folder.join("out.ipynb");
    for (name, text) in [("text", "{"), ("old", r#"{"nbformat": 3}"#), ("list", "[]")] {
        let book = folder.join(format!("{name}.ipynb"));
        fs::write(&book, text).unwrap();
        let output = run(&[book.to_str().unwrap(), "--save", saved.to_str().unwrap()]);
        refused(&output, name);
        assert!(!saved.exists());
    }
}

/// A folder with a package and a module that `-m` can run; its path.
fn package(test: &str) -> PathBuf {
    let folder = folder(test);
    fs::create_dir_all(folder.join("shop/stock")).unwrap();
    fs::write(folder.join("shop/__init__.py"), "print('opened')\n").unwrap();
    let program = "import sys\nprint(__spec__.name, __package__, len(sys.argv))\n1 / 0\n";
    fs::write(folder.join("shop/__main__.py"), program).unwrap();
    fs::write(folder.join("shop/stock/__init__.py"), "").unwrap();
    folder
}

#[test]
fn a_package_is_a_program() {
    let folder = package("package");
    let output = refscope().args(["-m", "shop", "x"]).current_dir(&folder).output().unwrap();
    assert_eq!(out(&output), "opened\nshop.__main__ shop 2\n");
    let frames = "Traceback (most recent call last):\n  \
                  File \"<frozen runpy>\", line 198, in _run_module_as_main\n  \
                  File \"<frozen runpy>\", line 88, in _run_code\n";
    assert!(err(&output).starts_with(frames), "{}", err(&output));
    let output = refscope().args(["-m", "shop.stock"]).current_dir(&folder).output().unwrap();
    let missing = "No module named shop.stock.__main__; 'shop.stock' is a package and cannot be \
                   directly executed";
    assert!(err(&output).contains(missing), "{}", err(&output));
    let output = refscope().arg("shop").current_dir(&folder).output().unwrap();
    assert!(err(&output).contains("'NoneType' object has no attribute 'name'"), "{}", err(&output));
    let output = refscope().arg("shop/stock").current_dir(&folder).output().unwrap();
    assert!(err(&output).contains("can't find '__main__' module in"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_source_file_may_name_its_encoding() {
    let folder = folder("encodings");
    let file = folder.join("a.py");
    fs::write(&file, b"# -*- coding: latin-1 -*-\nprint(len('caf\xe9'))\n").unwrap();
    assert_eq!(out(&run(&[file.to_str().unwrap()])), "4\n");
    for (bytes, told) in [
        (&b"x = 1\ny = '\xe9'\n"[..], "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file"),
        (b"# coding: nope\n", "SyntaxError: encoding problem: nope"),
        (b"x = 1\n\0", "SyntaxError: source code cannot contain null bytes"),
    ] {
        fs::write(&file, bytes).unwrap();
        let output = run(&[file.to_str().unwrap()]);
        assert!(err(&output).contains(told), "{}", err(&output));
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn warnings_are_as_the_command_line_says() {
    let code = "import warnings; warnings.warn('old'); print('on')";
    let output = run(&["-W", "error", "-c", code]);
    assert!(err(&output).ends_with("UserWarning: old\n"), "{}", err(&output));
    let output = run(&["-Wignore", "-u", "-B", "-c", code]);
    assert_eq!((out(&output).as_str(), err(&output).as_str()), ("on\n", ""));
}

#[test]
fn assertions_and_docstrings_are_left_out_when_asked() {
    let code = "def f(): 'd'\nassert len('ab') < 2\nimport sys\n\
                print(sys.flags.optimize, __debug__, f.__doc__)";
    assert!(err(&run(&["-c", code])).ends_with("AssertionError\n"));
    assert_eq!(out(&run(&["-O", "-c", code])), "1 False d\n");
    assert_eq!(out(&run(&["-OO", "-c", code])), "2 False None\n");
}

#[test]
fn what_no_encoding_has_is_escaped_in_errors() {
    let output = run(&["-c", "raise ValueError('\\ud800')"]);
    assert!(err(&output).ends_with("ValueError: \\ud800\n"), "{}", err(&output));
    let output = run(&["-c", "import sys; sys.stderr.write('\\udc80' + sys.stderr.errors)"]);
    assert_eq!(err(&output), "\\udc80backslashreplace");
}

#[test]
fn about_itself() {
    assert!(out(&run(&["--help"])).contains("--max-heap"));
    assert!(out(&run(&["-V"])).starts_with("refscope "));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let mut child = refscope()
        .args(["-c", "for i in range(10**7): print('much output')"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(err(&output), "");
}

fn book(cells: &[(&str, &[&str])]) -> Value {
    let cells: Vec<Value> = cells
        .iter()
        .map(|(source, tags)| {
            json!({"cell_type": "code", "metadata": {"tags": tags, "mine": 1},
                   "execution_count": null, "source": source, "outputs": []})
        })
        .collect();
    json!({"cells": cells, "metadata": {"own": [1, 2]}, "nbformat": 4, "nbformat_minor": 4})
}

fn run_book(test: &str, book: &Value, flags: &[&str]) -> (Output, Value) {
    let folder = folder(test);
    let (source, saved) = (folder.join("in.ipynb"), folder.join("out.ipynb"));
    fs::write(&source, book.to_string()).unwrap();
    let mut arguments = vec![source.to_str().unwrap(), "--save", saved.to_str().unwrap()];
    arguments.extend(flags);
    let output = run(&arguments);
    let saved = fs::read_to_string(saved).unwrap();
    (output, serde_json::from_str(&saved).unwrap())
}

#[test]
fn a_notebook_cell_may_await() {
    let define = "import asyncio\nasync def f(n):\n    await asyncio.sleep(0)\n    return n";
    let cells = [
        (define, &[] as &[&str]),
        ("await f(20) + 1", &[]),
        ("async with asyncio.timeout(5):\n    x = [await f(n) for n in (1, 2)]\nx", &[]),
        ("task = asyncio.create_task(f(3))\nawait f(0)\nawait task", &[]),
        ("def g():\n    await f(1)", &["raises-exception"]),
        ("await f(1)\n1 / 0", &["raises-exception"]),
        ("asyncio.run(f(7))\n%audit", &[]),
    ];
    let (output, saved) = run_book("awaits", &book(&cells), &[]);
    assert_eq!(output.status.code(), Some(0));
    let shown = |cell: usize| saved["cells"][cell]["outputs"].to_string();
    for (cell, text) in [(1, "21"), (2, "[1, 2]"), (3, "3"), (4, "'await' outside async function")]
    {
        assert!(shown(cell).contains(text), "cell {cell}: {}", shown(cell));
    }
    assert!(shown(5).contains("ZeroDivisionError") && !shown(5).contains("frozen"), "{}", shown(5));
    assert!(shown(6).contains("every count equals"), "{}", shown(6));
}

#[test]
fn a_notebook_cell_may_say_what_jupyter_understands() {
    let cells = [
        ("%matplotlib inline\nx = 20\n!pip install lessons", &[] as &[&str]),
        ("%%capture kept\nprint('hidden')\nx", &[]),
        ("kept.stdout", &[]),
        ("x + 1", &[]),
        ("Out[4] * 2", &[]),
        ("for word in ['a', 'b']:\n    !echo {word}{x}", &[]),
        ("words = !echo one two\nwords", &[]),
        ("from IPython.display import HTML\nHTML('<b>')", &[]),
        ("%sleep 3", &["raises-exception"]),
        ("a = [500]\nb = [a, a]\n%graph b", &[]),
        ("%audit\n%gc\n%heap", &[]),
    ];
    let (output, saved) = run_book("magics", &book(&cells), &[]);
    assert_eq!(output.status.code(), Some(0));
    let shown = |cell: usize| saved["cells"][cell]["outputs"].to_string();
    assert!(shown(0).contains("starts no other programs"));
    assert_eq!(shown(1), "[]");
    let results = [(2, "hidden"), (3, "21"), (4, "42"), (6, "['one two']"), (7, "<IPython.core")];
    for (cell, text) in results {
        assert!(shown(cell).contains(text), "cell {cell}: {}", shown(cell));
    }
    assert!(shown(5).contains(r#""a20\n","b20\n""#), "{}", shown(5));
    assert!(shown(8).contains("UsageError"), "{}", shown(8));
    assert!(shown(9).contains("count 3") && shown(9).contains("← name a in __main__"));
    assert!(shown(10).contains("every count equals the number of references found"));
    assert!(shown(10).contains("unreachable objects found"), "{}", shown(10));
}

#[test]
fn a_notebook_cell_may_be_copied_from_a_prompt() {
    let cells = [
        (">>> for x in [1]:\n...     y = x + 40\n...\n>>> y + 1", &[] as &[&str]),
        ("In [7]: def f():\n   ...:     return 6\n\nIn [8]: f()", &[]),
        ("def g():\n    return 'source'\ng??", &[]),
    ];
    let (_, saved) = run_book("copied", &book(&cells), &[]);
    let shown = |cell: usize| saved["cells"][cell]["outputs"].to_string();
    assert!(shown(0).contains("42"), "{}", shown(0));
    assert!(shown(1).contains('6'), "{}", shown(1));
    let file = folder("copied-read").join("a.ipynb");
    fs::write(&file, book(&cells).to_string()).unwrap();
    let read = out(&run(&[file.to_str().unwrap()]));
    assert!(read.contains("Source:\ndef g():\n    return 'source'\n"), "{read}");
}

#[test]
fn a_notebook_is_saved_where_its_run_began() {
    let (from, to) = (folder("began"), folder("went"));
    let cells = [(format!("%cd {}", to.display()), &[] as &[&str])];
    let cells: Vec<(&str, &[&str])> = cells.iter().map(|(text, tags)| (&**text, *tags)).collect();
    fs::write(from.join("a.ipynb"), book(&cells).to_string()).unwrap();
    let words = ["a.ipynb", "--save", "b.ipynb"];
    let output = refscope().args(words).current_dir(&from).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(from.join("b.ipynb").is_file() && !to.join("b.ipynb").exists());
}

#[test]
fn statements_of_a_notebook_cell_share_no_constants() {
    let cells = [
        ("a = 257\nb = 257\na is b", &[] as &[&str]),
        ("a, b = 257, 257\na is b", &[]),
        ("import sys\nx = 1000\nsys.getrefcount(x)", &[]),
        ("sys.getrefcount(1000)", &[]),
        ("def f():\n    return 1000\nf() is x, f() is f()\n", &[]),
    ];
    let (output, saved) = run_book("constants", &book(&cells), &["--audit"]);
    assert_eq!(output.status.code(), Some(0));
    for (cell, text) in ["False", "True", "3", "3", "(False, True)"].iter().enumerate() {
        let shown = saved["cells"][cell]["outputs"].to_string();
        assert!(shown.contains(&format!("\"{text}\"")), "cell {cell}: {shown}");
    }
}

#[test]
fn a_notebook_is_run_and_saved() {
    let cells: &[(&str, &[&str])] = &[
        ("a = [1]\nprint('out')\na", &[]),
        ("a\nNone", &[]),
        ("1/0", &["raises-exception"]),
        ("a;", &[]),
    ];
    let (output, saved) = run_book("saved", &book(cells), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!((&saved["nbformat"], &saved["nbformat_minor"]), (&json!(4), &json!(5)));
    assert_eq!(saved["metadata"]["own"], json!([1, 2]));
    let cell = &saved["cells"][0];
    assert_eq!(cell["execution_count"], 1);
    assert_eq!(
        cell["outputs"][0],
        json!({"name": "stdout", "output_type": "stream", "text": ["out\n"]})
    );
    assert_eq!(cell["outputs"][1]["data"]["text/plain"], json!(["[1]"]));
    assert_eq!(saved["cells"][1]["outputs"], json!([]));
    assert_eq!(saved["cells"][2]["outputs"][0]["ename"], "ZeroDivisionError");
    assert_eq!(saved["cells"][3]["execution_count"], 4);
}

#[test]
fn a_notebook_stops_at_an_error_unless_told_otherwise() {
    let cells: &[(&str, &[&str])] = &[("nope", &[]), ("'after'", &[])];
    let (output, saved) = run_book("stops", &book(cells), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("NameError: name 'nope' is not defined"));
    assert_eq!(saved["cells"][1]["execution_count"], Value::Null);
    let (output, saved) = run_book("goes-on", &book(cells), &["--allow-errors"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(saved["cells"][1]["execution_count"], 2);
}

#[test]
fn recorded_addresses_in_a_notebook_mean_the_new_objects() {
    let mut notebook = book(&[
        ("a = [1]\nid(a)", &[]),
        ("from ctypes import c_long\nc_long.from_address(2009939327424).value", &[]),
    ]);
    notebook["cells"][0]["outputs"] = json!([{"output_type": "execute_result", "metadata": {},
        "execution_count": 1, "data": {"text/plain": "2009939327424"}}]);
    let (output, saved) = run_book("aliases", &notebook, &[]);
    assert_eq!(saved["cells"][1]["outputs"][0]["data"]["text/plain"], json!(["1"]));
    assert!(err(&output).contains("2009939327424"), "{}", err(&output));
}

/// A cell that showed `text` as its value when it was saved.
fn recorded(source: &str, text: &str) -> Value {
    let result = json!({"output_type": "execute_result", "metadata": {}, "execution_count": 1,
        "data": {"text/plain": text}});
    json!({"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [result], "source": source})
}

fn check_book(test: &str, cells: &[Value]) -> Output {
    let source = folder(test).join("in.ipynb");
    let book = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4});
    fs::write(&source, book.to_string()).unwrap();
    run(&[source.to_str().unwrap(), "--check"])
}

#[test]
fn what_a_notebook_recorded_is_checked() {
    let mut fails = recorded("nothing", "");
    fails["outputs"] = json!([{"output_type": "error", "ename": "NameError",
        "evalue": "name 'nothing' is not defined", "traceback": []}]);
    let mut varies = recorded("import time; time.time()", "1.5");
    varies["metadata"] = json!({"tags": ["nbval-ignore-output"]});
    let never_ran = json!({"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
        "source": "1"});
    let mut cells = vec![
        recorded("a = [1]\nprint('stands at', hex(id(a)))\na", "stands at 0x7f0e5c2d4480\n[1]"),
        fails,
        varies,
        never_ran,
    ];
    let output = check_book("check-same", &cells);
    assert_eq!(out(&output), "4 cells: 2 as recorded, 2 with nothing to compare\n");
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));

    cells.push(recorded("print('one')\nprint('two')\na", "one\n2\n[1]"));
    cells.push(recorded("1 / 0", "0"));
    cells.push(recorded("raise SystemExit", ""));
    cells.push(recorded("'never'", "'never'"));
    let output = check_book("check-other", &cells);
    let differences = "\
cell 5: print('one')
  - 2
  + two
cell 6: 1 / 0
  - 0
  + ZeroDivisionError: division by zero
";
    let sums = "8 cells: 3 as recorded, 2 otherwise, 2 with nothing to compare, 1 not reached\n";
    assert_eq!(out(&output), format!("{differences}{sums}"));
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(1), ""));
    refused(&run(&["--check", "-c", "1"]), "--check");
}

#[test]
fn two_runs_print_the_same_addresses() {
    let program = "x = [1]\nclass A: pass\nprint(id(x), id(A), hex(id(A())), object())";
    assert_eq!(out(&run(&["-c", program])), out(&run(&["-c", program])));
}

/// The `>>>` sessions of the README: what is typed, and what the program says.
fn readme_sessions() -> Vec<(String, String)> {
    let readme = fs::read_to_string("README.md").unwrap();
    let blocks = readme.split("```pycon\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let split = |block: &str| {
        let (mut typed, mut said) = (String::new(), String::new());
        for line in block.lines() {
            match line.strip_prefix(">>> ").or_else(|| line.strip_prefix("...")) {
                Some(code) => typed += &format!("{}\n", code.strip_prefix(' ').unwrap_or(code)),
                None => said += &format!("{line}\n"),
            }
        }
        (typed, said)
    };
    blocks.map(split).collect()
}

/// Addresses depend on the build: their digits are left out.
fn without_addresses(text: &str) -> String {
    let mut parts = text.trim_end().split("0x");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    rest.fold(first, |text, part| text + "0x" + part)
}

#[test]
fn the_sessions_of_the_readme_are_real() {
    let sessions = readme_sessions();
    assert!(!sessions.is_empty());
    for (typed, said) in sessions {
        let output = run_with_input(&["-i", "-q"], &typed);
        assert_eq!(without_addresses(&out(&output)), without_addresses(&said), "{}", err(&output));
    }
}

#[test]
fn what_a_program_puts_for_the_output_is_flushed_at_the_end() {
    let held = "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer)\nprint('held')";
    assert_eq!(reading("", held), "held\n");
    let mute = "import sys\nclass Loud:\n    def write(self, text): sys.__stdout__.write(text.upper())\n\
                sys.stdout = Loud()\nprint('a')";
    let ended = run(&["-c", mute]);
    assert_eq!(out(&ended), "A\n");
    let told = "Exception ignored on flushing sys.stdout:\nAttributeError: 'Loud' object has no attribute 'flush'\n";
    assert_eq!(err(&ended), told);
}

#[test]
fn a_program_finds_no_prompt() {
    assert_eq!(reading("", "print(hasattr(sys, 'ps1'), hasattr(sys, 'ps2'))"), "False False\n");
}
