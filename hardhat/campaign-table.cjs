// The file into which each run of the invariant campaign writes its counts.
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const table = join(__dirname, 'cache-forge/campaign.txt');

/** forge lets tests write to a relative path only if the file is there already. */
function ensureTable() {
  mkdirSync(dirname(table), { recursive: true });
  appendFileSync(table, '');
}

/** So that a campaign that fails isn't reported with the counts of the one before. */
function emptyTable() {
  ensureTable();
  writeFileSync(table, '');
}

module.exports = { table, ensureTable, emptyTable };
