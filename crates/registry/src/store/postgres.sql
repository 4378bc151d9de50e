
-- The records, in 16 partitions: of 100 million rows each holds 6 million, so that a vacuum or an index is built in
-- minutes.
CREATE TABLE registry_record (
    registry     TEXT   NOT NULL,
    record_key   TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    layout       BIGINT NOT NULL,
    field_values TEXT   NOT NULL,
    valid_from   BIGINT NOT NULL
) PARTITION BY HASH (record_key);
CREATE TABLE registry_record_00 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 0);
CREATE TABLE registry_record_01 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 1);
CREATE TABLE registry_record_02 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 2);
CREATE TABLE registry_record_03 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 3);
CREATE TABLE registry_record_04 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 4);
CREATE TABLE registry_record_05 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 5);
CREATE TABLE registry_record_06 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 6);
CREATE TABLE registry_record_07 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 7);
CREATE TABLE registry_record_08 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 8);
CREATE TABLE registry_record_09 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 9);
CREATE TABLE registry_record_10 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 10);
CREATE TABLE registry_record_11 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 11);
CREATE TABLE registry_record_12 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 12);
CREATE TABLE registry_record_13 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 13);
CREATE TABLE registry_record_14 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 14);
CREATE TABLE registry_record_15 PARTITION OF registry_record FOR VALUES WITH (MODULUS 16, REMAINDER 15);

-- Not a primary key, so that a bulk load can do without it and make it at the end.
CREATE UNIQUE INDEX registry_record_key ON registry_record (registry, record_key);
