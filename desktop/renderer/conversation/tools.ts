import { createContext, useContext } from 'react';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Place } from '../ui/place.ts';

/** What can be done with a message of the conversation in front. The functions never change. */
export type Tools = {
  /** False where somebody else holds the service. */
  mayWrite: boolean;
  menu(message: ShownMessage, at: Place): void;
  emoji(message: ShownMessage, at: Place): void;
  reply(message: ShownMessage): void;
  /** Opens the viewer at its picture, video or document. */
  look(message: ShownMessage): void;
  /** To the message itself, wherever it is. */
  jump(id: Id): void;
};
export const ToolsContext = createContext<Tools | null>(null);

export function useTools(): Tools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error('A message stands outside of its conversation.');
  return tools;
}
