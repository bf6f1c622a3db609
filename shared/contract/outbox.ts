/** What was given here and is not carried out: it waits, or was refused. */
import { type Static, Type } from 'typebox';
import { Command } from './command.ts';
import { Refusal } from './refusal.ts';
import { type Instant as At, Instant } from './scalars.ts';

/** A command that the server refused: its effect is taken back, what was typed is in the draft again. */
export const RefusedCommand = Type.Object({
  command: Command,
  refusal: Refusal,
  contactName: Type.String(),
  at: Instant,
});
export type RefusedCommand = Static<typeof RefusedCommand>;

/** What was given here: what waits to be sent, and what the server refused lately, the latest first. */
export type OutboxPlace = {
  waiting: { command: Command; givenAt: At; contactName: string }[];
  refused: RefusedCommand[];
};
