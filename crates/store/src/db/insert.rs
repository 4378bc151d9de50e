//! Many rows in few statements: `INSERT … VALUES (…), (…), …`.
//!
//! For loads and sync batches within one [`super::Db::write`]. A load of a whole country on PostgreSQL uses that
//! engine's COPY instead, in a file of the crate that needs it.

use std::fmt::Write as _;

use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, Arguments, AssertSqlSafe, Database, Encode, Sqlite, Type};

use super::DbError;

/// Parameters of one statement: SQLite's default limit is 32,766, PostgreSQL's 65,535; beyond some 4,000 neither gets
/// faster, and the statement's text stays under 36 KiB (`, $4096` is 7 bytes, 4,096 × 7 = 28 KiB, and parentheses).
const PARAMETERS_MAX: usize = 4_096;

/// An insert whose rows come from an iterator.
#[derive(Clone, Copy, Debug)]
pub struct Insert {
    /// From `-- crate.function` up to and without `VALUES`: `INSERT INTO person (number, name)`.
    pub into: &'static str,
    /// How many columns it names: between 1 and 4,096.
    pub columns: usize,
    /// What follows the rows: empty, or `ON CONFLICT …`.
    pub ending: &'static str,
}

impl Insert {
    /// Inserts every row; `bind` gives a row's values in the order of the columns. Returns the rows affected.
    ///
    /// Fails with [`DbError::Driver`] when `bind` gives another number of values than there are columns.
    pub async fn execute<R, B>(
        &self,
        connection: &mut AnyConnection,
        rows: impl IntoIterator<Item = R>,
        bind: B,
    ) -> Result<u64, DbError>
    where
        B: Fn(&R, &mut Values),
    {
        let rows_max = (PARAMETERS_MAX / self.columns.max(1)).max(1);
        // Full batches share one text, which the connection keeps prepared.
        let full = self.sql(rows_max, placeholder(connection));
        let mut affected = 0;
        let mut rows = rows.into_iter();
        loop {
            let (values, count) = self.collect(&mut rows, rows_max, &bind)?;
            if count == rows_max {
                affected += run(connection, AssertSqlSafe(full.as_str()), values, true).await?;
            } else if count > 0 {
                let rest = self.sql(count, placeholder(connection));
                return Ok(affected + run(connection, AssertSqlSafe(rest.as_str()), values, false).await?);
            } else {
                return Ok(affected);
            }
        }
    }

    /// Takes up to `rows_max` rows and binds them.
    fn collect<R>(
        &self,
        rows: &mut impl Iterator<Item = R>,
        rows_max: usize,
        bind: &impl Fn(&R, &mut Values),
    ) -> Result<(AnyArguments, usize), DbError> {
        let mut values = Values::default();
        values.arguments.reserve(rows_max * self.columns, 0);
        let mut count = 0;
        for row in rows.take(rows_max) {
            bind(&row, &mut values);
            count += 1;
            if values.arguments.len() != count * self.columns {
                return Err(DbError::Driver(sqlx::Error::InvalidArgument(format!(
                    "row {count} of a batch does not have {} values",
                    self.columns
                ))));
            }
        }
        match values.error {
            Some(error) => Err(DbError::Driver(sqlx::Error::Encode(error))),
            None => Ok((values.arguments, count)),
        }
    }

    fn sql(&self, rows: usize, placeholder: Placeholder) -> String {
        let parameters_bytes = rows * (self.columns * "$4096, ".len() + "(), ".len());
        let mut sql = String::with_capacity(self.into.len() + self.ending.len() + parameters_bytes + 16);
        sql.push_str(self.into);
        sql.push_str("\nVALUES ");
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 1..=self.columns {
                sql.push_str(if column == 1 { "" } else { ", " });
                placeholder.push(&mut sql, row * self.columns + column);
            }
            sql.push(')');
        }
        sql.push('\n');
        sql.push_str(self.ending);
        sql
    }
}

/// How a parameter is written where nobody reads it.
#[derive(Clone, Copy)]
enum Placeholder {
    /// `$1`, as PostgreSQL asks.
    Numbered,
    /// `?`: SQLite takes `$1` for a name and searches its list of names for each parameter; loads were four times slower
    /// with names.
    Plain,
}

impl Placeholder {
    fn push(self, sql: &mut String, number: usize) {
        match self {
            Self::Plain => sql.push('?'),
            // Writing to a String cannot fail.
            Self::Numbered => drop(write!(sql, "${number}")),
        }
    }
}

fn placeholder(connection: &AnyConnection) -> Placeholder {
    if connection.backend_name() == Sqlite::NAME {
        Placeholder::Plain
    } else {
        Placeholder::Numbered
    }
}

/// Runs one batch. `sql` holds nothing but the caller's constants and parameter numbers.
async fn run(
    connection: &mut AnyConnection,
    sql: AssertSqlSafe<&str>,
    values: AnyArguments,
    is_kept: bool,
) -> Result<u64, DbError> {
    let query = sqlx::query_with(sql, values).persistent(is_kept);
    Ok(query.execute(connection).await?.rows_affected())
}

/// Collects the values of rows.
#[derive(Default)]
pub struct Values {
    arguments: AnyArguments,
    error: Option<sqlx::error::BoxDynError>,
}

impl Values {
    /// The next column's value.
    pub fn bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        if let Err(error) = self.arguments.add(value) {
            self.error.get_or_insert(error);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_gets_its_placeholders() {
        let insert = Insert {
            into: "INSERT INTO person (a, b)",
            columns: 2,
            ending: "ON CONFLICT DO NOTHING",
        };
        for (placeholder, expected) in [
            (Placeholder::Numbered, "($1, $2), ($3, $4)"),
            (Placeholder::Plain, "(?, ?), (?, ?)"),
        ] {
            let expected = format!("INSERT INTO person (a, b)\nVALUES {expected}\nON CONFLICT DO NOTHING");
            assert_eq!(insert.sql(2, placeholder), expected);
        }
    }
}
