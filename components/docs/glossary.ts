/** The words of the product, each with one meaning everywhere. The same as the table in README.md, which a test compares. */
export const GLOSSARY = {
  portfolio: 'One Balancer contract with its off-chain policy.',
  account:
    'Where holdings live and who may move them: a Balancer contract, portfolios of USDC, or an own account with its delegations.',
  policy: 'What makes a portfolio trade, how far, and within which limits.',
  band: 'How far a weight may drift from its target, in percentage points or as a share of the target.',
  'tracking error': '½ Σ |weight − target|: the share of the value that would have to change hands.',
  tick: 'One stateless pass of the bot over the portfolios that are due.',
  snapshot: 'What a tick saw of one portfolio, at one block.',
  decision: 'Hold(reason) or act(legs), with every number behind it; the reasons are a closed list.',
  journal: 'What a tick writes before it acts: snapshot, decision, legs, signed orders.',
  reason:
    'One word of a closed list for why a portfolio, an asset or a leg is not traded; docs/policy.md says what each means.',
  leg: 'One sell→buy pair of a decision.',
  venue: 'Where a leg is executed: our order book, 1inch’s, or an on-chain proposal.',
  'order book': 'Our own public list of signed orders; anyone may read and fill them.',
  taker: 'Whoever fills an order.',
  settle: 'To index the chain’s events into the database.',
  generation: 'A counter in the contract, carried by every order; raising it voids all open orders at once.',
  call: 'Something the bot itself must have done on chain; each transaction is one attempt at it.',
  'cash flow': 'A transfer in or out that is no fill: a deposit or a withdrawal.',
  series: 'A portfolio’s value, drift and returns over time, fed from its looks.',
  rebalance: 'One decision to act and what became of its orders.',
  guard: 'The contract’s own limits, set by the owner.',
  'paper portfolio':
    'Amounts, targets and a policy without a contract: the bot decides on it at every tick and trades it by the back-test’s model.',
} as const;

export type GlossaryWord = keyof typeof GLOSSARY;
