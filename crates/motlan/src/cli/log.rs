//! Logs of the process: text on standard error, its level by `MOTLAN_LOG`.

use tracing_subscriber::EnvFilter;

/// Starts logging. `MOTLAN_LOG=info` tells more, `MOTLAN_LOG=off` nothing; JSON with `MOTLAN_LOG_FORMAT=json`.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("MOTLAN_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    if std::env::var_os("MOTLAN_LOG_FORMAT").is_some_and(|format| format == "json") {
        log.json().init();
    } else {
        log.init();
    }
}
