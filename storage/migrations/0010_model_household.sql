-- The model household in chat: what the proposer tells the committee, and the officer's confirmation of the choice.
ALTER TABLE nomination ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE nomination ADD COLUMN confirmed_at TEXT;
ALTER TABLE nomination ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '';
