import { sealedAddressSchema } from '../../../lib/alerts/channel.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { Tally } from '../../../lib/tally.ts';
import { codeHashOf, newCode } from '../../alerts/confirmation-code.ts';
import { type Evaluation, evaluateAlerts } from '../../alerts/evaluate-alerts.ts';
import { type TellPorts, tellAlerts } from '../../alerts/tell-alerts.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import type { SealingKeys } from '../../env-sealing.ts';
import type { Log } from '../../log.ts';
import { askDeadMan } from '../../notify/dead-man.ts';
import { listenToTelegram } from '../../notify/telegram-commands.ts';
import { tellBy } from '../../notify/tell.ts';
import { openSecret, type SecretPlace } from '../../secrets/envelope.ts';
import {
  claimDeliveries,
  type DueDelivery,
  endDeliveries,
  keepCode,
} from '../../store/alerts/alert-deliveries.ts';
import { readSightings, writeAlerts } from '../../store/alerts/alerts.ts';
import { countTick } from '../../store/alerts/figures.ts';
import { noteWarningAlerts, readWarningAlerts } from '../../store/analyst/warning-alerts.ts';
import { readCashSightings } from '../../store/cash/cash-alerts.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** What is wrong is looked for, written down and told. Never fails: nobody's tick is worse for it, and the log says so. */
export type Alerts = {
  readonly evaluate: (evaluation: Omit<Evaluation, 'intervalSeconds'>) => Promise<void>;
  /** Tells what is due, and after a good tick whoever waits for one. */
  readonly afterTick: (isGood: boolean) => Promise<void>;
};

/** A receiver that is slower is told again. */
const TELL_MS_MAX = 5_000;

export const channelAddressPlace = (channelId: string): SecretPlace => ({
  ...{ table: 'alert_channels', rowId: channelId, column: 'address' },
});

const openAddress =
  (keys: SealingKeys): TellPorts<DueDelivery['sealed']>['open'] =>
  ({ channel, sealed }) => {
    if (sealed === null) return fail('not-configured', 'Its address was never kept.');
    const opened = openSecret(keys, channelAddressPlace(channel.id), sealed);
    if (!opened.ok) return opened;
    const address = sealedAddressSchema.safeParse(JSON.parse(opened.value.reveal()));
    return address.success ? ok(address.data) : fail('secret-unreadable', 'Its address is of another kind.');
  };

export type AlertParts = {
  readonly env: Env;
  /** On the bot's login. */
  readonly run: InDatabase;
  readonly log: Log;
  /** Written with each tick that is evaluated. */
  readonly tally: Tally;
};

export const openAlerts = ({ env, run, log, tally }: AlertParts): Alerts => {
  const told = (outcome: Result<unknown>, event: string): void => {
    if (!outcome.ok) log.warn({ code: outcome.error.code, why: outcome.error.message }, event);
  };
  const ways = {
    ...{ privateAddresses: env.alerts.privateAddresses, timeoutMs: TELL_MS_MAX },
    ...{
      nowSeconds: systemClock.nowSeconds,
      telegramUrl: env.alerts.telegramUrl,
      mailServer: env.alerts.mailServer,
    },
  };
  const tellPorts: TellPorts<DueDelivery['sealed']> = {
    claim: () => run(claimDeliveries),
    open: openAddress(env.sealing),
    tell: tellBy(ways),
    newCode: async (channelId) => {
      const code = newCode();
      const kept = await run((sql) => keepCode(sql, { channelId, codeHash: codeHashOf(code) }));
      return kept.ok ? ok(code) : kept;
    },
    listen: (channelId, address) =>
      listenToTelegram(address, `${env.app.url}/api/telegram/${channelId}`, ways),
    end: (ends) => run((sql) => endDeliveries(sql, ends)),
    appUrl: env.app.url,
  };
  return {
    evaluate: async (evaluation) => {
      const counted = evaluation.tickId === null ? [] : tally.take();
      const evaluated = await evaluateAlerts(
        {
          read: async (query) => {
            const read = await run(async (sql) => {
              if (query.tickId !== null) await countTick(sql, query.tickId, counted);
              const seen = await readSightings(sql, query);
              const { cash, open } = await readCashSightings(sql, query.chainId);
              const { warned, open: over } = await readWarningAlerts(sql, query.chainId);
              return { ...seen, cash, warned, open: [...seen.open, ...open, ...over] };
            });
            if (!read.ok) tally.giveBack(counted);
            return read;
          },
          write: (changes) =>
            run(async (sql) => {
              await writeAlerts(sql, changes, env.adminAddresses);
              await noteWarningAlerts(sql, changes);
            }),
        },
        { ...evaluation, intervalSeconds: env.tickIntervalSeconds },
      );
      told(evaluated, 'alerts-not-evaluated');
    },
    afterTick: async (isGood) => {
      const { deadManUrl } = env.alerts;
      const [ended, asked] = await Promise.all([
        tellAlerts(tellPorts),
        isGood && deadManUrl !== null ? askDeadMan(deadManUrl, TELL_MS_MAX) : ok(null),
      ]);
      told(asked, 'dead-man-not-asked');
      told(ended, 'alerts-not-told');
      if (!ended.ok) return;
      for (const { id, status, error } of ended.value)
        if (error !== null) log.warn({ id, status, why: error }, 'alert-not-told');
    },
  };
};
