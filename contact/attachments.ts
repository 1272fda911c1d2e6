import { S3Integration } from "../components/integrations/s3.ts";
import { PrivateBucket } from "../components/private-bucket.ts";

/** Days that an attachment is kept. Who answers a submission saves what is still needed. */
const KEPT_DAYS = 90;

/**
 * The attachments of submissions, for a site's server to store: each once, under an ID of its own that the submission's
 * message names. Nothing reads them through the API; the staff reads the bucket with rights of their own.
 *
 * A PDF, a JPEG or a PNG arrives byte for byte, another body as text. All are stored as `application/octet-stream`, so that
 * no browser shows what a stranger sent as a page.
 *
 * @param name The integration's name.
 * @param keepData Whether Pulumi refuses to delete the bucket, and AWS while it holds something.
 */
export function createAttachments(name: string, keepData = false): S3Integration {
  const { bucket } = new PrivateBucket(`${name}-bucket`, {
    expirationDays: KEPT_DAYS,
    earlierVersionsDays: 7,
    transform: {
      bucket: (args, opts) => {
        args.forceDestroy = !keepData;
        opts.protect = keepData;
      },
    },
  });
  return new S3Integration(name, {
    summary: "Store an attachment of a submission",
    bucket,
    method: "PUT",
    key: "attachments/{id}",
    contentTypes: ["application/pdf", "image/jpeg", "image/png"],
    storedAs: "application/octet-stream",
  });
}
