/** What is exported of portfolios, each table in the order of the others' references to it. */
export const EXPORTED_TABLES = ['snapshots', 'decisions', 'orders', 'fills', 'transactions'] as const;
export type ExportedTable = (typeof EXPORTED_TABLES)[number];

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
