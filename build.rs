//! Generates the parser from `grammar/python.lalrpop` and says how the program is linked.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .set_out_dir(out)
        .emit_rerun_directives(true)
        .process()?;
    link_in_place();
    Ok(())
}

/// Links the program to a fixed place on Linux: its many tables of functions are then ready in the
/// file, instead of being relocated at each start (a fifth of the time to start).
fn link_in_place() {
    let is =
        |variable: &str, value: &str| std::env::var(variable).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
