/** A phone's own picture, over HTTP. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { largestAttachment } from '#shared/contract/attachment.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Simulator } from './driver.ts';
import { readForm, type Upload } from './form.ts';
import { ofPhone, Phone, phoneOf } from './phone.ts';

const types = ['image/jpeg', 'image/png', 'image/webp'];
const path = '/simulator/contacts/:phone/picture';

/** Below the routes that take forms. */
export const pictureRoutes: FastifyPluginAsyncTypebox<{ simulator: Simulator }> = async (
  app,
  { simulator },
) => {
  const { store } = simulator;
  const about = { tags: ['simulator'], params: ofPhone };
  const known = (phone: string): Phone => {
    const found = store.phone(phone);
    if (!found) throw new Refused('not-found', 'There is no such phone.', { path: '/phone' });
    return found;
  };

  app.put(
    path,
    {
      schema: {
        ...about,
        summary: 'The contact sets their picture: a form with a `file`',
        consumes: ['multipart/form-data'],
        response: { 200: Phone },
      },
    },
    async (request) => {
      const phone = phoneOf(request.params);
      if (!request.isMultipart()) throw new Refused('unsupported', 'Send multipart/form-data.');
      const uploads: Upload[] = [];
      try {
        await readForm(request.parts(), store.files, (upload) => uploads.push(upload));
        const [file] = uploads;
        if (!file) throw new Refused('invalid', 'is missing', { path: '/file' });
        if (!types.includes(file.mediaType)) {
          throw new Refused('unsupported', 'A picture is a JPEG, PNG or WebP.', { path: '/file' });
        }
        if (file.size > largestAttachment.image) {
          throw new Refused('too-large', 'The picture is too large.', { path: '/file' });
        }
        simulator.setPicture(phone, { sha256: file.sha256, mediaType: file.mediaType });
      } finally {
        for (const upload of uploads) upload.release();
      }
      return known(phone);
    },
  );
  app.delete(
    path,
    {
      schema: {
        ...about,
        summary: 'The contact takes their picture away',
        response: { 200: Phone },
      },
    },
    async (request) => {
      const phone = phoneOf(request.params);
      known(phone);
      simulator.setPicture(phone, null);
      return known(phone);
    },
  );
  app.get(
    path,
    { schema: { ...about, summary: "The contact's picture" } },
    async (request, reply) => {
      const picture = store.pictures.of(phoneOf(request.params));
      if (!picture) throw new Refused('not-found', 'This phone has no picture.');
      reply.header('content-security-policy', "default-src 'none'; sandbox");
      reply.header('x-content-type-options', 'nosniff');
      const how = { contentType: false, maxAge: '1y', immutable: true, root: store.files.folder };
      return reply.type(picture.mediaType).sendFile(picture.sha256, how);
    },
  );
};
