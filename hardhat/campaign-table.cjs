// The files into which each run of an invariant campaign writes its counts.
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const tables = {
  'one portfolio on targets': join(__dirname, 'cache-forge/campaign.txt'),
  'three cash portfolios': join(__dirname, 'cache-forge/campaign-cash.txt'),
  'two delegated accounts': join(__dirname, 'cache-forge/campaign-delegated.txt'),
};

/** forge lets tests write to a relative path only if the file is there already. */
function ensureTables() {
  for (const table of Object.values(tables)) {
    mkdirSync(dirname(table), { recursive: true });
    appendFileSync(table, '');
  }
}

/** So that a campaign that fails isn't reported with the counts of the one before. */
function emptyTables() {
  ensureTables();
  for (const table of Object.values(tables)) writeFileSync(table, '');
}

module.exports = { tables, ensureTables, emptyTables };
