//! What finds records by their values: one row for each value of the fields that search names, and for the values of the
//! fields that no two records may share. A row is a candidate only: whoever reads one looks at the record itself.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::digest;
use motlan_store::db::{Connection, DbError, Insert};

use crate::model::field::{FieldCode, FieldType};
use crate::model::migration::Way;
use crate::model::pack::{Pack, Verb};
use crate::model::record::Fields;

const ADD: Insert = Insert {
    into: "-- registry.add_search
INSERT INTO registry_search (registry, field, value, record_key)",
    columns: 4,
    ending: "ON CONFLICT (registry, field, value, record_key) DO NOTHING",
};

const DROP: &str = "-- registry.drop_search
DELETE FROM registry_search WHERE registry = $1 AND field = $2 AND value = $3 AND record_key = $4";

/// Fields whose values together find records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finder {
    pub(super) fields: Vec<FieldCode>,
    /// What the rows are kept under: the fields' codes with a plus between them, see [`name`].
    pub(super) name: String,
}

impl Finder {
    fn new(pack: &Pack, fields: &[FieldCode]) -> Self {
        let names: Vec<String> = fields.iter().map(|code| name(pack, code)).collect();
        Self {
            fields: fields.to_vec(),
            name: names.join("+"),
        }
    }

    /// The values together as one text: of one field its value, of several a JSON array; none unless all are there.
    pub(super) fn value(&self, fields: &Fields) -> Option<String> {
        let values: Vec<&str> = self
            .fields
            .iter()
            .map(|code| fields.get(code).map(String::as_str))
            .collect::<Option<_>>()?;
        match values.as_slice() {
            [one] => Some((*one).to_owned()),
            several => serde_json::to_string(several).ok(),
        }
    }
}

/// What rows are kept for: the fields of search, and of uniqueness where records enter.
#[derive(Clone, Debug)]
pub(super) struct Finders {
    all: Vec<Finder>,
    /// In the order of the pack's rules.
    pub(super) unique: Vec<Finder>,
    /// For each field that search names: what its rows are kept under, and what becomes of a value that is searched for.
    by: BTreeMap<FieldCode, (String, Way)>,
}

impl Finders {
    pub(super) fn new(pack: &Pack) -> Self {
        let by = pack.service(Verb::Search).map(|search| search.by.as_slice());
        let mut all: Vec<Finder> = by
            .unwrap_or_default()
            .iter()
            .map(|code| Finder::new(pack, std::slice::from_ref(code)))
            .collect();
        let unique: Vec<Finder> = pack.unique_at_entry().map(|fields| Finder::new(pack, fields)).collect();
        for finder in &unique {
            if !all.contains(finder) {
                all.push(finder.clone());
            }
        }
        Self {
            all,
            unique,
            by: by_field(pack, pack),
        }
    }

    /// The same rows, searched in the words of an earlier version.
    pub(super) fn of_earlier(&self, earlier: &Pack, newest: &Pack) -> Self {
        Self {
            by: by_field(earlier, newest),
            ..self.clone()
        }
    }

    /// Under which name and value the rows of this field's value are.
    pub(super) fn kept(&self, field: &FieldCode, value: &str) -> Option<(&str, String)> {
        let (name, way) = self.by.get(field)?;
        Some((name, way.apply(value.to_owned())?))
    }

    /// What their rows are kept under.
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.all.iter().map(|finder| finder.name.clone()).collect()
    }

    /// Those of these names, to write rows by.
    pub(super) fn only(&self, names: &BTreeSet<String>) -> Self {
        let all = self.all.iter().filter(|finder| names.contains(&finder.name));
        Self {
            all: all.cloned().collect(),
            unique: Vec::new(),
            by: BTreeMap::new(),
        }
    }
}

/// The code of a field. Behind it stands what else decides how its rows look: the version of the pack that last made its values
/// others, and the order of the codes of a set.
fn name(pack: &Pack, code: &FieldCode) -> String {
    let version = pack.changed_in(code).map(|version| format!("@{version}"));
    let set = match pack.field(code.as_str()).map(|field| &field.field_type) {
        Some(FieldType::CodeSet(list)) => {
            let codes: Vec<&str> = list.items.iter().map(|item| item.code.as_str()).collect();
            let digest = digest::digest(&digest::SHA256, codes.join(",").as_bytes());
            format!("#{}", hex::encode(&digest.as_ref()[..4]))
        }
        _ => String::new(),
    };
    format!("{code}{}{set}", version.unwrap_or_default())
}

fn by_field(pack: &Pack, newest: &Pack) -> BTreeMap<FieldCode, (String, Way)> {
    let by = pack.service(Verb::Search).map(|search| search.by.as_slice());
    let fields = by.unwrap_or_default().iter().filter_map(|code| {
        let way = newest.way_into(code, pack.version, newest)?;
        let finder = Finder::new(newest, std::slice::from_ref(&way.to));
        Some((code.clone(), (finder.name, way)))
    });
    fields.collect()
}

/// Field, value, key of the record.
type Row = (String, String, String);

/// The rows of a transaction that come and go.
#[derive(Default)]
pub(super) struct Rows {
    dropped: Vec<Row>,
    added: Vec<Row>,
}

impl Rows {
    pub(super) fn add(&mut self, by: &Finders, key: &str, fields: &Fields) {
        self.added.extend(rows(by, key, fields));
    }

    pub(super) fn drop(&mut self, by: &Finders, key: &str, fields: &Fields) {
        // What the same transaction added before never gets there.
        for row in rows(by, key, fields) {
            self.added.retain(|added| *added != row);
            self.dropped.push(row);
        }
    }

    pub(super) fn added(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let rows = self.added.iter();
        rows.map(|(field, value, key)| (field.as_str(), value.as_str(), key.as_str()))
    }

    pub(super) async fn write(&self, connection: &mut Connection, registry: &str) -> Result<(), DbError> {
        for (field, value, key) in &self.dropped {
            let drop = sqlx::query(DROP)
                .bind(registry)
                .bind(field.as_str())
                .bind(value.as_str())
                .bind(key.as_str());
            drop.execute(&mut **connection).await?;
        }
        ADD.execute(connection, &self.added, |(field, value, key), values| {
            values
                .bind(registry)
                .bind(field.as_str())
                .bind(value.as_str())
                .bind(key.as_str());
        })
        .await?;
        Ok(())
    }
}

fn rows(by: &Finders, key: &str, fields: &Fields) -> impl Iterator<Item = Row> {
    by.all.iter().filter_map(move |finder| {
        let value = finder.value(fields)?;
        Some((finder.name.clone(), value, key.to_owned()))
    })
}
