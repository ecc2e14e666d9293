import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';

/** One word of the closed set of reasons. */
export const reasonSchema = z.enum(REASONS);
