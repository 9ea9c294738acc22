-- A notice remembers what it says (text, arguments), so that it can be said again on another channel
-- when the first one refuses it; the row made of it names the one it stands for, once.
ALTER TABLE outbox ADD COLUMN notice TEXT;
ALTER TABLE outbox ADD COLUMN instead_of INTEGER REFERENCES outbox (id);
CREATE UNIQUE INDEX outbox_instead_of ON outbox (instead_of) WHERE instead_of IS NOT NULL;
