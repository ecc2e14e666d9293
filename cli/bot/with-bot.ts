import { type Bot, openBot } from '../../services/wire/tick/bot.ts';
import { UsageError } from '../command/command.ts';
import { environment } from '../environment.ts';

/** A whole number within a range, or what holds where nothing is said. @throws {UsageError} naming the option */
export const wholeOf = (
  name: string,
  text: string | undefined,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number => {
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new UsageError(`--${name}: ${text} is not a whole number from ${min} to ${max}`);
  return value;
};

/** Opens the bot for one piece of work. @throws {UsageError} with what only a person can change: a wrong environment, a key that can't be used */
export const withBot = async <T>(
  env: ReturnType<typeof environment>,
  work: (bot: Bot) => Promise<T>,
): Promise<T> => {
  const opened = await openBot(env);
  if (!opened.ok) throw new UsageError(opened.error.message);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
};

/** What only a person can change before anything is done: a wrong environment, a key that can't be used. */
export const configured = (): ReturnType<typeof environment> => {
  try {
    return environment(['RPC_URL', 'DB_URL', 'FACTORY_ADDRESS']);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
