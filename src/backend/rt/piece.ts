import type { DeskError } from '../../errors.ts';
import type { Change } from '../../model/change.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import type { Work } from '../backend.ts';
import type { Handler } from './changes.ts';
import type { Sending } from './sending.ts';

/** A piece of work on its way. */
export interface Piece {
  readonly work: Work;
  readonly handler: Handler<Change>;
  id: TicketId | undefined;
  sending?: Sending;
  message: number | null;
  did: 'done' | 'unchanged' | 'again';
  error?: DeskError;
  /** It was stopped before anything of it was sent. */
  untouched?: boolean;
}

/** What is read of the tickets of a round: what says how they stand, and what its changes are about. */
export type Reading = readonly AnyFieldName[];

/** Pieces that are still to be done. */
export const left = (pieces: readonly Piece[]): readonly Piece[] => pieces.filter(({ error, did }) => !error && did === 'done');
