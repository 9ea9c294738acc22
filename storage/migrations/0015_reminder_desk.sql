-- Why reminders were not sent is looked at by officers: few rows among many, found without reading all.
CREATE INDEX reminder_unsent ON reminder (done_at)
    WHERE state IN ('SUPPRESSED', 'EXPIRED', 'FAILED') AND reason <> 'changed';
