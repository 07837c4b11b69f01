import type { Engine } from '../../src/backend/sql/engine.ts';
import { newSchema } from './database.ts';
import { openEngine } from './desk.ts';

/** The tests of the store run on this engine (`testDesk`), each desk in a schema of its own. */
(globalThis as { engineUnderTest?: () => Promise<Engine> }).engineUnderTest = async () => {
  const schema = await newSchema();
  const engine = await openEngine(schema.url);
  return {
    ...engine,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await schema[Symbol.asyncDispose]();
    },
  };
};
