/**
 * Every failure there is, and whose fault it is: `own` = of what it is about (a portfolio, a file, an argument), `shared` = of the
 * surroundings, which fail everybody alike. A portfolio is set aside for its own faults only.
 */
const WHOSE = {
  // The chain.
  'chain-answer-malformed': 'shared',
  'chain-block-unknown': 'shared',
  'chain-busy': 'shared',
  'chain-moved': 'shared',
  'chain-start-failed': 'shared',
  'chain-timeout': 'shared',
  'chain-too-much': 'shared',
  'chain-unavailable': 'shared',
  'wrong-chain': 'shared',
  // The database.
  'data-folder-damaged': 'shared',
  'database-busy': 'shared',
  'database-not-migrated': 'shared',
  'database-refused': 'shared',
  'database-unavailable': 'shared',
  'migration-changed': 'shared',
  'postgres-init-failed': 'shared',
  'postgres-start-failed': 'shared',
  'row-refused': 'shared', // a rule between rows: the other row may be the wrong one
  'value-refused': 'own',
  // A portfolio, its look and its orders.
  bug: 'own', // ours, but met by this portfolio's values: the others go on
  'decision-invalid': 'own',
  'guard-refused': 'own',
  'order-closed': 'shared', // what became of an order meanwhile is nobody's fault
  'order-not-fillable': 'shared', // the market has moved since the look
  'order-outdated': 'shared', // it waited too long to be shown
  'order-unknown': 'shared',
  'policy-invalid': 'own',
  'portfolio-slow': 'own',
  'portfolio-unreadable': 'own',
  'snapshot-invalid': 'own',
  // A tick.
  'nobody-checked': 'shared',
  'not-reached': 'shared',
  'signer-unavailable': 'shared',
  'trading-halted': 'shared',
  'venue-key-refused': 'shared',
  'venue-limited': 'shared',
  'venue-malformed': 'shared',
  'venue-order-changed': 'shared',
  'venue-refused': 'shared', // a venue's own taste; the portfolio may trade elsewhere
  'venue-router-changed': 'shared',
  'venue-unavailable': 'shared',
  // Whoever words a text.
  'model-limited': 'shared',
  'model-malformed': 'shared',
  'model-refused': 'shared',
  'model-slow': 'shared',
  'model-unavailable': 'shared',
  'text-unsupported': 'shared', // the facts stand, and the template with them
  // Whoever asks.
  'bad-request': 'own',
  cooldown: 'own',
  'cross-origin': 'own',
  'index-refused': 'own',
  'delegation-broader': 'own',
  'delegation-refused': 'own',
  forbidden: 'own',
  'idempotency-key-reused': 'own',
  'last-admin': 'own',
  'media-type-unsupported': 'own',
  'not-found': 'own',
  'not-looked-at': 'own',
  'paper-invalid': 'own',
  'not-owner': 'own',
  'not-served': 'own',
  'rate-limited': 'own',
  'role-fixed': 'own',
  'scope-missing': 'own',
  'session-required': 'own',
  'step-up-required': 'own',
  'too-large': 'own',
  'too-many': 'own',
  unauthorised: 'own',
  'version-stale': 'own',
  // Whoever logs in.
  'csrf-token-wrong': 'own',
  'login-expired': 'own',
  'login-issued-ahead': 'own',
  'login-malformed': 'own',
  'login-not-yet-valid': 'own',
  'login-too-old': 'own',
  'login-wrong-chain': 'own',
  'login-wrong-domain': 'own',
  'login-wrong-signer': 'own',
  'nonce-expired': 'own',
  'nonce-unknown': 'own',
  'nonce-used': 'own',
  'signature-malformed': 'own',
  'signature-unchecked': 'shared', // only a contract could confirm it, and its chain doesn't answer
  // The registration of a policy.
  'not-signed': 'own',
  'other-portfolio': 'own',
  'registered-already': 'own',
  'registration-malformed': 'own',
  'registration-older': 'own',
  'registrations-refused': 'own',
  'signature-not-owners': 'own',
  'signed-ahead': 'own',
  // Set-up, settings, commands.
  'already-running': 'shared',
  'backup-unreadable': 'own',
  'chains-invalid': 'shared',
  'database-not-empty': 'own',
  'file-missing': 'own',
  'file-unwritable': 'own',
  'lock-contended': 'shared',
  'not-configured': 'shared',
  'not-json': 'own',
  'not-set-up': 'shared',
  'secret-unreadable': 'shared',
  'setting-invalid': 'shared',
  'setting-unknown': 'own',
  'trading-goes-on': 'own',
  // Prices and back-tests.
  'asset-unknown': 'own',
  'backtest-invalid': 'own',
  'contract-limits-invalid': 'own',
  'flow-invalid': 'own',
  'price-file-invalid': 'own',
  'price-file-unreadable': 'own',
  'no-moving-price': 'own',
  'prices-lasting-jump': 'own',
  'prices-absurd': 'own',
  'prices-invalid': 'own',
  'prices-key-refused': 'shared',
  'prices-limited': 'shared',
  'prices-malformed': 'shared',
  'prices-refused': 'shared',
  'prices-unavailable': 'shared',
  'rates-limited': 'shared',
  'rates-malformed': 'shared',
  'rates-refused': 'shared',
  'rates-unavailable': 'shared',
  'shock-invalid': 'own',
  'sweep-invalid': 'own',
  'targets-invalid': 'own',
  'token-list-invalid': 'shared',
  'vault-unreadable': 'own',
} as const satisfies Readonly<Record<string, 'own' | 'shared'>>;

/** The closed list of failures. */
export type FailureCode = keyof typeof WHOSE;

export type Whose = 'own' | 'shared';

export const whoseFault = (code: FailureCode): Whose => WHOSE[code];
