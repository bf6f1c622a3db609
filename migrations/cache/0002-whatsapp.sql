-- Attachment, content, quote, reactions and whatever else a message seldom has, as JSON.
alter table messages add column more text;
