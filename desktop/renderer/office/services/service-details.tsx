import { ArrowLeft, ChevronDown, FileText, MessagesSquare } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceDetail } from '#shared/contract/service-detail.ts';
import { useStores } from '../../shell/context.ts';
import { useWhy } from '../../shell/why-refused.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Fetched, Page } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import type { Moments } from './moments.ts';
import css from './service-details.module.css';
import { ServiceFacts } from './service-facts.tsx';
import { ServiceMessages } from './service-messages.tsx';
import { ServiceSteps } from './service-steps.tsx';
import { contactName } from './services-table.tsx';

type Props = {
  id: Id;
  moments: Moments;
  onBack: () => void;
  /** Only the services of this contact. */
  onContact: (contactId: Id) => void;
};

/** One service: who, what became of it, how long it took, and what was said. */
export function ServiceDetails({ id, moments, onBack, onContact }: Props) {
  const t = useTranslations('serviceDetails');
  const params = { params: { id } };
  const asked = useAsked('GET /services/:id', params);
  const times = useAsked('GET /services/:id/times', params);
  const service = asked.value;
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <Page
      title={service ? contactName(service.contact) : t('title')}
      about={service ? t('about', { at: moments.full(service.createdAt) }) : undefined}
      actions={
        <>
          <Button ref={back} icon={<ArrowLeft size={15} />} onClick={onBack}>
            {t('back')}
          </Button>
          {service && <Acts service={service} moments={moments} />}
        </>
      }
    >
      <Fetched asked={asked}>
        {(there) => (
          <div className={css.columns}>
            <div className={css.facts}>
              <ServiceFacts
                service={there}
                times={times.value}
                moments={moments}
                onContact={() => onContact(there.contact.id)}
              />
              <ServiceSteps service={there} moments={moments} />
            </div>
            <ServiceMessages service={there} moments={moments} />
          </div>
        )}
      </Fetched>
    </Page>
  );
}

type ActsProps = { service: ServiceDetail; moments: Moments };

function Acts({ service, moments }: ActsProps) {
  const t = useTranslations('serviceDetails');
  const why = useWhy();
  const language = useLocale();
  const { savings, asks } = useStores();
  const [told, setTold] = useState<string | null>(null);
  async function show() {
    const { conversationId } = service;
    const answer = await asks('showConversation', { conversationId });
    setTold(answer.ok ? t('shown') : answer.code === 'not-found' ? t('notHere') : why(answer));
  }
  const transcript = (notes: boolean) =>
    void savings.begin(
      { kind: 'transcript', serviceId: service.id, notes, language },
      `${t('fileName')} ${contactName(service.contact)} ${moments.day(service.createdAt)}.pdf`,
    );
  return (
    <>
      <Button icon={<MessagesSquare size={15} />} onClick={() => void show()}>
        {t('show')}
      </Button>
      <Menu
        trigger={
          <Button icon={<FileText size={15} />}>
            {t('transcript')}
            <ChevronDown size={14} />
          </Button>
        }
      >
        <MenuItem onPick={() => transcript(false)}>{t('withoutNotes')}</MenuItem>
        <MenuItem onPick={() => transcript(true)}>{t('withNotes')}</MenuItem>
      </Menu>
      <span role="status" className={css.told}>
        {told}
      </span>
    </>
  );
}
