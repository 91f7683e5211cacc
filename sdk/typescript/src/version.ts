/** Version of this package; a test compares it with package.json. */
export const VERSION = "0.1.0";

/** Oldest server version, as announced in `X-Zep-Version`, whose API this client speaks. */
export const MINIMUM_SERVER_VERSION = "0.21.0";
