import { describe, expect, it } from 'vitest';
import { whereSeen } from '../../src/commands/where-seen.ts';

describe('columns for a person', () => {
  const standard = whereSeen('id,title');

  it('are those of a table on a terminal', () => {
    expect(standard({}, true)).toEqual({ columns: 'id,title' });
    expect(standard({ format: 'table' }, true)).toEqual({ columns: 'id,title' });
  });

  it('leave programs what is promised to them', () => {
    expect(standard({}, false)).toEqual({});
    expect(standard({ format: 'tsv' }, true)).toEqual({});
  });
});
