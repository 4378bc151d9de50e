-- registry.create_tables: what both engines have alike.

-- Which fields the values of a row are, in their order: the pack's fields at a version.
CREATE TABLE registry_layout (
    registry TEXT   NOT NULL,
    layout   BIGINT NOT NULL,
    fields   TEXT   NOT NULL,
    PRIMARY KEY (registry, layout)
);

-- The last position of a registry's feed of changes. Writers take this row first, so that positions are given in the
-- order of commits.
CREATE TABLE registry_position (
    registry TEXT   NOT NULL PRIMARY KEY,
    last     BIGINT NOT NULL
);

-- What a record was before: a first version has no row here.
CREATE TABLE registry_history (
    registry    TEXT   NOT NULL,
    record_key  TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    layout      BIGINT NOT NULL,
    field_values TEXT  NOT NULL,
    valid_from  BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    PRIMARY KEY (registry, record_key, version)
);

-- One row for each change after the first load, in order.
CREATE TABLE registry_change (
    registry   TEXT   NOT NULL,
    position   BIGINT NOT NULL,
    record_key TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (registry, position)
);

-- How far a bulk sync of one file has come, written in the transaction of its last batch. What is pending was decided and
-- not yet told: the persons to be journalled and the lines about refused records.
CREATE TABLE registry_run (
    registry        TEXT   NOT NULL,
    file_sha256     TEXT   NOT NULL,
    records         BIGINT NOT NULL,
    bytes           BIGINT NOT NULL,
    refused_bytes   BIGINT NOT NULL,
    tally           TEXT   NOT NULL,
    pending_persons BYTEA  NOT NULL,
    pending_lines   TEXT   NOT NULL,
    finished        BIGINT NOT NULL,
    PRIMARY KEY (registry, file_sha256)
);

-- Values that search finds records by, for the fields that a pack names, and those that no two records may share.
CREATE TABLE registry_search (
    registry   TEXT   NOT NULL,
    field      TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    record_key TEXT   NOT NULL,
    PRIMARY KEY (registry, field, value, record_key)
);

-- How far a bulk load has come, by what it reads. While one runs, the records have no index and the registry answers nothing.
CREATE TABLE registry_load (
    registry TEXT   NOT NULL,
    source   TEXT   NOT NULL,
    taken    BIGINT NOT NULL,
    finished BIGINT NOT NULL,
    PRIMARY KEY (registry, source)
);

-- Requests to correct one value, with what was said for them and what became of them.
CREATE TABLE registry_correction (
    registry      TEXT   NOT NULL,
    correction_id TEXT   NOT NULL,
    record_key    TEXT   NOT NULL,
    keys_given    TEXT   NOT NULL,
    field         TEXT   NOT NULL,
    asked_value   TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    evidence      TEXT   NOT NULL,
    sent_by       TEXT   NOT NULL,
    sent_at       BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    decided_at    BIGINT NOT NULL,
    decided_by    TEXT   NOT NULL,
    decision      TEXT   NOT NULL,
    PRIMARY KEY (registry, correction_id)
);
CREATE INDEX registry_correction_record ON registry_correction (registry, record_key, state);
CREATE INDEX registry_correction_state ON registry_correction (registry, state, sent_at, correction_id);
