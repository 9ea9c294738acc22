-- Silence is asked for by address: who stops the SMS may still want LINE, and a gateway that refuses
-- a number speaks of that number only.
ALTER TABLE address ADD COLUMN stopped_at TEXT;
UPDATE address SET stopped_at = (SELECT stopped_at FROM contact WHERE contact.id = address.contact);
ALTER TABLE contact DROP COLUMN stopped_at;
