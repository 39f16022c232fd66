-- Whoever runs the work of others may listen in on calls.
UPDATE agents SET rights = replace(rights, '"recordings",', '"recordings","listen",') WHERE role IN ('lead', 'admin');
