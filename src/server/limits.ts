/** What a server bears; times are milliseconds. */
export interface Limits {
  /** Requests a minute with one token, and from one address without one. */
  readonly withToken: number;
  readonly withoutToken: number;
  /** Tokens a minute from one address that are not taken: then it has to wait until another is looked at, except for those that were taken before. */
  readonly failures: number;
  /** Questions a minute from one address whether the server is ready. */
  readonly probes: number;
  /** A desk that takes longer to answer is not ready. */
  readonly readyMs: number;
  /** Connections of one address, where addresses are told apart. */
  readonly connections: number;
  /** Until all headers are there, and until all of a request is. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How long the rest of a body may still come when it was answered before its end. */
  readonly lingerMs: number;
  /** All headers of a request, in bytes. */
  readonly headerBytes: number;
  /** So often is it looked whether whoever follows a desk still may. */
  readonly recheckMs: number;
  /** After so much silence within a stream an empty line says that the server is there. */
  readonly beatMs: number;
  /** How long running requests may go on when the server is asked to stop. */
  readonly stopMs: number;
}

export const usualLimits: Limits = {
  withToken: 60_000,
  withoutToken: 300,
  failures: 20,
  probes: 1_200,
  readyMs: 2_000,
  connections: 256,
  headersMs: 10_000,
  requestMs: 300_000,
  lingerMs: 3_000,
  headerBytes: 16_384,
  recheckMs: 5_000,
  beatMs: 15_000,
  stopMs: 25_000,
};
