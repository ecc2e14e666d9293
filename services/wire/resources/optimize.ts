import 'server-only';
import * as declared from '../../../lib/api/optimize.ts';
import { serve } from '../api.ts';
import { optimizeFor } from '../cash/optimize.ts';

export const optimize = serve(declared.optimize, ({ body }) => optimizeFor(body));
