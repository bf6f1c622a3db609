/** What the law gives a person about what is kept of them. */
export const enPersonalData = {
  personalData: {
    title: 'Personal data',
    export: 'Export as a ZIP',
    exportAbout: 'All that is kept of this person, to hand over to them.',
    fileName: 'data',
    erase: 'Erase this contact…',
    eraseTitle: 'Erase {name} for good?',
    eraseAbout: 'This cannot be undone, by nobody. What goes, here and on every console:',
    goes: {
      known: 'name, number, picture, e-mails, attributes, tags, consents and notes',
      said: 'every message, note and file of the conversation, also what waits to be sent',
      groups: 'what they wrote in groups, and files of theirs that were passed on',
    },
    stays:
      'Services stay without a name, so that the reports keep their numbers. What others wrote about them stays, and so does what is on WhatsApp itself: delete it on the phone, too. Whoever writes again is a new contact.',
    type: 'To go on, type {name}',
    typeEither: 'To go on, type {name} or {phone}',
    go: 'Erase for good',
  },
} as const;
