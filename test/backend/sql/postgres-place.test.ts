import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../src/backend/sql/postgres-place.ts';
import { folder } from './desk.ts';

const none = { HOME: '/nowhere' };

describe('how a database is reached', () => {
  test.each([
    [
      'postgres://ana@db.example.com/desk',
      { host: 'db.example.com', port: 5432, database: 'desk', user: 'ana', ssl: { rejectUnauthorized: true } },
    ],
    ['postgresql://db.example.com:6000', { port: 6000, database: 'me', user: 'me' }],
    ['postgres:///desk?host=/run/postgresql', { host: '/run/postgresql', database: 'desk', ssl: false }],
    ['postgres://ana@%2Frun%2Fpostgresql/desk', { host: '/run/postgresql', ssl: false }],
    ['postgres://a%40b@localhost/d%C4%8D', { user: 'a@b', database: 'dč', ssl: false }],
    ['postgres://127.0.0.1/x?sslmode=require', { ssl: { rejectUnauthorized: false } }],
    ['postgres://db.example.com/x?sslmode=disable', { ssl: false }],
    ['postgres://db.example.com/x?options=-c%20search_path%3Dhelp', { options: '-c search_path=help' }],
  ])('%s', (url, expected) => {
    expect(placeOf(url, none, 'me')).toMatchObject(expected);
  });

  test('what is no way to check a certificate is refused', () => {
    expect(() => placeOf('postgres://db/x?sslmode=maybe', none, 'me')).toThrow(/sslmode=maybe/);
    expect(() => placeOf('postgres://db/x?sslrootcert=/nowhere.pem', none, 'me')).toThrow(/nowhere\.pem/);
  });
});

describe('the password', () => {
  test('is that of DESK_DATABASE where it is the same address, and never shown', () => {
    const env = { ...none, DESK_DATABASE: 'postgres://ana:p%20w@db.example.com/desk', PGPASSWORD: 'other' };
    expect(placeOf('postgres://ana@db.example.com/desk', env, 'me')).toMatchObject({
      password: 'p w',
      shown: 'postgres://ana@db.example.com/desk',
    });
    expect(placeOf('postgres://ana@db.example.com/another', env, 'me').password).toBe('other');
  });

  test('else it stands in the password file, in the first line that fits', () => {
    using place = folder();
    const file = join(place.path, 'pass');
    writeFileSync(file, '# comment\nother:5432:desk:ana:no\ndb.example.com:*:de\\:sk:ana:one\\:two\n*:*:*:*:last\n');
    const env = { PGPASSFILE: file };
    expect(placeOf('postgres://ana@db.example.com/de%3Ask', env, 'me').password).toBe('one:two');
    expect(placeOf('postgres://ben@db.example.com/desk', env, 'me').password).toBe('last');
    expect(placeOf('postgres://ben@db.example.com/desk', none, 'me').password).toBeUndefined();
  });
});
