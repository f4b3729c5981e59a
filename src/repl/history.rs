//! Where the history and the start file live.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// `$XDG_STATE_HOME/refscope/history`; `None` where there is no home.
pub fn history_file() -> Option<PathBuf> {
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.state_dir()?.join("refscope").join("history"))
}

/// `$XDG_CONFIG_HOME/refscope/startup.py`, run before the first prompt.
pub fn start_file() -> Option<PathBuf> {
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.config_dir().join("refscope").join("startup.py"))
}
