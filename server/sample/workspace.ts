/** The whole sample as rows, before any database. */
import { v7 } from 'uuid';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Timing } from '#shared/rules/service-life.ts';
import { type Draft, emptyDraft } from '../desk/desk.ts';
import { openDice } from './dice.ts';
import { type Furnishing, furnish, type Known, knowledgeOf } from './furnishing.ts';
import { attendants, contactNames, firstName, nicknames } from './people.ts';
import { planWorkspace } from './plan.ts';
import { type Extras, type Place, playService } from './story.ts';

export type SampleContact = {
  id: Id;
  name: string | null;
  whatsappName: string;
  createdAt: Instant;
};
export type Workspace = {
  users: { id: Id; name: string; email: string }[];
  contacts: SampleContact[];
  conversations: Conversation[];
  draft: Draft;
  extras: Extras;
  furnishing: Furnishing;
  known: { contactId: Id; by: Id; at: Instant; what: Known }[];
  tagged: { contacts: [Id, Id][]; services: [Id, Id][] };
};

const day = 24 * 3_600_000;

/** The same for the same moment and seed, but for the ids. */
export function sampleWorkspace(now: number, timing: Timing, seed: number): Workspace {
  const dice = openDice(seed);
  const newId = (at: number): Id => v7({ msecs: at });
  const users = attendants.map((person) => ({ ...person, id: newId(now - 60 * day) }));
  const draft = emptyDraft();
  const extras: Extras = { evaluations: new Map(), readMarks: [], reactions: [] };
  const furnishing = furnish(() => newId(now - 60 * day));
  // Of its own, so that the stories stay as they were.
  const noting = openDice(seed + 1);
  const knowledge: Workspace['known'] = [];
  const tagged: Workspace['tagged'] = { contacts: [], services: [] };
  const contacts: SampleContact[] = [];
  const conversations: Conversation[] = [];
  const plans = planWorkspace(now, dice, contactNames.length);
  for (const [index, name] of contactNames.entries()) {
    const mine = plans.filter((planned) => planned.contact === index);
    const began = now - 31 * day - dice.between(0, 300) * day;
    const whatsappName = dice
      .pick(nicknames)
      .replace('{first}', firstName(name))
      .replace('{full}', name);
    // A few are not in the team's book: they go by what WhatsApp says.
    const known = !dice.chance(0.12);
    const contact = { id: newId(began), name: known ? name : null, whatsappName };
    contacts.push({ ...contact, createdAt: new Date(began).toISOString() });
    const conversation: Conversation = {
      id: newId(began),
      contactId: contact.id,
      lastPosition: 0,
      settledPosition: 0,
      lastActivityAt: new Date(began).toISOString(),
    };
    conversations.push(conversation);
    const standing = { current: null, latest: null, holderName: null };
    const place: Place = { conversation, phone: null, group: null, standing, askedAt: null };
    for (const planned of mine) {
      const [attendant, other] = [users[planned.attendant], users[planned.other ?? -1] ?? null];
      if (!attendant) continue;
      const stage = { draft, extras, timing, dice, now, newId };
      const before = new Set(draft.services.keys());
      playService(stage, place, planned, { contact: name, attendant, other });
      const { topic } = planned.dialogue;
      const team = furnishing.teams.find(({ topics }) => topics.includes(topic));
      for (const [id, service] of draft.services) {
        if (before.has(id)) continue;
        if (team) draft.services.set(id, { ...service, teamId: team.id });
        const [insured, first] = furnishing.tags;
        if (topic === 'convenios' && insured) tagged.services.push([id, insured.id]);
        if (topic === 'agenda' && first && noting.chance(0.3)) tagged.services.push([id, first.id]);
      }
    }
    const what = knowledgeOf(name, noting);
    const by = noting.pick(users).id;
    const at = new Date(now - noting.between(1, 25) * day).toISOString();
    if (!what) continue;
    knowledge.push({ contactId: contact.id, by, at, what });
    for (const nth of what.tags) {
      const tag = furnishing.tags[nth];
      if (tag) tagged.contacts.push([contact.id, tag.id]);
    }
  }
  return { users, contacts, conversations, draft, extras, furnishing, known: knowledge, tagged };
}
