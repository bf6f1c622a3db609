import { openCannedReplies } from './canned-replies.ts';
import { openCommands } from './commands.ts';
import { openContacts } from './contacts.ts';
import { openConversations } from './conversations.ts';
import type { Db } from './database.ts';
import { openDownloads } from './downloads.ts';
import { openDrafts } from './drafts.ts';
import { openErased } from './erased.ts';
import { openMentions } from './mentions.ts';
import { openMessages } from './messages.ts';
import { openMeta } from './meta.ts';
import { openReadMarks } from './read-marks.ts';
import { openRemains } from './remains.ts';
import { openSearch } from './search.ts';
import { openServices } from './services.ts';
import { openSummaries } from './summaries.ts';
import { openTags } from './tags.ts';
import { openTeams } from './teams.ts';
import { openTrim } from './trim.ts';
import { openUploads } from './uploads.ts';
import { openUsers } from './users.ts';

/** Every table's statements, prepared once for one open file. */
export const openTables = (db: Db) => ({
  cannedReplies: openCannedReplies(db),
  commands: openCommands(db),
  contacts: openContacts(db),
  conversations: openConversations(db),
  downloads: openDownloads(db),
  drafts: openDrafts(db),
  erased: openErased(db),
  mentions: openMentions(db),
  messages: openMessages(db),
  meta: openMeta(db),
  readMarks: openReadMarks(db),
  remains: openRemains(db),
  search: openSearch(db),
  services: openServices(db),
  summaries: openSummaries(db),
  teams: openTeams(db),
  tags: openTags(db),
  trim: openTrim(db),
  uploads: openUploads(db),
  users: openUsers(db),
});
export type Tables = ReturnType<typeof openTables>;
