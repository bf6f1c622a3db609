/** What the Cloud API driver needs to know: WHATSAPP_CLOUD_TOKEN, _PHONE_ID, _APP_SECRET, … */
export type CloudSettings = {
  /** WHATSAPP_CLOUD_TOKEN: of a system user, with whatsapp_business_messaging. */
  token: string;
  /** WHATSAPP_CLOUD_PHONE_ID: Meta's id of the number, not the number. */
  phoneId: string;
  /** WHATSAPP_CLOUD_APP_SECRET: signs what Meta sends to the webhook. */
  appSecret: string;
  /** WHATSAPP_CLOUD_VERIFY_TOKEN: chosen by whoever sets the webhook up, given to both sides. */
  verifyToken: string;
  /** WHATSAPP_CLOUD_BASE: the Graph API with its version, without a slash at the end. */
  base: string;
};

export const defaultCloudBase = 'https://graph.facebook.com/v23.0';

/** The same number through AWS End User Messaging Social; credentials are AWS's usual ones. */
export type SocialSettings = {
  region: string;
  /** AWS's id of the number: phone-number-id-… */
  phoneNumberId: string;
  /** Files pass through it both ways; they are deleted at once, or by a rule of the bucket. */
  bucket: string;
  /** Of a double, or a private endpoint; unset: AWS's own. */
  endpoint?: string;
  s3Endpoint?: string;
};

/** What the webhook of SNS checks. */
export type TopicSettings = {
  /** Where AWS publishes what comes in. */
  topicArn: string;
  /** Meta's id of the number, as in the events. */
  phoneId: string;
};
