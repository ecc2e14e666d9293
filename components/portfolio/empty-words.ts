import type { PortfolioState } from '../../lib/api/portfolio-dto.ts';

/** What stands where open orders would: whether one is to be expected depends on what the portfolio is doing. */
export const NO_ORDERS: Readonly<Record<PortfolioState, string>> = {
  'on-target': 'None. The bot signs one when an asset leaves its band.',
  waiting: 'None. The bot signs one once what it waits for has passed.',
  blocked: 'None, and the bot signs none until what needs attention is settled.',
  paused: 'None, and the bot signs none while the portfolio is paused.',
  halted: 'None, and the bot signs none while trading is halted.',
  'order-open': 'None.',
  'not-looked-at': 'None. The bot has not looked at this portfolio yet.',
};

/** The same where fills would stand. */
export const NO_FILLS: Readonly<Record<PortfolioState, string>> = {
  ...NO_ORDERS,
  'on-target': 'None yet. A fill is a taker’s own transaction; this list is read from the chain.',
  waiting: 'None yet. A fill is a taker’s own transaction; this list is read from the chain.',
  blocked: 'None yet. A fill is a taker’s own transaction; this list is read from the chain.',
  'order-open': 'None yet. Anybody may fill the open order; what they do is read from the chain.',
  paused: 'None. While the portfolio is paused its contract refuses every fill.',
  halted: 'None. The bot signs no order while trading is halted.',
  'not-looked-at': 'None. The bot has not looked at this portfolio yet.',
};
