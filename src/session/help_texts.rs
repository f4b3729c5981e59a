//! What `%help NAME` tells of a command beyond its one sentence: what to expect, and an example.

/// More about a command.
pub fn more(name: &str) -> Option<&'static str> {
    MORE.iter().find(|(command, _)| *command == name).map(|&(_, text)| text)
}

/// In alphabetical order.
static MORE: &[(&str, &str)] = &[
    (
        "audit",
        "The whole heap is walked, and the references found are added up for each object.\n\
         They must be as many as its count says.",
    ),
    (
        "del",
        "Like Python's del, with a report: an object dies at once when its last reference goes,\n\
         and lives on while something else holds it.\n\
         Example: %del a b",
    ),
    (
        "gc",
        "Like gc.collect(): it finds objects that only hold each other.\n\
         %gc steps tells what each step found; docs/memory.md explains them by their numbers.",
    ),
    (
        "graph",
        "→ leads to an object, ← comes from elsewhere, ⇢ is weak: the → and ← at an object are as\n\
         many as its count. Without a name all your data is drawn, with a file a picture is made.\n\
         Examples: %graph a b    %graph a > ring.svg",
    ),
    (
        "heap",
        "Growth is what came or went since %heap was last asked: use it before and after a piece\n\
         of code to see what stays alive.",
    ),
    ("help", "Example: %help refs. For a Python object use help(x), or x? for a shorter answer."),
    ("history", "Example: %history 5"),
    ("load", "The text can be changed before Enter runs it. Example: %load lesson.py"),
    ("pprint", "What print shows is never laid out."),
    ("prompt", "Without a text the usual prompt comes back. Example: %prompt py> "),
    ("quit", "As exit, quit() and Ctrl-D do."),
    (
        "refs",
        "One line for each reference, as many as the count says; sys.getrefcount(x) says one more,\n\
         because its own parameter refers to x too. What is immortal (None, 5, int) has no count.\n\
         Examples: %refs x    %refs d['key']",
    ),
    ("reset", "Their objects die unless something else holds them. -f changes nothing."),
    (
        "run",
        "Its names are here afterwards. The arguments are its sys.argv. Example: %run lesson.py 5",
    ),
    ("save", "Example: %save lesson.py"),
    ("time", "The value is shown as well. Example: %time sum(range(1000))"),
    (
        "timeit",
        "The best of several rounds is told, because a round can only be disturbed, never helped.\n\
         -n N makes each round N loops, -r N makes N rounds. Example: %timeit -n 100 sorted(x)",
    ),
    ("traceback", "plain is as CPython writes it, pretty draws the source."),
    ("unwatch", "Everything that %watch was told to follow is forgotten."),
    (
        "watch",
        "After each statement that changed who holds the object, its count is told, with what came\n\
         (+) and what went (-). Watching holds nothing itself. Alone it lists what is watched.\n\
         Example: %watch x",
    ),
    ("who", "Examples: %who    %who list dict"),
    ("whos", "Examples: %whos    %whos list dict"),
];

#[cfg(test)]
mod tests {
    use super::super::magic::MAGICS;
    use super::*;

    #[test]
    fn each_command_has_its_text() {
        let names = |texts: &[(&'static str, &str)]| texts.iter().map(|(name, _)| *name).collect();
        let told: Vec<&str> = names(MORE);
        let commands: Vec<&str> = MAGICS.iter().map(|magic| magic.name).collect();
        assert_eq!(told, commands);
        assert!(MORE.iter().all(|(_, text)| text.lines().all(|line| line.chars().count() <= 96)));
    }
}
