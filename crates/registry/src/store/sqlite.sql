
-- The records. SQLite keeps rows in the order of arrival and finds them by the index of the key.
CREATE TABLE registry_record (
    registry     TEXT   NOT NULL,
    record_key   TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    layout       BIGINT NOT NULL,
    field_values TEXT   NOT NULL,
    valid_from   BIGINT NOT NULL
);

-- Not a primary key, so that a bulk load can do without it and make it at the end.
CREATE UNIQUE INDEX registry_record_key ON registry_record (registry, record_key);
