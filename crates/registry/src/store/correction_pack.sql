-- registry.add_correction_pack: in the words of which version of the pack a request to correct was sent.
ALTER TABLE registry_correction ADD COLUMN pack_version BIGINT NOT NULL DEFAULT 1;
