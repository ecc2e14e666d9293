import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readAttestation } from '../../../../../services/wire/resources/attestations.ts';

export const dynamic = 'force-dynamic';

export const GET = readAttestation;
export const OPTIONS = answerPreflight;
