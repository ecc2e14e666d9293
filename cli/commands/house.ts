import type { House } from '../command/run-command.ts';
import { backtestCommand } from './backtest.ts';
import { botCommands } from './bot.ts';
import { dbCommands } from './db.ts';
import { pricesCommands } from './prices.ts';
import { replayCommand } from './replay.ts';

/** Every command there is, in the order of help and docs/cli.md. The taker is a stranger and has its own entry. */
export const HOUSE: House = {
  groups: [
    { name: 'bot', summary: 'The bot' },
    { name: 'db', summary: 'The database, as its operator' },
    { name: 'backtest', summary: 'A policy on past prices' },
    { name: 'prices', summary: 'Price histories' },
    { name: 'replay', summary: 'Stored decisions' },
  ],
  commands: [...botCommands, ...dbCommands, backtestCommand, ...pricesCommands, replayCommand],
};
