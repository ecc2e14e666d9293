import { command } from '../command/command.ts';
import { EXPORT_OPTIONS } from '../export/options.ts';
import { CANCEL_OPTIONS, ORDERS_OPTIONS, PAUSE_OPTIONS } from '../operate/options.ts';

const NO_DATABASE = 'wrong usage, or no database is named: nothing was done';
const ONE = '--portfolio 0x5fbdb2315678afecb367f032d93f642f64180aa3';

export const operateCommands = [
  command({
    name: 'orders',
    summary: 'Lists the orders that somebody may still fill.',
    about: [
      'Each with its portfolio, its leg of the plan, what it sells for how much at least, how much of it is filled, its age, and whether it is ' +
        'shown. Hidden ones are listed too: who has seen one can fill it.',
    ],
    arguments: [],
    options: ORDERS_OPTIONS,
    examples: [
      { words: '', text: 'Of everybody' },
      { words: `${ONE} --json`, text: 'Of one portfolio, for another program' },
    ],
    exitCodes: { 0: 'listed, also where there is none', 1: 'no answer', 2: NO_DATABASE },
    load: async () => (await import('../operate/run-orders.ts')).runOrders,
  }),
  command({
    name: 'cancel-all',
    summary: 'Voids open orders: hides what is shown, and has the chain void all that was signed.',
    about: [
      'Without --yes it shows what it would do. Trading must be stopped first (`pause`), or the next tick would sign anew. On chain it calls ' +
        'bumpGeneration() with the bot’s key, once for each portfolio and stop, within the budget of the setting `revocation`; transactions ' +
        'are journaled before they are sent, and ticks follow them to their end. Safe to run twice.',
      'Only an owner can cancel one order at the protocol, pause the contract for good, name another signer, or withdraw.',
    ],
    arguments: [],
    options: CANCEL_OPTIONS,
    examples: [
      { words: '', text: 'What would be voided' },
      { words: `${ONE} --yes`, text: 'After `pause` of the same portfolio' },
    ],
    exitCodes: {
      0: 'done, or shown',
      1: 'trading goes on, or some of it could not be done; standard output says what',
      2: NO_DATABASE,
    },
    load: async () => (await import('../operate/run-cancel-all.ts')).runCancelAll,
  }),
  command({
    name: 'pause',
    summary: 'Stops all trading, or sets one portfolio aside.',
    about: [
      'All of it: the same as `db set halted true` (docs/stop.md). One portfolio: it is not looked at, what a tick has in hand of it is void, its ' +
        'orders are shown no more, and no new policy lifts it, only `resume`. Doing it again changes nothing.',
    ],
    arguments: [],
    options: PAUSE_OPTIONS,
    examples: [
      { words: '', text: 'Everything, at once' },
      { words: ONE, text: 'One portfolio' },
    ],
    exitCodes: { 0: 'it is paused', 1: 'there is no such portfolio, or no answer', 2: NO_DATABASE },
    load: async () => (await import('../operate/run-pause.ts')).runPause,
  }),
  command({
    name: 'resume',
    summary: 'Lets all trading go on, or has one portfolio looked at again.',
    about: [
      'One portfolio: also one that was set aside by failures of its own. What was hidden stays hidden until it expires; the next look plans anew.',
    ],
    arguments: [],
    options: PAUSE_OPTIONS,
    examples: [{ words: ONE, text: 'One portfolio' }],
    exitCodes: { 0: 'it goes on', 1: 'there is no such portfolio, or no answer', 2: NO_DATABASE },
    load: async () => (await import('../operate/run-pause.ts')).runResume,
  }),
  command({
    name: 'export',
    summary:
      'Writes out everything that was decided and done: snapshots, decisions, orders, fills, transactions.',
    about: [
      'Table by table, by portfolio and then the oldest first, the same order each time. It streams: a long history takes no memory, and holds ' +
        'nobody back; what comes in meanwhile may be among it. ' +
        'Numbers that a double can’t hold are texts. Left out are signatures and signed transactions, which whoever has them could use. ' +
        'What becomes of an order’s rows later is in the next export.',
    ],
    arguments: [],
    options: EXPORT_OPTIONS,
    examples: [
      { words: '--to exported', text: 'Everything, a file for each table' },
      { words: `${ONE} --what fills --format csv > fills.csv`, text: 'One table of one portfolio' },
    ],
    exitCodes: {
      0: 'complete; standard error says how many rows',
      1: 'it broke off; standard error says in which table and after how many rows',
      2: NO_DATABASE,
    },
    load: async () => (await import('../export/run-export.ts')).runExport,
  }),
];
