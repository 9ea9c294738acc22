-- Reports that wait for somebody's look are few among very many: found without reading all.
CREATE INDEX report_revision_check ON report_revision (id) WHERE status = 'NEEDS_CHECK';
