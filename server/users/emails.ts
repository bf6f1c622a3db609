/** What e-mails to users say: in Portuguese, then in English, since nobody has told us yet which they read. */
type About = { name: string; email: string; code: string; workspace: string };
type Email = { to: string; subject: string; text: string };

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function codeEmail({
  name,
  email,
  code,
  workspace,
  minutes,
}: About & { minutes: number }): Email {
  const place = oneLine(workspace);
  return {
    to: email,
    subject: `Recado · ${place}: código de acesso / access code`,
    text: [
      `Olá, ${oneLine(name)}.`,
      '',
      `Para escolher uma nova senha no Recado (${place}), digite este código em "Tenho um código":`,
      '',
      `    ${code}`,
      '',
      `Ele vale por ${minutes} minutos e uma só vez. Se você não pediu nada, ignore este e-mail: sua senha continua a mesma.`,
      '',
      '—',
      '',
      `To choose a new password in Recado (${place}), type the code above under "I have a code".`,
      `It is good for ${minutes} minutes, once. If you asked for nothing, ignore this e-mail: your password stays.`,
      '',
    ].join('\n'),
  };
}

export function invitationEmail({ name, email, code, workspace }: About): Email {
  const place = oneLine(workspace);
  return {
    to: email,
    subject: `Recado · ${place}: convite / invitation`,
    text: [
      `Olá, ${oneLine(name)}.`,
      '',
      `Você foi convidado para atender no Recado (${place}). Abra o Recado, escolha "Tenho um código", digite este e-mail e o código, e crie a sua senha:`,
      '',
      `    ${email}`,
      `    ${code}`,
      '',
      'O convite vale por 7 dias e uma só vez.',
      '',
      '—',
      '',
      `You have been invited to Recado (${place}). Open Recado, choose "I have a code", type this e-mail and the code above, and choose your password.`,
      'The invitation is good for 7 days, once.',
      '',
    ].join('\n'),
  };
}
