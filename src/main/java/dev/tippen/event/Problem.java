package dev.tippen.event;

/// Everything that the server refuses, one line each: HTTP status, stable code, and a sentence that
/// tells the caller what to do. Codes are part of the interface: never renamed, never reused.
public enum Problem {
  REQUEST_MALFORMED(400, "request_malformed", "This is not a well-formed HTTP request"),
  BODY_MALFORMED(400, "body_malformed", "The body must be one JSON object"),
  VISITOR_REQUIRED(400, "visitor_required", "visitor.visitorId is required"),
  FIELD_INVALID(400, "field_invalid", "A field has a value that is not allowed"),
  FIELD_TOO_LONG(400, "field_too_long", "A field is too long"),
  FIELD_REQUIRED(400, "field_required", "A required field is missing"),
  EMAIL_TAKEN(400, "email_taken", "An account with this email already exists"),
  BATCH_TOO_LONG(400, "batch_too_long", "A batch may hold at most 500 events"),
  EVENT_REJECTED(400, "event_rejected", "The event can't be stored as it is"),
  QUERY_INVALID(400, "query_invalid", "This question can't be asked like this"),
  QUERY_TOO_LARGE(
      400,
      "query_too_large",
      "This question needs too much memory or disk; ask for fewer days or rows"),
  API_KEY_REQUIRED(401, "api_key_required", "API key required"),
  API_KEY_UNKNOWN(401, "api_key_unknown", "Unknown API key"),
  CREDENTIALS_WRONG(401, "credentials_wrong", "Invalid email or password"),
  SESSION_INVALID(401, "session_invalid", "Invalid or expired session"),
  API_KEY_INACTIVE(403, "api_key_inactive", "This API key is revoked or inactive"),
  ORIGIN_NOT_ALLOWED(403, "origin_not_allowed", "This API key may not be used from this origin"),
  READ_NOT_ALLOWED(
      403,
      "read_not_allowed",
      "This key may only send events; sign in or use a secret key to read"),
  SETUP_TOKEN_INVALID(
      403,
      "setup_token_invalid",
      "This set-up link is not valid; the server's log shows the newest"),
  SIGN_UP_CLOSED(403, "sign_up_closed", "Sign-up is closed on this server"),
  NOT_FOUND(404, "not_found", "Not found"),
  METHOD_NOT_ALLOWED(405, "method_not_allowed", "This method is not allowed here"),
  REQUEST_TIMEOUT(408, "request_timeout", "The request took too long to arrive"),
  SETUP_DONE(409, "setup_done", "This server is set up already; sign in instead"),
  IMPORT_OUT_OF_STEP(
      409,
      "import_out_of_step",
      "The import stands at another row; ask for it and go on from there"),
  IMPORT_FINISHED(409, "import_finished", "This import is finished"),
  BODY_TOO_LARGE(413, "body_too_large", "The body is too large"),
  ADDRESS_TOO_LONG(414, "address_too_long", "The address is too long"),
  ENCODING_UNSUPPORTED(
      415, "encoding_unsupported", "The body may be plain or compressed with gzip"),
  UPGRADE_REQUIRED(426, "upgrade_required", "Connect with a WebSocket"),
  RATE_LIMITED(429, "rate_limited", "Too many events; try again later"),
  TOO_MANY_ATTEMPTS(429, "too_many_attempts", "Too many attempts; try again later"),
  TOO_MANY_CONNECTIONS(429, "too_many_connections", "Too many connections; try again later"),
  HEADERS_TOO_LARGE(431, "headers_too_large", "The header lines are too large"),
  SERVER_FAULT(500, "server_fault", "The server made a mistake; its log says which"),
  QUERY_TOO_SLOW(503, "query_too_slow", "This question took too long; ask for fewer days"),
  HISTORY_UNAVAILABLE(
      503, "history_unavailable", "The history can't be read now; try again shortly"),
  STORE_BUSY(503, "store_busy", "The store has too much to do; try again shortly"),
  STORE_FAILED(503, "store_failed", "The event could not be stored; try again shortly"),
  SHUTTING_DOWN(503, "shutting_down", "The server is shutting down; try again shortly");

  private final int status;
  private final String code;
  private final String text;

  Problem(int status, String code, String text) {
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /// HTTP status of the answer.
  public int status() {
    return status;
  }

  /// Stable code for programs.
  public String code() {
    return code;
  }

  /// Sentence for people.
  public String text() {
    return text;
  }
}
