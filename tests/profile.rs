//! The compiler's wrapper hands the profile to what is optimised for release, and to nothing else; and the
//! order of functions to the linker that knows what to do with it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const WRAPPER: &str = "benches/profile/rustc";

/// A host whose compiler brings a linker along.
const WITH_LLD: &str = "x86_64-unknown-linux-gnu";

/// A compiler that answers `version` to `--version` and `host` to `-vV`, and else says how it was called.
fn compiler_that_says(version: &str, host: &str, name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let script = format!(
        "#!/bin/sh\ncase $* in --version) echo '{version}' ;; -vV) echo 'host: {host}' ;; *) echo \"$@\" ;; esac\n"
    );
    fs::write(&path, script).expect("the folder for tests can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("the script is ours");
    path
}

/// How `compiler` is called when cargo asks the wrapper for `arguments`.
fn called(compiler: &Path, arguments: &[&str]) -> String {
    let wrapper = Path::new(env!("CARGO_MANIFEST_DIR")).join(WRAPPER);
    let answer = Command::new(wrapper).arg(compiler).args(arguments).output();
    let answer = answer.expect("the wrapper can be run");
    String::from_utf8(answer.stdout).expect("arguments are text").trim_end().to_owned()
}

fn version_of_profile() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/profile/compiler");
    fs::read_to_string(path).expect("the profile has its compiler").trim_end().to_owned()
}

// One test, so that no other thread starts a process while a script is being written: the system
// would refuse to run it.
#[test]
fn what_is_optimised_for_release_gets_the_profile() {
    let version = version_of_profile();
    let same = compiler_that_says(&version, WITH_LLD, "profile-same");
    let musl = compiler_that_says(&version, "x86_64-unknown-linux-musl", "profile-musl");
    let other = compiler_that_says("rustc 0.1.0", WITH_LLD, "profile-other");
    for (compiler, arguments, learns) in [
        (&same, "--crate-name refscope -C opt-level=3", true),
        (&same, "--crate-name refscope -C opt-level=1", false),
        (&same, "--crate-name refscope -C opt-level=3 -Cprofile-generate=counts", false),
        (&same, "--crate-name refscope --print cfg", false),
        (&other, "--crate-name refscope -C opt-level=3", false),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let told = called(compiler, &words);
        let added = told.strip_prefix(arguments).expect("nothing is taken away");
        match added.strip_prefix(" -Cprofile-use=").and_then(|rest| rest.split(' ').next()) {
            Some(profile) if learns => {
                let content = fs::read(profile).expect("the profile is there");
                assert!(content.starts_with(b"\xfflprofi\x81"), "an indexed profile of LLVM");
            }
            found => assert!(!learns && found.is_none(), "{arguments}: {told}"),
        }
    }

    let linked = "--crate-name refscope --crate-type bin -C opt-level=3";
    for (compiler, arguments, ordered) in [
        (&same, linked.to_owned(), true),
        (&same, linked.replace("bin", "lib"), false),
        (&same, format!("{linked} -C linker=mold"), false),
        (&same, format!("{linked} -C link-arg=-fuse-ld=gold"), false),
        (&same, format!("{linked} --target {WITH_LLD}"), false),
        (&musl, linked.to_owned(), false),
        (&other, linked.to_owned(), false),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let told = called(compiler, &words);
        let order = told.split("--symbol-ordering-file=").nth(1);
        assert_eq!(order.is_some(), ordered, "{arguments}: {told}");
        if let Some(path) = order.and_then(|rest| rest.split(' ').next()) {
            let names = fs::read_to_string(path).expect("the order is there");
            assert!(names.lines().any(|name| name.starts_with("_ZN8refscope")), "names of ours");
        }
    }
}
