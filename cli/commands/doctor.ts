import { command } from '../command/command.ts';
import { DOCTOR_OPTIONS } from '../doctor/options.ts';

export const doctorCommand = command({
  name: 'doctor',
  summary: 'Looks at the whole set-up and says, for each gap, what it disables and how to mend it.',
  about: [
    'Its checks, by number: 1 environment (every variable: missing, malformed, contradictory), 2 database, 3 migrations (what is applied ' +
      'against what this build brings), 4 web-database (the web app’s login), 5 clock, 6 nodes (each node of each chain: chain id, age of its ' +
      'head, limits), 7 contracts (the factory, the Limit Order Protocol), 8 signers (the bot’s keys), 9 gas, 10 portfolios (whether the bot ' +
      'may sign for them), 11 orders (what keeps open ones from being filled, allowances too), 12 prices, 13 venues, 14 ticks (the clock that ' +
      'calls the bot, and what alerts are open), 15 messages (mail server, channels), 16 web (the app at APP_URL), 17 roles.',
    'All are carried out, at once, whatever becomes of others. It changes nothing, signs nothing, sends nobody a message, and prints no secret.',
  ],
  arguments: [],
  options: DOCTOR_OPTIONS,
  examples: [
    { words: '', text: 'After every step of setting up' },
    { words: '--only database migrations', text: 'One step alone' },
    { words: '--json', text: 'For a monitor' },
  ],
  exitCodes: { 0: 'all is well', 1: 'a warning', 2: 'a fault, or wrong usage' },
  load: async () => (await import('../doctor/run-doctor.ts')).runDoctor,
});
