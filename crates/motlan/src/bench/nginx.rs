//! What the exchange is compared with: two nginx processes that pass the same question on over TLS 1.3 with certificates on
//! both sides and kept connections, and neither sign nor log.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::process::{Process, free};

/// Both ends of the way.
pub(super) struct Hops {
    /// Where the question goes in.
    pub(super) face: SocketAddr,
    _processes: [Process; 2],
}

/// Starts both; each folder holds the keys of one of the gateways that are compared.
pub(super) async fn start(data: &Path, provider: SocketAddr) -> Result<Hops> {
    let (face, between) = (free().await?, free().await?);
    let (near, far) = (data.join("consumer/keys"), data.join("provider/keys"));
    let first = format!(
        "upstream far {{ server {between}; keepalive 512; keepalive_requests 1000000; }}
         server {{
           listen {face}; {COMMON}
           location / {{
             proxy_pass https://far; {PASS}
             proxy_ssl_protocols TLSv1.3; proxy_ssl_session_reuse on;
             proxy_ssl_certificate {near}/tls.crt; proxy_ssl_certificate_key {near}/tls.key;
             proxy_ssl_trusted_certificate {far}/tls.crt; proxy_ssl_verify on; proxy_ssl_name localhost;
           }}
         }}",
        near = near.display(),
        far = far.display(),
    );
    let second = format!(
        "upstream provider {{ server {provider}; keepalive 512; keepalive_requests 1000000; }}
         server {{
           listen {between} ssl; {COMMON}
           ssl_protocols TLSv1.3; ssl_certificate {far}/tls.crt; ssl_certificate_key {far}/tls.key;
           ssl_client_certificate {near}/tls.crt; ssl_verify_client on;
           location / {{ proxy_pass http://provider; {PASS} }}
         }}",
        near = near.display(),
        far = far.display(),
    );
    let processes = [run(data, "near", &first)?, run(data, "far", &second)?];
    Ok(Hops {
        face,
        _processes: processes,
    })
}

const COMMON: &str = "keepalive_requests 1000000; client_body_buffer_size 64k; access_log off;";

const PASS: &str = "proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_buffering on;";

fn run(data: &Path, name: &str, servers: &str) -> Result<Process> {
    let folder = data.join(format!("nginx-{name}"));
    std::fs::create_dir_all(&folder)?;
    let place = folder.display();
    let text = format!(
        "daemon off; master_process off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;
         events {{ worker_connections 4096; }}
         http {{
           client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
           uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
           {servers}
         }}\n"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, text)?;
    let child = Command::new("nginx")
        .arg("-c")
        .arg(std::path::absolute(&file)?)
        .arg("-e")
        .arg(std::path::absolute(folder.join("error.log"))?)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Ok(Process(child.context("cannot start nginx (Debian: nginx-light)")?))
}
