declare module '*.ndjson' {
  /** All of the file: scripts/ndjson.js brings it in. */
  const text: string;
  export default text;
}
