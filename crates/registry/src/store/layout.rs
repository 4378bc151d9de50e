//! How the values of a record lie in its row: a JSON array in the order of the pack's fields, without their names.
//!
//! Half the size of an object with names. A row says which layout it has, that is the version of the pack it was written
//! under; the database keeps every layout it has rows of, so that it can be read without old packs: what became of their
//! fields since is the pack's to say.

use std::collections::BTreeMap;
use std::sync::Arc;

use motlan_store::db::{Db, DbError};
use sqlx::Row;

use crate::model::field::FieldCode;
use crate::model::migration::Way;
use crate::model::pack::Pack;
use crate::model::record::Fields;

const LIST: &str = "-- registry.list_layouts
SELECT layout, fields FROM registry_layout WHERE registry = $1";

const ADD: &str = "-- registry.add_layout
INSERT INTO registry_layout (registry, layout, fields) VALUES ($1, $2, $3) ON CONFLICT (registry, layout) DO NOTHING";

/// The layouts of one registry's rows, as they are read in one version of its pack.
#[derive(Clone, Debug)]
pub(crate) struct Layouts {
    /// The one that new rows get.
    current: i64,
    /// The fields of each layout, in its order.
    by_version: Arc<BTreeMap<i64, Vec<FieldCode>>>,
    /// What becomes of each field of each layout; none: it is not in this version.
    ways: BTreeMap<i64, Vec<Option<Way>>>,
    /// Where the fields stand in the layout of new rows.
    positions: BTreeMap<FieldCode, usize>,
    /// The field whose value is the row's key: it stands in no array.
    key_field: FieldCode,
}

/// The pack of this version had other fields when its first row was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "version {version} of this pack had other fields when it was opened first: a published version does not change"
)]
pub struct LayoutChanged {
    /// The version.
    pub version: u32,
}

impl Layouts {
    /// Reads the layouts and adds that of the pack, if it is new.
    pub(crate) async fn open(db: &Db, pack: &Pack) -> Result<Result<Self, LayoutChanged>, DbError> {
        let current = i64::from(pack.version);
        let fields = fields(pack);
        let (registry, text) = (pack.code.as_str(), words(&fields));
        let text = text.as_str();
        let rows = db
            .write("registry.open_layouts", |mut connection| async move {
                let add = sqlx::query(ADD).bind(registry).bind(current).bind(text);
                add.execute(&mut *connection).await?;
                Ok::<_, DbError>(sqlx::query(LIST).bind(registry).fetch_all(&mut *connection).await?)
            })
            .await?;
        let mut by_version = BTreeMap::new();
        for row in rows {
            let codes: String = row.try_get("fields")?;
            // A word that is no code was written by nobody: it is passed over and its value with it.
            let codes = codes.split(' ').filter_map(|code| code.parse().ok()).collect();
            by_version.insert(row.try_get("layout")?, codes);
        }
        Ok(Self::of(Arc::new(by_version), pack, pack))
    }

    /// The same rows as an earlier version's pack reads them; `newest` says what became of its fields.
    pub(crate) fn of_earlier(&self, earlier: &Pack, newest: &Pack) -> Result<Self, LayoutChanged> {
        Self::of(Arc::clone(&self.by_version), earlier, newest)
    }

    fn of(by_version: Arc<BTreeMap<i64, Vec<FieldCode>>>, pack: &Pack, newest: &Pack) -> Result<Self, LayoutChanged> {
        let current = i64::from(pack.version);
        let fields = fields(pack);
        if by_version.get(&current).is_some_and(|known| *known != fields) {
            return Err(LayoutChanged { version: pack.version });
        }
        let ways = |(version, codes): (&i64, &Vec<FieldCode>)| {
            let from = u32::try_from(*version).unwrap_or_default();
            let ways = codes.iter().map(|code| newest.way_into(code, from, pack));
            (*version, ways.collect())
        };
        Ok(Self {
            current,
            ways: by_version.iter().map(ways).collect(),
            by_version,
            positions: fields.into_iter().enumerate().map(|(at, code)| (code, at)).collect(),
            key_field: pack.keys.record.clone(),
        })
    }

    /// The field whose value is the row's key.
    pub(crate) const fn key_field(&self) -> &FieldCode {
        &self.key_field
    }

    /// The layout of new rows.
    pub(crate) const fn current(&self) -> i64 {
        self.current
    }

    /// The array of a record's values, the key left out.
    pub(crate) fn write(&self, fields: &Fields) -> Result<String, serde_json::Error> {
        let mut values: Vec<Option<&str>> = Vec::with_capacity(self.positions.len());
        for (code, value) in fields {
            if let Some(position) = self.positions.get(code) {
                let filled = values.len().max(position + 1);
                values.resize(filled, None);
                values[*position] = Some(value);
            }
        }
        serde_json::to_string(&values)
    }

    /// The values of a row, its key included; none if it is damaged.
    pub(crate) fn read(&self, layout: i64, key: &str, text: &str) -> Option<Fields> {
        let ways = self.ways.get(&layout)?;
        let values: Vec<Option<String>> = serde_json::from_str(text).ok()?;
        if values.len() > ways.len() {
            return None;
        }
        let mut fields: Fields = ways
            .iter()
            .zip(values)
            .filter_map(|(way, value)| {
                let way = way.as_ref()?;
                Some((way.to.clone(), way.apply(value?)?))
            })
            .collect();
        fields.insert(self.key_field.clone(), key.to_owned());
        Some(fields)
    }
}

/// The fields of a pack whose values stand in a row, in its order.
fn fields(pack: &Pack) -> Vec<FieldCode> {
    let codes = pack.fields().map(|field| field.code.clone());
    codes.filter(|code| *code != pack.keys.record).collect()
}

fn words(codes: &[FieldCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(FieldCode::as_str).collect();
    codes.join(" ")
}
