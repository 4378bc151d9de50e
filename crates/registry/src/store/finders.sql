-- registry.create_finders: what search finds every record of a registry by; for anything else its rows have to be made first.
CREATE TABLE registry_finder (
    registry TEXT NOT NULL,
    finder   TEXT NOT NULL,
    PRIMARY KEY (registry, finder)
);
