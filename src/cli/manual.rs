//! The man page and the shells' completions, written from the table of options.

use super::options::{OPTIONS, OptionRow, USAGE};

/// What can be generated, by name.
pub const KINDS: &[&str] = &["man", "bash", "zsh", "fish"];

/// The text of `--generate KIND`; `None` for an unknown kind.
pub fn generate(kind: &str) -> Option<String> {
    match kind {
        "man" => Some(man()),
        "bash" => Some(bash()),
        "zsh" => Some(zsh()),
        "fish" => Some(fish()),
        _ => None,
    }
}

fn man() -> String {
    let mut page = String::from(
        ".TH REFSCOPE 1\n.SH NAME\nrefscope \\- a small Python whose heap you can see\n.SH SYNOPSIS\n",
    );
    for (form, what) in USAGE {
        page.push_str(&format!(".TP\n.B {}\n{what}\n", escaped(form)));
    }
    page.push_str(".SH OPTIONS\n");
    for option in OPTIONS {
        page.push_str(&format!(".TP\n.B {}\n{}\n", escaped(&option.form()), escaped(option.doc)));
    }
    page.push_str(
        ".SH EXIT STATUS\n0 after a program that ends, 1 after an uncaught exception, 2 for a wrong \
         option or a file that cannot be read, 130 after Ctrl-C, and whatever sys.exit says.\n\
         .SH ENVIRONMENT\n.B NO_COLOR\nand\n.B FORCE_COLOR\nare obeyed. The history is kept in\n\
         .BR $XDG_STATE_HOME/refscope/history ,\na start file in\n\
         .BR $XDG_CONFIG_HOME/refscope/startup.py .\n",
    );
    page
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('-', "\\-").replace('…', "...")
}

fn words(option: &OptionRow) -> Vec<String> {
    let short = option.short.map(|short| format!("-{short}"));
    short.into_iter().chain([format!("--{}", option.long)]).collect()
}

fn bash() -> String {
    let all: Vec<String> = OPTIONS.iter().flat_map(words).collect();
    format!("complete -o default -o bashdefault -W '{}' refscope\n", all.join(" "))
}

fn zsh() -> String {
    let mut text = String::from("#compdef refscope\n_arguments \\\n");
    for option in OPTIONS {
        let doc = option.doc.replace(['[', ']', '\''], "");
        let value =
            if option.value.is_empty() { String::new() } else { format!(":{}:", option.value) };
        for word in words(option) {
            text.push_str(&format!("  '{word}[{doc}]{value}' \\\n"));
        }
    }
    text.push_str("  '*:file:_files'\n");
    text
}

fn fish() -> String {
    let line = |option: &OptionRow| {
        let short = option.short.map_or_else(String::new, |short| format!(" -s {short}"));
        let value = if option.value.is_empty() { "" } else { " -r" };
        let doc = option.doc.replace('\'', "");
        format!("complete -c refscope{short} -l {}{value} -d '{doc}'\n", option.long)
    };
    OPTIONS.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_names_every_option() {
        for kind in KINDS {
            let text = generate(kind).unwrap().replace("\\-", "-");
            let missing = OPTIONS.iter().find(|option| !text.contains(option.long));
            assert!(missing.is_none(), "{kind}: {missing:?}");
        }
    }
}
