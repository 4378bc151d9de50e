//! A subscriber: `motlan registry subscribe` in a process of its own, and what it wrote.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::bench::process::Process;

/// How often is looked how far somebody came.
const PAUSE: Duration = Duration::from_millis(50);

/// Who subscribes, and what it may see.
pub(super) struct Plan {
    pub(super) system: &'static str,
    /// What its grant holds.
    pub(super) rights: &'static [&'static str],
    /// What this lets it see of a record, beside its key.
    pub(super) fields: &'static [&'static str],
    /// What it tells records apart by: the key, or a field where it may not see the key.
    pub(super) known_by: &'static str,
}

pub(super) const SUBSCRIBERS: [Plan; 3] = [
    Plan {
        system: "VN/GOV/H45/elections",
        rights: &["personal_number", "sex"],
        fields: &["sex"],
        known_by: "personal_number",
    },
    Plan {
        system: "VN/GOV/H45/post",
        rights: &["personal_number", "permanent_address", "religion", "person.existence"],
        fields: &["permanent_address", "religion"],
        known_by: "personal_number",
    },
    Plan {
        system: "VN/GOV/H45/archive",
        rights: &[
            "personal_number",
            "old_identity_number",
            "permanent_address",
            "identifier.pairwise",
        ],
        fields: &["old_identity_number", "permanent_address"],
        known_by: "old_identity_number",
    },
];

/// Records by what they are known by: their fields.
pub(super) type Held = BTreeMap<String, BTreeMap<String, String>>;

/// What a subscriber has at the end.
pub(super) struct Found {
    pub(super) plan: &'static Plan,
    pub(super) held: Held,
    /// Changes that it was told, those told twice included.
    pub(super) told: usize,
}

/// One line of its output.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    position: u64,
    key: Option<String>,
    pairwise: Option<String>,
    #[serde(rename = "at")]
    _at: String,
    fields: BTreeMap<String, String>,
}

/// A subscriber at work.
pub(super) struct Subscriber {
    plan: &'static Plan,
    folder: PathBuf,
    gateway: String,
    until_end: bool,
    /// One output for each time that it was started.
    starts: usize,
    process: Option<Process>,
}

impl Subscriber {
    /// Starts one that has never asked before.
    pub(super) fn start(plan: &'static Plan, parent: &Path, gateway: &str, until_end: bool) -> Result<Self> {
        let folder = parent.join(plan.system.replace('/', "-"));
        std::fs::create_dir_all(&folder)?;
        let mut subscriber = Self {
            plan,
            folder,
            gateway: gateway.to_owned(),
            until_end,
            starts: 0,
            process: None,
        };
        subscriber.restart()?;
        Ok(subscriber)
    }

    /// Kills it, and starts it again where it was.
    pub(super) fn restart(&mut self) -> Result<()> {
        self.process = None;
        let output = File::create(self.output(self.starts))?;
        self.starts += 1;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["registry", "subscribe", "--client", self.plan.system])
            .args(["--gateway", &format!("http://{}", self.gateway)])
            .arg("--position")
            .arg(self.mark());
        if self.until_end {
            command.arg("--until-end");
        }
        command.arg("VN/GOV/G01/population/changes");
        // That gateways are away for a while is expected here.
        command.stdout(output).stderr(Stdio::null());
        self.process = Some(Process(command.spawn().context("cannot start a subscriber")?));
        Ok(())
    }

    fn mark(&self) -> PathBuf {
        self.folder.join("position")
    }

    fn output(&self, start: usize) -> PathBuf {
        self.folder.join(format!("changes-{start}.jsonl"))
    }

    /// The last part of its system's name.
    pub(super) fn name(&self) -> &'static str {
        self.plan.system.rsplit('/').next().unwrap_or_default()
    }

    /// How far it came.
    pub(super) fn position(&self) -> u64 {
        let text = std::fs::read_to_string(self.mark()).unwrap_or_default();
        text.trim().parse().unwrap_or_default()
    }

    /// Waits until it has come so far.
    pub(super) async fn reach(&mut self, position: u64, patience: Duration) -> Result<()> {
        let deadline = Instant::now() + patience;
        while self.position() < position {
            ensure!(!self.has_ended()?, "{} ended at {}", self.name(), self.position());
            ensure!(
                Instant::now() < deadline,
                "{} got to {} only",
                self.name(),
                self.position()
            );
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Waits until it ends by itself.
    pub(super) async fn finish(&mut self, patience: Duration) -> Result<()> {
        let deadline = Instant::now() + patience;
        while !self.has_ended()? {
            ensure!(
                Instant::now() < deadline,
                "{} got to {} only",
                self.name(),
                self.position()
            );
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    fn has_ended(&mut self) -> Result<bool> {
        let Some(process) = &mut self.process else {
            return Ok(true);
        };
        Ok(process.0.try_wait()?.is_some())
    }

    /// Ends it and reads what it wrote, in order.
    pub(super) fn end(mut self) -> Result<Found> {
        self.process = None;
        let mut found = Found {
            plan: self.plan,
            held: Held::new(),
            told: 0,
        };
        let mut names = BTreeMap::new();
        for start in 0..self.starts {
            let text = std::fs::read_to_string(self.output(start))?;
            let mut last = 0;
            // What follows the last line's end is a page that was cut off; it came again.
            for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
                let change: Change =
                    serde_json::from_str(line).context("a line that is no change, or tells too much")?;
                ensure!(change.position > last, "not in order: {} after {last}", change.position);
                last = change.position;
                found.told += 1;
                take(&mut found, &mut names, change)?;
            }
        }
        Ok(found)
    }
}

fn take(found: &mut Found, names: &mut BTreeMap<String, String>, change: Change) -> Result<()> {
    let plan = found.plan;
    let is_allowed = |field: &String| plan.fields.contains(&field.as_str());
    ensure!(
        change.fields.keys().all(is_allowed),
        "{} was told a field that it has no right to",
        plan.system
    );
    let has_key = plan.known_by == "personal_number";
    ensure!(
        change.key.is_some() == has_key && change.pairwise.is_some() != has_key,
        "{}: a wrong identity",
        plan.system
    );
    let name = change.key.or(change.pairwise).unwrap_or_default();
    let known = change
        .fields
        .get(plan.known_by)
        .cloned()
        .unwrap_or_else(|| name.clone());
    // An identifier stands for one record, and a record has one.
    let before = names.insert(name, known.clone());
    ensure!(
        before.is_none_or(|before| before == known),
        "{}: one identifier, two records",
        plan.system
    );
    found.held.insert(known, change.fields);
    Ok(())
}
