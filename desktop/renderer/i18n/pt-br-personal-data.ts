/** O que a lei dá a uma pessoa sobre o que é guardado dela. */
export const ptBrPersonalData = {
  personalData: {
    title: 'Dados pessoais',
    export: 'Exportar como ZIP',
    exportAbout: 'Tudo o que é guardado desta pessoa, para entregar a ela.',
    fileName: 'dados',
    erase: 'Apagar este contato…',
    eraseTitle: 'Apagar {name} para sempre?',
    eraseAbout: 'Ninguém pode desfazer isto. O que some, aqui e em todos os consoles:',
    goes: {
      known: 'nome, número, foto, e-mails, atributos, etiquetas, consentimentos e notas',
      said: 'todas as mensagens, notas e arquivos da conversa, também o que espera o envio',
      groups: 'o que escreveu em grupos, e arquivos seus que foram encaminhados',
    },
    stays:
      'Os atendimentos ficam sem nome, para os relatórios manterem seus números. O que outros escreveram sobre a pessoa fica, e também o que está no próprio WhatsApp: apague no telefone. Se ela escrever de novo, será um contato novo.',
    type: 'Para continuar, digite {name}',
    typeEither: 'Para continuar, digite {name} ou {phone}',
    go: 'Apagar para sempre',
  },
} as const;
