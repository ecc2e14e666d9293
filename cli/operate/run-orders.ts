import { unitsText } from '../../lib/money/display.ts';
import { formatDecimal, powerOfTen } from '../../lib/money/fixed-point.ts';
import { ok } from '../../lib/result.ts';
import type { OpenOrder } from '../../services/wire/operation/operate.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import { type Terminal, textTable } from '../command/terminal.ts';
import type { ORDERS_OPTIONS } from './options.ts';
import { withOperation } from './with-operation.ts';

type Side = OpenOrder['sell'];

const PRICE_DECIMALS = 18;

const amountOf = ({ units, token, asset }: Side): string =>
  asset === null ? `${units} of ${token}` : `${unitsText(units, asset.decimals)} ${asset.symbol}`;

/** Bought tokens a sold one, rounded up: what a taker pays at least. Null where a look knows no decimals. */
export const limitPriceE18Up = ({ sell, buy }: Pick<OpenOrder, 'sell' | 'buy'>): bigint | null => {
  if (sell.asset === null || buy.asset === null) return null;
  const paid = buy.units * powerOfTen(sell.asset.decimals + PRICE_DECIMALS);
  const sold = sell.units * powerOfTen(buy.asset.decimals);
  return (paid + sold - 1n) / sold;
};

const priceOf = (order: OpenOrder): string => {
  const price = limitPriceE18Up(order);
  if (price === null || order.buy.asset === null || order.sell.asset === null) return '';
  return `${unitsText(price, PRICE_DECIMALS)} ${order.buy.asset.symbol}/${order.sell.asset.symbol}`;
};

/** Of what is sold, in whole per cent, rounded down: 100 only where all is sold. */
const filledOf = ({ sell }: OpenOrder): string => `${(sell.filledUnits * 100n) / sell.units} %`;

const MINUTE = 60;
const spanOf = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < 60 * MINUTE) return `${Math.floor(whole / MINUTE)} min`;
  return `${Math.floor(whole / (60 * MINUTE))} h ${Math.floor((whole % (60 * MINUTE)) / MINUTE)} min`;
};

const stateOf = ({ status, statusReason, isShown }: OpenOrder): string =>
  `${status}${statusReason === null ? '' : ` (${statusReason})`}${isShown ? '' : ', not shown yet'}`;

const HEAD = ['portfolio', 'chain', 'leg', 'sells', 'for', 'at', 'filled', 'age', 'venue', 'state'];

const tableOf = (orders: readonly OpenOrder[]): string =>
  textTable([
    HEAD,
    ...orders.map((order) => [
      order.name === '' ? order.portfolio : `${order.name} (${order.portfolio})`,
      `${order.chainId}`,
      `${order.leg}.${order.slice}`,
      ...[amountOf(order.sell), amountOf(order.buy), priceOf(order), filledOf(order)],
      ...[spanOf(order.ageSeconds), order.venue, stateOf(order)],
    ]),
  ]);

const sideJson = ({ token, units, filledUnits, asset }: Side) => ({
  ...{ token, symbol: asset?.symbol ?? null, decimals: asset?.decimals ?? null },
  ...{ units: `${units}`, filledUnits: `${filledUnits}` },
});

const jsonOf = (order: OpenOrder): string => {
  const price = limitPriceE18Up(order);
  return JSON.stringify({
    ...{ orderHash: order.orderHash, chainId: order.chainId, portfolio: order.portfolio, name: order.name },
    ...{ venue: order.venue, status: order.status, statusReason: order.statusReason, isShown: order.isShown },
    ...{ leg: order.leg, slice: order.slice, sell: sideJson(order.sell), buy: sideJson(order.buy) },
    limitPrice: price === null ? null : formatDecimal(price, PRICE_DECIMALS),
    ...{ ageSeconds: Math.floor(order.ageSeconds), expiresAtSeconds: order.expiresAtSeconds },
  });
};

/** Shows open orders, as a table or a line of JSON each. */
export const showOrders = (
  orders: readonly OpenOrder[],
  { json, out }: { readonly json: boolean; readonly out: Terminal['out'] },
): void => {
  if (json) for (const order of orders) out(jsonOf(order));
  else out(orders.length === 0 ? 'No order is open.' : tableOf(orders));
};

/** Lists the orders that somebody may still fill. */
export const runOrders: Run<typeof ORDERS_OPTIONS> = async ({ values }, terminal): Promise<ExitCode> => {
  const portfolio = values.portfolio === undefined ? null : addressValue('--portfolio', values.portfolio);
  return withOperation(terminal, async (operation) => {
    const orders = await operation.orders(portfolio);
    if (!orders.ok) return orders;
    showOrders(orders.value, { json: values.json, out: terminal.out });
    return ok(EXIT.done);
  });
};
