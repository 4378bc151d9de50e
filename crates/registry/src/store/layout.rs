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
    pack: Arc<Pack>,
}

/// The rows that are there cannot be read by this pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The pack of this version had other fields when its first row was written.
    #[error(
        "version {version} of this pack had other fields when it was opened first: a published version does not change"
    )]
    Changed {
        /// The version.
        version: u32,
    },
    /// A later version was opened before.
    #[error("version {version} of this pack was opened before: an earlier one does not know what it wrote")]
    Later {
        /// The later version.
        version: i64,
    },
    /// The key was another field in earlier rows.
    #[error("rows of version {version} have {field} among their values, and their key is another field")]
    KeyChanged {
        /// The version.
        version: i64,
        /// The field that finds records now.
        field: FieldCode,
    },
    /// What the database says of a layout is not what was written.
    #[error("the layout {version} in the database is damaged")]
    Damaged {
        /// Which.
        version: i64,
    },
}

impl Layouts {
    /// Reads the layouts and adds that of the pack, if it is new.
    pub(crate) async fn open(db: &Db, pack: &Pack) -> Result<Result<Self, LayoutError>, DbError> {
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
            let (version, codes): (i64, String) = (row.try_get("layout")?, row.try_get("fields")?);
            let codes: Result<Vec<FieldCode>, _> = codes.split_whitespace().map(str::parse).collect();
            let Ok(codes) = codes else {
                return Ok(Err(LayoutError::Damaged { version }));
            };
            by_version.insert(version, codes);
        }
        if let Some((later, _)) = by_version.last_key_value().filter(|(version, _)| **version > current) {
            return Ok(Err(LayoutError::Later { version: *later }));
        }
        Ok(Self::of(Arc::new(by_version), pack, pack))
    }

    /// The same rows as an earlier version's pack reads them; `newest` says what became of its fields.
    pub(crate) fn of_earlier(&self, earlier: &Pack, newest: &Pack) -> Result<Self, LayoutError> {
        Self::of(Arc::clone(&self.by_version), earlier, newest)
    }

    fn of(by_version: Arc<BTreeMap<i64, Vec<FieldCode>>>, pack: &Pack, newest: &Pack) -> Result<Self, LayoutError> {
        let current = i64::from(pack.version);
        let fields = fields(pack);
        if by_version.get(&current).is_some_and(|known| *known != fields) {
            return Err(LayoutError::Changed { version: pack.version });
        }
        let mut ways = BTreeMap::new();
        for (version, codes) in &*by_version {
            let ways_of = codes
                .iter()
                .map(|code| way(&by_version, (*version, code), pack, newest));
            let ways_of: Vec<_> = ways_of.collect();
            if ways_of.iter().flatten().any(|way| way.to == pack.keys.record) {
                return Err(LayoutError::KeyChanged {
                    version: *version,
                    field: pack.keys.record.clone(),
                });
            }
            ways.insert(*version, ways_of);
        }
        Ok(Self {
            current,
            ways,
            by_version,
            positions: fields.into_iter().enumerate().map(|(at, code)| (code, at)).collect(),
            key_field: pack.keys.record.clone(),
            pack: Arc::new(pack.clone()),
        })
    }

    /// The field whose value is the row's key.
    pub(crate) const fn key_field(&self) -> &FieldCode {
        &self.key_field
    }

    /// A value of a field of version `version`, and what both are in this one; none where there is no such field or word.
    pub(crate) fn translate(&self, version: i64, code: &FieldCode, value: &str) -> Option<(FieldCode, String)> {
        let way = self.pack.way_into(code, u32::try_from(version).ok()?, &self.pack)?;
        let value = way.apply(value.to_owned())?;
        Some((way.to, value))
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

/// What becomes of a field of a layout. A name that a version between did not have was given to another field later.
fn way(
    by_version: &BTreeMap<i64, Vec<FieldCode>>,
    (version, code): (i64, &FieldCode),
    pack: &Pack,
    newest: &Pack,
) -> Option<Way> {
    let from = u32::try_from(version).ok()?;
    let (low, high) = (
        version.min(i64::from(pack.version)),
        version.max(i64::from(pack.version)),
    );
    let is_there = |(between, codes): (&i64, &Vec<FieldCode>)| {
        let between = u32::try_from(*between).unwrap_or_default();
        newest
            .way(code, from, between)
            .is_some_and(|way| codes.contains(&way.to))
    };
    by_version.range(low..=high).all(is_there).then_some(())?;
    newest.way_into(code, from, pack)
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
