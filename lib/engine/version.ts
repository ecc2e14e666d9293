/** Changes whenever the same snapshot and policy could give another decision; stored with every decision. */
export const ENGINE_VERSION = '2.5.0';
