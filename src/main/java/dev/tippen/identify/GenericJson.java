package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Any service that answers a GET with JSON, described by configuration.
final class GenericJson extends HttpProvider {

  /// Where things are, as JSON pointers (RFC 6901); null: nowhere.
  ///
  /// @param url with `{ip}` where the address goes, and `{key}` where the key goes, if there
  /// @param headerName null: no header
  /// @param headerValue with `{key}` where the key goes
  /// @param notFoundStatus the status that says "not found", beside 404
  /// @param notFound a field that is there, and neither null nor false, when nothing was found
  record Form(
      String url,
      @Nullable String headerName,
      String headerValue,
      @Nullable String name,
      @Nullable String domain,
      @Nullable String industry,
      @Nullable String employees,
      @Nullable String country,
      @Nullable String prefix,
      int notFoundStatus,
      @Nullable String notFound) {}

  private final Form form;
  private final String key;

  GenericJson(Form form, String key, HttpCalls calls) {
    super("generic", "The configured service", base(form), calls);
    this.form = form;
    this.key = key;
  }

  private static URI base(Form form) {
    URI uri = URI.create(form.url.replace("{ip}", "0").replace("{key}", "0"));
    return URI.create(uri.getScheme() + "://" + uri.getAuthority());
  }

  @Override
  HttpCalls.Result ask(String address) throws InterruptedException {
    String encodedKey = java.net.URLEncoder.encode(key, java.nio.charset.StandardCharsets.UTF_8);
    URI uri = URI.create(form.url.replace("{ip}", address).replace("{key}", encodedKey));
    return form.headerName == null
        ? calls.get(uri)
        : calls.get(uri, form.headerName, form.headerValue.replace("{key}", key));
  }

  @Override
  @Nullable Answer special(int status, @Nullable JsonBody body) {
    return status == form.notFoundStatus ? nothing() : null;
  }

  @Override
  Answer found(JsonBody body) {
    if (form.notFound != null && isSet(body, form.notFound)) return nothing();
    if (!has(body, form.name) && !has(body, form.domain)) return unreadable();
    CompanyProfile profile =
        CompanyProfile.builder()
            .name(text(body, form.name))
            .domain(text(body, form.domain))
            .industry(text(body, form.industry))
            .employees(text(body, form.employees))
            .country(text(body, form.country))
            .build();
    return named(profile, Confidence.MEDIUM).matching(Prefix.parse(text(body, form.prefix)));
  }

  private static boolean isSet(JsonBody body, String pointer) {
    if (!body.has(pointer) || body.isNull(pointer)) return false;
    return body.isTrue(pointer) || body.text(pointer) != null || body.isObject(pointer);
  }

  private static boolean has(JsonBody body, @Nullable String pointer) {
    return pointer != null && body.has(pointer);
  }

  private static @Nullable String text(JsonBody body, @Nullable String pointer) {
    return pointer == null ? null : body.text(pointer);
  }
}
