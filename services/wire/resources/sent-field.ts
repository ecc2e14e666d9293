/** One field of a body as it was sent. */
export const sentField = (sent: unknown, name: string): unknown =>
  typeof sent === 'object' && sent !== null ? Reflect.get(sent, name) : undefined;
