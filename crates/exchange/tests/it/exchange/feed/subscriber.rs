//! A subscriber: an agency's system that follows the feed, and keeps what it has learned and how far it came.

use std::collections::BTreeMap;

use http::Method;
use motlan_registry::model::record::Fields;
use serde_json::Value;

use super::country::{Owner, World};
use crate::support::{Ask, SERVICE};

/// Who subscribes, and what it may see.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) system: &'static str,
    /// What its grant holds.
    pub(super) rights: &'static [&'static str],
    /// The fields that this lets it see beside the key.
    pub(super) fields: &'static [&'static str],
}

/// A subscriber and what survives its end.
pub(super) struct Subscriber {
    plan: Plan,
    /// How far it came.
    position: u64,
    /// How far it came when it last wrote that down.
    saved: u64,
    /// By key or pairwise identifier: where the record was told last, and what it is.
    held: BTreeMap<String, (u64, Value)>,
    pages: usize,
}

impl Subscriber {
    pub(super) fn new(plan: Plan) -> Self {
        Self {
            plan,
            position: 0,
            saved: 0,
            held: BTreeMap::new(),
            pages: 0,
        }
    }

    /// Its question.
    pub(super) fn ask(&self, world: &World, wait_s: u8) -> Ask {
        let target = format!("/r1/{SERVICE}/changes?after={}&wait_s={wait_s}&limit=90", self.position);
        world
            .consumer
            .ask(Method::GET, &target)
            .set("x-road-client", self.plan.system)
    }

    /// Reads one page; true at the end of the feed.
    pub(super) async fn read(&mut self, world: &World) -> bool {
        let reply = self.ask(world, 0).send().await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let page = reply.json();
        let mut last = self.position;
        for change in page["changes"].as_array().unwrap() {
            let position = change["position"].as_u64().unwrap();
            assert!(last < position, "not in order: {page}");
            last = position;
            self.take(position, change);
        }
        let next = page["next"].as_u64().unwrap();
        assert!(next >= last);
        self.position = next;
        // It writes down how far it came once in a while, after what it learned: so it sees some of it twice.
        self.pages += 1;
        if self.pages.is_multiple_of(3) {
            self.saved = next;
        }
        next == page["last"].as_u64().unwrap()
    }

    fn take(&mut self, position: u64, change: &Value) {
        let fields = change["fields"].as_object().unwrap();
        for code in fields.keys() {
            assert!(self.plan.fields.contains(&code.as_str()), "{code} is not granted");
        }
        let has_key = self.plan.rights.contains(&"personal_number");
        let (name, other) = if has_key {
            ("key", "pairwise")
        } else {
            ("pairwise", "key")
        };
        assert!(change.get(other).is_none(), "{change}");
        let id = change[name].as_str().unwrap().to_owned();
        self.held.insert(id, (position, change["fields"].clone()));
    }

    /// Ends, and begins again with what it had written down.
    pub(super) fn restart(&mut self) {
        self.position = self.saved;
    }

    /// It holds the final state of its fields of every record, and nothing else.
    pub(super) fn check(&self, owner: &Owner) {
        let has_key = self.plan.rights.contains(&"personal_number");
        // What an identifier of its own stands for it cannot tell, only what is so.
        let shown = |id: &str| if has_key { id.to_owned() } else { String::new() };
        let held = self.held.iter().map(|(id, (_, fields))| {
            let fields: Fields = serde_json::from_value(fields.clone()).unwrap();
            (shown(id), fields)
        });
        let expected = owner.records.iter().map(|(key, record)| {
            let mut fields = record.clone();
            fields.retain(|code, _| self.plan.fields.contains(&code.as_str()));
            (shown(key), fields)
        });
        let (mut held, mut expected): (Vec<_>, Vec<_>) = (held.collect(), expected.collect());
        held.sort_unstable();
        expected.sort_unstable();
        assert_eq!(held, expected, "{}", self.plan.system);
    }
}
