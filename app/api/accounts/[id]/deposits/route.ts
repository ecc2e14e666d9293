import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import {
  createIndexDeposit,
  listIndexDeposits,
} from '../../../../../services/wire/resources/index-deposits.ts';

export const dynamic = 'force-dynamic';

export const GET = listIndexDeposits;
export const POST = createIndexDeposit;
export const OPTIONS = answerPreflight;
