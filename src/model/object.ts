/** What JSON writes in braces. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value that came from outside is an object: no list, and not null. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
