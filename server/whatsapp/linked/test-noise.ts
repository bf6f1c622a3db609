/** For tests: the server's side of WhatsApp's handshake and framing. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { Curve, NOISE_MODE, NOISE_WA_HEADER, proto } from '@whiskeysockets/baileys';

type KeyPair = { public: Uint8Array; private: Uint8Array };
export const rootKey: KeyPair = Curve.generateKeyPair();

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

function sealed(key: Uint8Array, counter: number, aad: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(counter)).setAAD(aad);
  return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]);
}

function opened(key: Uint8Array, counter: number, aad: Uint8Array, data: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter)).setAAD(aad);
  decipher.setAuthTag(data.subarray(-16));
  return Buffer.concat([decipher.update(data.subarray(0, -16)), decipher.final()]);
}

function certificates(staticKey: KeyPair): Uint8Array {
  const { CertChain } = proto;
  const intermediate = Curve.generateKeyPair();
  const details = CertChain.NoiseCertificate.Details.encode({
    serial: 1,
    issuerSerial: 0,
    key: intermediate.public,
  }).finish();
  const leaf = CertChain.NoiseCertificate.Details.encode({
    serial: 2,
    issuerSerial: 1,
    key: staticKey.public,
  }).finish();
  return CertChain.encode({
    intermediate: { details, signature: Curve.sign(rootKey.private, details) },
    leaf: { details: leaf, signature: Curve.sign(intermediate.private, leaf) },
  }).finish();
}

export type Noise = {
  /** Takes the client's hello; gives ours. */
  hello(message: Uint8Array): Uint8Array;
  /** Takes the client's finish; gives what it logs in with. */
  finish(message: Uint8Array): proto.IClientPayload;
  encrypt(data: Uint8Array): Buffer;
  decrypt(data: Uint8Array): Buffer;
};

export function serverNoise(): Noise {
  let hash: Uint8Array = Buffer.from(NOISE_MODE);
  let salt = hash;
  let key = hash;
  let counter = 0;
  const authenticate = (data: Uint8Array) => {
    hash = sha256(Buffer.concat([hash, data]));
  };
  const expand = (data: Uint8Array) => {
    const all = Buffer.from(hkdfSync('sha256', data, salt, '', 64));
    return [all.subarray(0, 32), all.subarray(32)] as const;
  };
  const mix = (data: Uint8Array) => {
    [salt, key] = expand(data);
    counter = 0;
  };
  const ephemeral = Curve.generateKeyPair();
  const staticKey = Curve.generateKeyPair();
  let clientEphemeral: Uint8Array = Buffer.alloc(0);
  let fromClient: Uint8Array = key;
  let toClient: Uint8Array = key;
  const counts = { in: 0, out: 0 };
  const seal = (data: Uint8Array) => {
    const bytes = sealed(key, counter, hash, data);
    counter += 1;
    authenticate(bytes);
    return bytes;
  };
  const open = (data: Uint8Array) => {
    const bytes = opened(key, counter, hash, data);
    counter += 1;
    authenticate(data);
    return bytes;
  };
  return {
    hello(message) {
      clientEphemeral = proto.HandshakeMessage.decode(message).clientHello?.ephemeral ?? key;
      authenticate(NOISE_WA_HEADER);
      authenticate(clientEphemeral);
      authenticate(ephemeral.public);
      mix(Curve.sharedKey(ephemeral.private, clientEphemeral));
      const sealedStatic = seal(staticKey.public);
      mix(Curve.sharedKey(staticKey.private, clientEphemeral));
      const payload = seal(certificates(staticKey));
      return proto.HandshakeMessage.encode({
        serverHello: { ephemeral: ephemeral.public, static: sealedStatic, payload },
      }).finish();
    },
    finish(message) {
      const { clientFinish } = proto.HandshakeMessage.decode(message);
      const clientStatic = open(clientFinish?.static ?? key);
      mix(Curve.sharedKey(ephemeral.private, clientStatic));
      const payload = proto.ClientPayload.decode(open(clientFinish?.payload ?? key));
      [fromClient, toClient] = expand(Buffer.alloc(0));
      return payload;
    },
    encrypt(data) {
      counts.out += 1;
      return sealed(toClient, counts.out - 1, Buffer.alloc(0), data);
    },
    decrypt(data) {
      counts.in += 1;
      return opened(fromClient, counts.in - 1, Buffer.alloc(0), data);
    },
  };
}
