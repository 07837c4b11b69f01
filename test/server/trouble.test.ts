import { expect, it } from 'vitest';
import { lostAnswer, postgresError } from '../../src/backend/sql/postgres-errors.ts';
import { sqliteError } from '../../src/backend/sql/sqlite-errors.ts';
import { served } from './served.ts';

const place = 'postgres://desk@db.internal:5999/helpdesk';
const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

it.each<[string, unknown, number, string]>([
  ['does not answer', postgresError(coded('ECONNREFUSED'), place), 503, 'unreachable'],
  ['is starting', postgresError(coded('57P03'), place), 503, 'unreachable'],
  ['does not let the server in', postgresError(coded('28P01', 'no password for desk'), place), 500, 'settings'],
  ['is not there', postgresError(coded('3D000'), place), 500, 'settings'],
  ['went away in the middle', lostAnswer(place, coded('ECONNRESET')), 504, 'uncertain'],
  ['is locked', sqliteError(Object.assign(coded('ERR_SQLITE_ERROR'), { errcode: 5 }), place), 503, 'unreachable'],
])('tells nobody where the database is that %s, but the log', async (_, thrown, status, kind) => {
  await using desk = await served();
  Object.assign(desk.desk, { latest: () => Promise.reject(thrown) });
  const answer = await fetch(`${desk.url}/readyz`);
  const body = await answer.text();
  expect(answer.status).toBe(status);
  expect(JSON.parse(body)).toMatchObject({ status, error: { kind, hint: expect.stringContaining('log') } });
  expect(body).not.toMatch(/internal|helpdesk|desk@/);
  expect(answer.headers.get('www-authenticate')).toBeNull();
  expect(JSON.stringify(desk.log)).toContain(place);
});
