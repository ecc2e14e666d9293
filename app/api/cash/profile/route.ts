import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { chooseCashProfile } from '../../../../services/wire/resources/cash.ts';

export const dynamic = 'force-dynamic';

export const PUT = chooseCashProfile;
export const OPTIONS = answerPreflight;
