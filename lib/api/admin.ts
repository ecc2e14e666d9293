import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { secondsField } from './fields.ts';
import { haltDtoSchema } from './halt-dto.ts';

const settingDto = z
  .object({
    name: z.string(),
    value: z.unknown(),
    version: z.int().min(0),
    updatedBy: z.string(),
    updatedAtSeconds: secondsField,
  })
  .meta({ id: 'Setting' });

export const listSettings = endpoint({
  id: 'listSettings',
  method: 'GET',
  path: '/api/admin/settings',
  tag: 'Administration',
  summary: 'What is set at run time; what is missing has its default.',
  access: { who: 'operator', scope: 'system:read' },
  answer: z.object({ settings: z.array(settingDto) }),
});

export const changeSetting = endpoint({
  id: 'changeSetting',
  method: 'PUT',
  path: '/api/admin/settings/{name}',
  tag: 'Administration',
  summary:
    'Sets one setting, in force from the next tick on. The stop and the tokens not to be traded need a signature of the last ten minutes.',
  access: { who: 'admin', scope: null },
  params: z.strictObject({ name: z.string().regex(/^[a-zA-Z]{1,40}$/, 'must be the name of a setting') }),
  body: z
    .strictObject({
      version: z.int().min(0).max(2_147_483_646).describe('The version that you saw; 0 = it was not set.'),
      value: z.json().describe('As the setting’s own schema has it.'),
    })
    .meta({ id: 'SettingChange' }),
  answer: z.object({ name: z.string(), version: z.int() }),
  problems: ['setting-unknown', 'setting-invalid', 'version-stale', 'step-up-required'],
});

const haltAnswer = z
  .object({ halted: haltDtoSchema.nullable().describe('Null = trading goes on.') })
  .meta({ id: 'Halt' });

export const readHalt = endpoint({
  id: 'readHalt',
  method: 'GET',
  path: '/api/halt',
  tag: 'Administration',
  summary: 'Whether all trading is stopped, since when and by whom, and what can still be filled until when.',
  access: { who: 'anyone', scope: 'any' },
  answer: haltAnswer,
});

const stop = { who: 'admin', scope: null, stepUp: true } as const;

export const halt = endpoint({
  id: 'halt',
  method: 'POST',
  path: '/api/admin/halt',
  tag: 'Administration',
  summary: 'Stops all trading: nothing is placed from the next statement on. Doing it again changes nothing.',
  access: stop,
  answer: haltAnswer,
});

export const resume = endpoint({
  id: 'resume',
  method: 'POST',
  path: '/api/admin/resume',
  tag: 'Administration',
  summary: 'Lets trading go on from the next tick.',
  access: stop,
  answer: haltAnswer,
});
