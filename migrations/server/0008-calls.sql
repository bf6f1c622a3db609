-- Calls under way, few at a time: those that nobody ends are found by it.
create index messages_calls_under_way on messages (sent_at)
  where kind = 'call' and content #>> '{call,outcome}' in ('ringing', 'talking');
