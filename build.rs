//! Generates the parser from `grammar/python.lalrpop` and says how the program is linked.

use std::path::Path;
use std::process::Command;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .set_out_dir(&out)
        .emit_rerun_directives(true)
        .process()?;
    let is =
        |variable: &str, value: &str| std::env::var(variable).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        link_in_place();
        link_unwinder(Path::new(&out))?;
        if !counts_itself() {
            link_libc(Path::new(&out))?;
        }
    }
    // Cargo does not know of what release builds learn from a training run.
    println!("cargo:rerun-if-changed=benches/profile/refscope.profdata");
    println!("cargo:rerun-if-changed=benches/profile/order");
    Ok(())
}

/// Links the program to a fixed place: its many tables of functions are then ready in the file,
/// instead of being relocated at each start (a fifth of the time to start).
fn link_in_place() {
    println!("cargo:rustc-link-arg-bins=-no-pie");
}

/// Links the unwinder into the program, where the C compiler has it as an archive. As a library of
/// its own it asks the processor for its model each time it is loaded, which a virtual machine is
/// slow to answer (an eighth of the time to start).
fn link_unwinder(out: &Path) -> std::io::Result<()> {
    let (Some(unwinder), Some(rest)) = (archive("libgcc_eh.a"), archive("libgcc.a")) else {
        return Ok(());
    };
    // The linker looks for `-lgcc_s` here first and finds the archives instead.
    std::fs::write(out.join("libgcc_s.so"), format!("GROUP ( {unwinder} {rest} )\n"))?;
    println!("cargo:rustc-link-search=native={}", out.display());
    Ok(())
}

/// Whether this is the build that a profile is made with (`benches/profile/train`). It keeps
/// functions that nobody calls, and so would miss parts of the C library that are no longer there.
fn counts_itself() -> bool {
    let is = std::env::var("CARGO_ENCODED_RUSTFLAGS");
    is.is_ok_and(|flags| flags.contains("profile-generate"))
}

/// Links the C library into the program, where the C compiler has it as an archive: nothing is left
/// to be found and connected at each start (a quarter of the instructions, a fifth of the time).
fn link_libc(out: &Path) -> std::io::Result<()> {
    let folder = out.join("static");
    std::fs::create_dir_all(&folder)?;
    if archive("libc.a").is_none() || archive("libgcc_eh.a").is_none() {
        return Ok(());
    }
    for name in ["c", "m", "util", "rt", "pthread", "dl"] {
        if let Some(library) = archive(&format!("lib{name}.a")) {
            // The linker looks for `lib*.so` here first and finds the archives instead.
            std::fs::write(folder.join(format!("lib{name}.so")), format!("GROUP ( {library} )\n"))?;
        }
    }
    println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
    println!("cargo:rustc-link-arg-bins=-static");
    Ok(())
}

/// Where the C compiler has the archive `name`.
fn archive(name: &str) -> Option<String> {
    let asked = Command::new("cc").arg(format!("-print-file-name={name}")).output().ok()?;
    let path = String::from_utf8(asked.stdout).ok()?.trim().to_owned();
    Path::new(&path).is_file().then_some(path)
}
