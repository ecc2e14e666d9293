import { z } from 'zod';
import { policyFieldsSchema } from '../policy/policy-fields.ts';
import { endpoint } from './endpoint.ts';
import { idField, pageOf, pageQuery } from './fields.ts';

/** A policy as somebody sends it: every field by itself. Whether they fit together is told apart, as `policy-invalid`. */
export const policyField = policyFieldsSchema.meta({ id: 'Policy' });

const version = z.int().min(1).max(2_147_483_646);
const params = z.strictObject({ id: idField });

const policyDto = z
  .object({
    version,
    policy: z.unknown().describe('As docs/policy.md has it, every field said.'),
    createdBy: z.string().describe('An actor: user:0x…, token:…, operator, owner or default.'),
    createdAtSeconds: z.int().min(0),
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyDto = z.infer<typeof policyDto>;

const access = { who: 'anyone', scope: 'portfolios:read' } as const;

export const readPolicy = endpoint({
  id: 'readPolicy',
  method: 'GET',
  path: '/api/portfolios/{id}/policy',
  tag: 'Policies',
  summary: 'The policy in force.',
  access,
  params,
  answer: policyDto,
});

export const updatePolicy = endpoint({
  id: 'updatePolicy',
  method: 'PUT',
  path: '/api/portfolios/{id}/policy',
  tag: 'Policies',
  summary:
    'The next version of a policy, in force from the next look on. The version it follows must be the latest.',
  access: { who: 'user', scope: 'portfolios:write' },
  params,
  body: z
    .strictObject({
      version: version.describe('The version that you read and changed.'),
      policy: policyField,
    })
    .meta({ id: 'PolicyChange' }),
  answer: policyDto,
  problems: ['policy-invalid', 'not-owner', 'version-stale'],
});

export const listPolicies = endpoint({
  id: 'listPolicies',
  method: 'GET',
  path: '/api/portfolios/{id}/policies',
  tag: 'Policies',
  summary: 'Every version of the policy, the latest first.',
  access,
  params,
  query: z.strictObject(pageQuery),
  answer: pageOf(policyDto),
});
