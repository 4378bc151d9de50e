//! A broken constraint is told by one name on both engines.

use motlan_store::db::testing::on_both_engines;
use motlan_store::db::{ConstraintKind, Db, DbError, Migration};

use super::NOW;

const SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "person",
    sql: "-- test.person
        CREATE TABLE person (
            id     BIGINT NOT NULL PRIMARY KEY,
            number TEXT   NOT NULL UNIQUE,
            given  TEXT   NOT NULL,
            family TEXT   NOT NULL,
            age    BIGINT NOT NULL CONSTRAINT person_age_check CHECK (age >= 0),
            mother BIGINT REFERENCES person (id)
        );
        CREATE UNIQUE INDEX person_given_family_key ON person (given, family);
        INSERT INTO person VALUES (1, 'n1', 'g1', 'f1', 1, NULL)",
}];

async fn insert(db: &Db, values: &'static str) -> DbError {
    db.write("test.insert", |mut connection| async move {
        sqlx::query(values).execute(&mut *connection).await?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap_err()
}

#[tokio::test]
async fn each_constraint_has_its_name() {
    on_both_engines(async |db| {
        db.migrate("test", SCHEMA, NOW).await.unwrap();
        for (sql, expected_kind, expected) in [
            (
                "INSERT INTO person VALUES (1, 'n2', 'g2', 'f2', 1, NULL)",
                ConstraintKind::Unique,
                "person_pkey",
            ),
            (
                "INSERT INTO person VALUES (2, 'n1', 'g2', 'f2', 1, NULL)",
                ConstraintKind::Unique,
                "person_number_key",
            ),
            (
                "INSERT INTO person VALUES (2, 'n2', 'g1', 'f1', 1, NULL)",
                ConstraintKind::Unique,
                "person_given_family_key",
            ),
            (
                "INSERT INTO person VALUES (2, 'n2', 'g2', 'f2', -1, NULL)",
                ConstraintKind::Check,
                "person_age_check",
            ),
            (
                "INSERT INTO person VALUES (2, NULL, 'g2', 'f2', 1, NULL)",
                ConstraintKind::NotNull,
                "person_number_not_null",
            ),
        ] {
            let error = insert(&db, sql).await;
            assert!(
                matches!(&error, DbError::Constraint { kind, name } if *kind == expected_kind && name == expected),
                "{error:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_missing_reference_is_told_by_its_kind() {
    on_both_engines(async |db| {
        db.migrate("test", SCHEMA, NOW).await.unwrap();
        let error = insert(&db, "INSERT INTO person VALUES (2, 'n2', 'g2', 'f2', 1, 77)").await;
        let kind = ConstraintKind::ForeignKey;
        assert!(
            matches!(&error, DbError::Constraint { kind: found, .. } if *found == kind),
            "{error:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn no_value_of_a_row_stands_in_an_error() {
    on_both_engines(async |db| {
        db.migrate("test", SCHEMA, NOW).await.unwrap();
        for sql in [
            "INSERT INTO person VALUES (2, 'n1', 'secret', 'f2', 1, NULL)",
            "INSERT INTO person VALUES (2, 'n2', 'secret', 'f2', -1, NULL)",
            // A data exception on PostgreSQL, whose message quotes the text; NULL on SQLite, which the column refuses.
            "INSERT INTO person VALUES (2, 'n2', 'g', 'f', CAST(NULLIF('secret', '') AS BIGINT) + 0 / (1 - 1), NULL)",
        ] {
            let error = insert(&db, sql).await;
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        }
    })
    .await;
}
